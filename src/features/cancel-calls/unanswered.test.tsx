import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths, type ProblemCode } from '@/contract';
import { makeCancellation, makeProblem } from '@/testing/factories';
import { answerProblem, onCancel, server, withRecord, type Sent } from '@/testing/handlers';
import { openCancelDialog } from '@/testing/cancelling';

describe('when the console refuses', () => {
  it.each([
    ['in_progress', { person: 'Grace' }, /Grace is cancelling this deployment right now/],
    ['not_saved', {}, /no longer in the saved list/],
    ['journal_unavailable', {}, /journal cannot be written/],
    ['role_required', {}, /It went wrong: role_required/],
    ['sign_in_required', {}, /no longer signed in/],
    ['id_reused', {}, /Close it and open a new one/],
  ] satisfies [ProblemCode, object, RegExp][])(
    '%s: says that nothing was sent, and keeps what was typed',
    async (code, parts, words) => {
      const sent: Sent[] = [];
      server.use(onCancel(sent, () => answerProblem(makeProblem(code, parts))));
      const { user, dialog, confirm } = await openCancelDialog();
      await user.type(within(dialog).getByLabelText(/Reason/), 'wrong list');
      await user.click(confirm);
      const alert = await within(dialog).findByRole('alert');
      expect(alert).toHaveTextContent('Nothing was sent.');
      expect(alert).toHaveTextContent(words);
      expect(within(dialog).getByLabelText(/Reason/)).toHaveValue('wrong list');
      await user.click(confirm);
      await waitFor(() => expect(sent).toHaveLength(2));
      expect(sent[1]).toEqual(sent[0]);
      // Not before the second answer, which could lead to the sign-in page in the midst of the next test.
      await waitFor(() => expect(confirm).toHaveAttribute('aria-busy', 'false'));
      expect(within(dialog).getByRole('alert')).toBeInTheDocument();
    },
  );
});

describe('when the console’s answer never arrives', () => {
  const lost: [string, (id: string) => Response][] = [
    ['the connection breaks', () => HttpResponse.error()],
    ['a gateway answers', () => new HttpResponse('<html>', { status: 502 })],
    [
      'the answer has no outcome',
      (id) =>
        HttpResponse.json(
          makeCancellation({ id, outcome: null, status: null, answeredAt: null, settledAt: null }),
        ),
    ],
    ['the console fails inside', () => answerProblem(makeProblem('internal'))],
  ];

  it.each(lost)(
    '%s: it looks for the record and tells the outcome, without sending again',
    async (_, failure) => {
      const sent: Sent[] = [];
      let open = true;
      server.use(
        onCancel(sent, failure),
        withRecord((id) =>
          makeCancellation(
            open ? { id, outcome: null, status: null, answeredAt: null, settledAt: null } : { id },
          ),
        ),
      );
      const { user, dialog, confirm } = await openCancelDialog();
      await user.click(confirm);
      await within(dialog).findByText(/has it on record, and waits for Fuse/);
      expect(confirm).toHaveAttribute('aria-disabled', 'true');
      open = false;
      expect(await screen.findByText('Fuse accepted the cancellation.')).toBeInTheDocument();
      await waitFor(() => expect(dialog).not.toBeInTheDocument());
      expect(sent).toHaveLength(1);
    },
  );

  it('no record: nothing was sent, and the same UUID may be sent again', async () => {
    const sent: Sent[] = [];
    server.use(
      onCancel(sent, () => HttpResponse.error()),
      withRecord(() => makeProblem('not_found')),
    );
    const { user, dialog, confirm } = await openCancelDialog();
    await user.click(confirm);
    await within(dialog).findByText('The console has no record of it: nothing was sent.');
    expect(sent).toHaveLength(1);
    server.use(onCancel(sent, (id) => HttpResponse.json(makeCancellation({ id }), { status: 201 })));
    await user.click(confirm);
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(2);
    expect(sent[1]!.id).toBe(sent[0]!.id);
  });

  it('a record that comes later is still found, and nothing is said of it before', async () => {
    const answers = [makeProblem('in_progress'), makeProblem('not_found')];
    server.use(
      onCancel([], () => HttpResponse.error()),
      withRecord((id) => answers.shift() ?? makeCancellation({ id })),
    );
    const { user, dialog, confirm } = await openCancelDialog();
    await user.click(confirm);
    await within(dialog).findByText('Looking for the record of this cancellation…');
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    await within(dialog).findByText('The console has no record of it: nothing was sent.');
    await screen.findByText('Fuse accepted the cancellation.');
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
  });

  it('unreachable: it does not know, and says so even after the dialog is closed', async () => {
    server.use(
      onCancel([], () => HttpResponse.error()),
      http.get(paths.cancellation(':id'), () => HttpResponse.error()),
    );
    const { user, dialog, confirm } = await openCancelDialog();
    await user.click(confirm);
    await within(dialog).findByText('The console cannot be reached. We do not know yet what happened.');
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    expect(await screen.findByText('Not known yet')).toBeInTheDocument();
  });
});

describe('when the outcome is not known', () => {
  const lost = (lookUp: () => Response) => {
    const sent: Sent[] = [];
    server.use(
      onCancel(sent, () => HttpResponse.error()),
      http.get(paths.cancellation(':id'), lookUp),
    );
    return sent;
  };

  it.each<[string, () => Response, string]>([
    [
      'no answer',
      () => HttpResponse.error(),
      'The console cannot be reached. We do not know yet what happened.',
    ],
    [
      'a 401',
      () => answerProblem(makeProblem('sign_in_required')),
      'You are no longer signed in. We do not know yet what happened.',
    ],
    [
      'a 403',
      () => answerProblem(makeProblem('host_refused')),
      'The console refused the request. We do not know yet what happened.',
    ],
    [
      'a 500',
      () => answerProblem(makeProblem('internal')),
      'The console answered with an error. We do not know yet what happened.',
    ],
    [
      'a gateway’s 502',
      () => new HttpResponse('<html>', { status: 502 }),
      'The console answered with an error. We do not know yet what happened.',
    ],
  ])('and the look-up brings %s, the dialog stays and says so', async (_, lookUp, words) => {
    const sent = lost(lookUp);
    const { user, dialog, confirm } = await openCancelDialog();
    await user.click(confirm);
    expect(await within(dialog).findByText(words)).toBeInTheDocument();
    expect(location.pathname).toBe('/');
    expect(dialog).toBeInTheDocument();
    expect(sent).toHaveLength(1);
  });

  it('the browser’s own way back tells it too', async () => {
    lost(() => HttpResponse.error());
    const { user, dialog, confirm } = await openCancelDialog();
    await user.click(confirm);
    await within(dialog).findByText(/do not know yet/);
    act(() => history.pushState(null, '', '/activity'));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(await screen.findByText('Not known yet')).toBeInTheDocument();
  });

  it('an open record says that it was sent only where it was', async () => {
    let sentAt: string | null = null;
    server.use(
      onCancel([], () => HttpResponse.error()),
      withRecord((id) =>
        makeCancellation({ id, outcome: null, status: null, sentAt, answeredAt: null, settledAt: null }),
      ),
    );
    const { user, dialog, confirm } = await openCancelDialog();
    await user.click(confirm);
    await within(dialog).findByText(/It is sent at most once\./);
    expect(dialog).not.toHaveTextContent('It was sent');
    sentAt = '2026-11-23T10:00:00.100Z';
    expect(await within(dialog).findByText(/It was sent once/)).toBeInTheDocument();
  });
});
