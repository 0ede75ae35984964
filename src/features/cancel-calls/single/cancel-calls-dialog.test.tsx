import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { paths } from '@/contract';
import { makeCancellation, makeProblem, operator } from '@/testing/factories';
import { answerProblem, onCancel, server } from '@/testing/handlers';
import { consoleAnswers, openCancelDialog, setLastCancellation } from '@/testing/cancelling';

describe('the dialog', () => {
  it('focuses “Keep calls”, and Escape gives the focus back', async () => {
    const sent = consoleAnswers({});
    const { user, dialog, button } = await openCancelDialog();
    expect(within(dialog).getByRole('button', { name: 'Keep calls' })).toHaveFocus();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(button).toHaveFocus();
    expect(sent).toHaveLength(0);
  });

  it('names the object, the account and what cannot be undone', async () => {
    consoleAnswers({});
    const { dialog } = await openCancelDialog();
    for (const words of [
      /Staging · Spring reminder/,
      /ID 2001 · Reminders 101/,
      /ops@example.com at fuse.plumvoice.com/,
      /You cannot undo this/,
      /Calls already ringing continue/,
      /does not say how many/,
      /New calls can still be added/,
    ])
      expect(dialog).toHaveTextContent(words);
    expect(dialog).toHaveAccessibleName('Cancel all pending calls of Staging · Spring reminder');
    expect(dialog).toHaveAccessibleDescription(/^ID 2001 · Reminders 101 Cancel all pending calls\?/);
  });

  it.each([' Production ', 'Prod', 'prod-eu', 'live', 'qa'])(
    'wants the deployment ID typed for “%s”',
    async (environment) => {
      const sent = consoleAnswers({}, environment);
      const { user, dialog, confirm } = await openCancelDialog();
      expect(confirm).toHaveAttribute('aria-disabled', 'true');
      expect(confirm).toHaveAccessibleDescription('To confirm, type the deployment ID: 2001');
      const field = within(dialog).getByLabelText('Deployment ID');
      await user.type(field, '200{Enter}');
      await user.click(confirm);
      expect(sent).toHaveLength(0);
      await user.clear(field);
      await user.click(field);
      await user.paste('\u2068 2\u200B001\u00A0\u2069\uFEFF');
      await user.click(confirm);
      await screen.findByText('Fuse accepted the cancellation.');
      expect(sent).toHaveLength(1);
    },
  );

  it.each(['staging', 'Test', ' QA '])(
    'wants nothing typed for “%s”, with QA in the configuration',
    async (environment) => {
      consoleAnswers({}, environment);
      const session = { ...operator, nonProductionEnvironments: ['qa'] };
      server.use(http.get(paths.session, () => HttpResponse.json(session)));
      const { dialog, confirm } = await openCancelDialog();
      expect(within(dialog).queryByLabelText('Deployment ID')).not.toBeInTheDocument();
      expect(confirm).not.toHaveAttribute('aria-disabled');
      expect(dialog).not.toHaveTextContent('To confirm');
    },
  );

  it('gives way to a timer while it waits, keeps what was typed, and the focus stays in it', async () => {
    consoleAnswers({}, 'production');
    let answer = () => {};
    server.use(
      onCancel(
        [],
        () => new Promise((resolve) => (answer = () => resolve(answerProblem(makeProblem('not_saved'))))),
      ),
    );
    const { user, dialog } = await openCancelDialog();
    const field = within(dialog).getByLabelText('Deployment ID');
    expect(field).toHaveFocus();
    await user.keyboard('2001{Enter}');
    const waiting = await within(dialog).findByText('Waiting for Fuse…');
    expect(field.closest('[inert]')).toBeInTheDocument();
    expect(document.activeElement).toContainElement(waiting);
    expect(dialog).toHaveAccessibleName('Cancel all pending calls of Production · Spring reminder');
    answer();
    await within(dialog).findByText('Nothing was sent.');
    expect(waiting).not.toBeInTheDocument();
    expect(field.closest('[inert]')).toBeNull();
    expect(field).toHaveFocus();
    expect(field).toHaveValue('2001');
  });

  it('warns right above the buttons where the calls were cancelled in the last five minutes', async () => {
    setLastCancellation(makeCancellation({ person: 'Grace', settledAt: new Date().toISOString() }));
    consoleAnswers({});
    const { dialog } = await openCancelDialog();
    const notice = await within(dialog).findByRole('alert');
    expect(notice).toHaveTextContent(/^Fuse accepted a cancellation of these calls .*, by Grace\./);
    const facts = within(dialog).getByLabelText(/^Reason/);
    const keep = within(dialog).getByRole('button', { name: 'Keep calls' });
    expect(facts.compareDocumentPosition(notice)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(notice.compareDocumentPosition(keep)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it('refuses a reason that is too long, and counts near the limit', async () => {
    const sent = consoleAnswers({});
    const { user, dialog, confirm } = await openCancelDialog();
    await user.click(within(dialog).getByLabelText(/Reason/));
    await user.paste('x'.repeat(501));
    expect(dialog).toHaveTextContent('501 of 500 characters');
    expect(dialog).toHaveTextContent('The reason must be at most 500 characters.');
    await user.click(confirm);
    expect(sent).toHaveLength(0);
  });

  it('cannot be dismissed while sending; after 3 s one may wait in the background, and the toast still comes', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    consoleAnswers({});
    let answer = () => {};
    server.use(
      onCancel(
        [],
        (id) =>
          new Promise((resolve) => {
            answer = () => resolve(HttpResponse.json(makeCancellation({ id }), { status: 201 }));
          }),
      ),
    );
    const { user, dialog, confirm } = await openCancelDialog();
    await user.click(confirm);
    expect(dialog).toHaveTextContent(/Waiting for Fuse… 0 s/);
    await user.keyboard('{Escape}');
    await user.click(within(dialog).getByRole('button', { name: 'Keep calls' }));
    expect(dialog).toBeInTheDocument();
    await act(() => vi.advanceTimersByTimeAsync(3500));
    expect(dialog).toHaveTextContent(/Waiting for Fuse… 3 s/);
    await user.click(within(dialog).getByRole('button', { name: 'Wait in the background' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(await screen.findByText('Waiting for Fuse')).toBeInTheDocument();
    // Whoever asks again meanwhile is told.
    await user.click(screen.getByRole('button', { name: /^Cancel calls… of Spring reminder/ }));
    const again = within(await screen.findByRole('alertdialog'));
    const notice = again.getByText(/^You have cancelled these calls already/);
    answer();
    await waitFor(() => expect(notice).not.toBeInTheDocument());
    await user.click(again.getByRole('button', { name: 'Keep calls' }));
    expect(await screen.findByText('Fuse accepted the cancellation.')).toBeInTheDocument();
    expect(screen.queryByText('Waiting for Fuse')).not.toBeInTheDocument();
    // Nor is it said once more where the answer is known; where it was lost, it is.
    server.use(
      onCancel([], () => HttpResponse.error()),
      http.get(paths.cancellation(':id'), () => HttpResponse.error()),
    );
    await user.click(screen.getByRole('button', { name: /^Cancel calls… of Spring reminder/ }));
    const later = within(await screen.findByRole('alertdialog'));
    expect(later.queryByText(/^You have cancelled these calls already/)).not.toBeInTheDocument();
    await user.click(later.getByRole('button', { name: 'Cancel all pending calls' }));
    await later.findByText(/do not know yet|no record/);
    await user.click(later.getByRole('button', { name: /Close|Keep calls/ }));
    await user.click(screen.getByRole('button', { name: /^Cancel calls… of Spring reminder/ }));
    const last = within(await screen.findByRole('alertdialog'));
    expect(last.getByText(/^You have cancelled these calls already/)).toBeInTheDocument();
  });
});

it('a session that ends under an open dialog loses nothing typed', async () => {
  const { user, client, dialog } = await openCancelDialog();
  await user.type(within(dialog).getByLabelText(/Reason/), 'wrong list');
  const over = () => answerProblem(makeProblem('sign_in_required'));
  server.use(http.get(paths.session, over), http.get(paths.applications, over));
  await act(() => client.invalidateQueries());
  expect(within(dialog).getByLabelText(/Reason/)).toHaveValue('wrong list');
  expect(location.pathname).toBe('/');
  await user.keyboard('{Escape}');
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
});
