import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse, delay } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { paths, type Deployment } from '@/contract';
import {
  makeApplication,
  makeCancellation,
  makeDeployment,
  makeProblem,
  operator,
} from '@/testing/factories';
import { keys } from '@/common/query-keys';
import { putRecords } from '@/common/record-cache';
import { answerProblem, onCancel, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { consoleAnswers, openCancelDialog, setLastCancellation } from '@/testing/cancelling';

describe('one click, one request', () => {
  it('a double click sends one', async () => {
    const sent = consoleAnswers({});
    const { user, confirm } = await openCancelDialog();
    await user.dblClick(confirm);
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(1);
  });

  it('two clicks before any rendering send one', async () => {
    const sent = consoleAnswers({});
    const { confirm } = await openCancelDialog();
    act(() => {
      confirm.click();
      confirm.click();
    });
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(1);
  });

  it('Enter-Enter sends one', async () => {
    const sent = consoleAnswers({});
    const { user, confirm } = await openCancelDialog();
    confirm.focus();
    await user.keyboard('{Enter}{Enter}');
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(1);
  });

  it('sends the target, the reason and a fresh UUID for each dialog', async () => {
    const sent = consoleAnswers({});
    const { user, dialog, confirm, button } = await openCancelDialog();
    await user.type(within(dialog).getByLabelText(/Reason/), '  wrong list');
    await user.click(confirm);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    await user.click(button);
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', {
        name: 'Cancel all pending calls',
      }),
    );
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[0]!.body).toEqual({
      applicationId: '101',
      applicationName: 'Reminders',
      deploymentId: '2001',
      deploymentName: makeDeployment().name,
      environment: 'staging',
      reason: 'wrong list',
    });
    expect(sent[1]!.body.reason).toBeNull();
    expect(sent[0]!.id).not.toBe(sent[1]!.id);
  });
});

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

it('the dialog says what somebody else has cancelled since it opened', async () => {
  consoleAnswers({});
  const { dialog, client } = await openCancelDialog();
  expect(dialog).toHaveTextContent('Never from this console');
  act(() => putRecords(client, [makeCancellation({ person: 'Grace' })]));
  await waitFor(() => expect(dialog).toHaveTextContent('by Grace: Accepted'));
});

describe('what is changed while the dialog is open', () => {
  const changed = (parts: Partial<Deployment>) => ({
    items: [makeApplication({ deployments: [makeDeployment(parts)] })],
  });

  it('is said, sent as it is shown, and wants the ID where it is production by now', async () => {
    const sent = consoleAnswers({});
    const { dialog, client, user, confirm } = await openCancelDialog();
    expect(within(dialog).queryByLabelText('Deployment ID')).not.toBeInTheDocument();
    const parts = { name: 'Main line', environment: 'production', note: 'Ask Jo.' };
    act(() => void client.setQueryData(keys.applications, changed(parts)));
    const notice = await within(dialog).findByRole('alert');
    expect(notice).toHaveTextContent('Changed in the saved list since this dialog opened.');
    expect(notice).toHaveTextContent('It was “Spring reminder”, Staging, of “Reminders”.');
    expect(dialog).toHaveAccessibleName('Cancel all pending calls of Production · Main line');
    expect(dialog).toHaveTextContent('NoteAsk Jo.');
    await user.click(confirm);
    const id = within(dialog).getByLabelText('Deployment ID');
    expect(id).toBeInvalid();
    expect(dialog).toHaveTextContent('Type 2001 first.');
    await user.type(id, '2002{Enter}');
    expect(dialog).toHaveTextContent('“2002” is not 2001.');
    await user.type(id, '{Backspace}1');
    expect(id).not.toBeInvalid();
    expect(sent).toHaveLength(0);
    await user.type(id, '{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.body).toMatchObject({ deploymentName: 'Main line', environment: 'production' });
  });

  it('takes back that somebody is cancelling right now once that is over', async () => {
    consoleAnswers({});
    const other = makeCancellation({ person: 'Grace' });
    const inProgress = { person: 'Grace', cancellationId: other.id };
    server.use(
      http.put(paths.cancellation(':id'), () => answerProblem(makeProblem('in_progress', inProgress))),
    );
    const { dialog, client, user, confirm } = await openCancelDialog();
    await user.click(confirm);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Grace is cancelling this deployment');
    act(() => putRecords(client, [other]));
    await waitFor(() => expect(dialog).not.toHaveTextContent('right now'));
    expect(dialog).toHaveTextContent('that is over: Accepted, 202 Accepted.');
  });
});

describe('the row', () => {
  it('says who is cancelling, and offers no second cancellation meanwhile', async () => {
    const open = makeCancellation({
      person: 'Grace',
      outcome: null,
      status: null,
      answeredAt: null,
      settledAt: null,
    });
    server.use(withList(makeApplication({ deployments: [makeDeployment({ lastCancellation: open })] })));
    const { user } = renderApp();
    expect(await screen.findByText('Cancelling… by Grace')).toBeInTheDocument();
    const button = screen.getByRole('button', { name: /^Cancelling…/ });
    await user.click(button);
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
    server.use(
      withList(
        makeApplication({
          deployments: [makeDeployment({ lastCancellation: { ...open, outcome: 'accepted', status: 202 } })],
        }),
      ),
    );
    expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
  });

  it('shows the button only to operators', async () => {
    server.use(
      http.get(paths.session, async () => {
        await delay(1);
        return HttpResponse.json({
          person: 'Sam',
          role: 'support',
          grants: [{ may: ['confirm'] }],
          upstream: { kind: 'sandbox', host: 'x', account: null },
          canSignOut: false,
          nonProductionEnvironments: [],
          rules: null,
          identity: 'identity-of-sam',
          pins: [],
        });
      }),
    );
    renderApp();
    await screen.findByText('Sandbox: no real calls');
    await screen.findByText('Spring reminder');
    expect(screen.queryByRole('button', { name: /Cancel all|Edit|Remove|Add/ })).not.toBeInTheDocument();
  });
});
