import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { paths } from '@/contract';
import {
  makeApplication,
  makeBatch,
  makeCancellation,
  makeDeployment,
  makeProblem,
} from '@/testing/factories';
import { putBatch } from '@/common/record-cache';
import { answerProblem, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { batches, named, openBatchDialog, started, three } from '@/testing/batches';

describe('the batch dialog', () => {
  it('names every target, production first, and what cannot be undone', async () => {
    batches();
    const { dialog } = await openBatchDialog();
    const targets = dialog.getAllByRole('listitem').map((one) => one.textContent);
    expect(targets).toEqual([
      'Exit pollID 2003 · Reminders 101Production',
      'SpringID 2001 · Reminders 101Staging',
      'RecallID 2002 · Reminders 101Staging',
    ]);
    const text = screen.getByRole('alertdialog').textContent;
    for (const words of [
      /1 of 3 counts as production/,
      /You cannot undo this/,
      /Calls already ringing continue/,
      /does not say how many/,
      /New calls can still be added/,
    ])
      expect(text).toMatch(words);
    expect(dialog.getByLabelText('Number of deployments')).toHaveFocus();
  });

  it('says beside each target what is noted of it, and which outcome is not known', async () => {
    batches();
    const lastCancellation = makeCancellation({ deploymentId: '2002', outcome: 'unknown', status: null });
    const accepted = makeCancellation({ requestedAt: new Date(Date.now() - 65_000).toISOString() });
    const noted = makeDeployment({ name: 'Spring', note: 'Only after six.', lastCancellation: accepted });
    const unsure = makeDeployment({ deploymentId: '2002', name: 'Recall', lastCancellation });
    const open = makeCancellation({ deploymentId: '2003', person: 'Bob', outcome: null, status: null });
    const poll = { ...three.deployments[2]!, lastCancellation: open };
    server.use(withList(makeApplication({ deployments: [noted, unsure, poll] })));
    const { dialog } = await openBatchDialog();
    expect(dialog.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'Exit pollID 2003 · Reminders 101Bob is cancelling it now. If that is not over at its turn, it is not tried.Production',
      expect.stringMatching(
        /^SpringID 2001 · Reminders 101Last cancelled 1 min ago.* by Ada: Accepted, 202 AcceptedNote Only after six.Staging$/,
      ),
      'RecallID 2002 · Reminders 101We do not know if the last cancellation took effect. Check in Fuse first.Staging',
    ]);
  });

  it.each(['', '2', '33', 'three'])('sends nothing while “%s” is typed', async (typed) => {
    const sent = batches();
    const { user, confirm, number } = await openBatchDialog();
    if (typed !== '') await user.type(number, typed);
    await user.type(number, '{Enter}');
    await user.click(confirm);
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    expect(sent).toEqual([]);
  });

  it('sends the list once, whatever is clicked twice, and shows the batch', async () => {
    const sent = batches();
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(dialog.getByLabelText(/Reason/), 'Wrong list');
    await user.click(number);
    await user.paste('\u200B3\u00A0\uFEFF');
    act(() => {
      confirm.click();
      confirm.click();
    });
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    expect(sent).toHaveLength(1);
    expect(sent[0]!.body).toEqual({
      reason: 'Wrong list',
      targets: [
        {
          ...named,
          deploymentId: '2003',
          confirmedDeploymentId: '2003',
          deploymentName: 'Exit poll',
          environment: 'Production',
        },
        { ...named, deploymentId: '2001', confirmedDeploymentId: '2001', deploymentName: 'Spring' },
        { ...named, deploymentId: '2002', confirmedDeploymentId: '2002', deploymentName: 'Recall' },
      ],
    });
    expect(location.pathname).toBe(`/batches/${sent[0]!.id}`);
    expect(screen.getByRole('link', { name: 'Its records in Activity' })).toHaveAttribute(
      'href',
      `/activity?batch=${sent[0]!.id}`,
    );
    // Its own page says it, and no toast repeats it.
    expect(await screen.findByText('The batch is over: 3 accepted.')).toHaveRole('status');
    expect(screen.queryByText('Fuse accepted all of them.')).not.toBeInTheDocument();
  });

  it('takes what was selected, which is kept until then', async () => {
    batches();
    const { user, number, dialog } = await openBatchDialog();
    await user.click(dialog.getByRole('button', { name: 'Keep calls' }));
    await user.click(screen.getByRole('link', { name: 'Activity' }));
    await screen.findByText('Nothing has been cancelled yet');
    await user.click(screen.getByRole('link', { name: 'Deployments' }));
    const bar = within(await screen.findByRole('region', { name: 'Selection' }));
    expect(bar.getByRole('status')).toHaveTextContent('3 deployments selected');
    expect(number).not.toBeInTheDocument();
    await user.click(bar.getByRole('button', { name: 'Cancel all pending calls…' }));
    const again = within(await screen.findByRole('alertdialog'));
    await user.type(again.getByLabelText('Number of deployments'), '3{Enter}');
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    await user.click(screen.getByRole('link', { name: 'Deployments' }));
    expect(await screen.findByRole('checkbox', { name: 'Select all 3' })).not.toBeChecked();
    expect(screen.queryByRole('region', { name: 'Selection' })).not.toBeInTheDocument();
  });

  it('wants the ID of a single one in production, as its own dialog does', async () => {
    const sent = batches();
    const { user } = renderApp();
    await user.click(await screen.findByRole('checkbox', { name: /Exit poll/ }));
    await user.click(await screen.findByRole('button', { name: 'Cancel all pending calls…' }));
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.queryByLabelText('Number of deployments')).not.toBeInTheDocument();
    const id = dialog.getByLabelText('Deployment ID');
    await user.type(id, '1{Enter}');
    expect(sent).toHaveLength(0);
    await user.clear(id);
    await user.type(id, '2003{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it('Enter-Enter sends one, and it cannot be dismissed while sending', async () => {
    let answer = () => {};
    const sent = batches((id) => new Promise((resolve) => (answer = () => resolve(started(id)))));
    const { user, number } = await openBatchDialog();
    await user.type(number, '3{Enter}{Enter}{Escape}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(screen.getByRole('alertdialog')).toBeInTheDocument();
    expect(screen.getByText('Starting…')).toBeInTheDocument();
    act(() => answer());
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    expect(sent).toHaveLength(1);
  });

  it.each<[string, (id: string) => Response, RegExp]>([
    [
      'runs',
      (id) => HttpResponse.json(makeBatch(['current', 'waiting', 'waiting'], { id }), { status: 202 }),
      /The batch is running\./,
    ],
    ['is over', started, /Fuse accepted all of them\./],
    ['was refused', () => answerProblem(makeProblem('journal_unavailable')), /Nothing was sent\./],
    ['is lost', () => HttpResponse.error(), /did not answer. We do not know if the batch runs/],
  ])('closed before the answer, it says that it is not known, until it %s', async (_, reply, words) => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let answer = () => {};
    batches((id) => new Promise((resolve) => (answer = () => resolve(reply(id)))));
    let isOnRecord = false;
    server.use(
      http.get(paths.batch(':id'), ({ params }) =>
        isOnRecord ? reply(String(params['id'])) : answerProblem(makeProblem('not_found')),
      ),
    );
    const { user, number, dialog } = await openBatchDialog();
    await user.type(number, '3{Enter}');
    await act(() => vi.advanceTimersByTimeAsync(3500));
    await user.click(dialog.getByRole('button', { name: 'Close' }));
    await screen.findByText(/has not answered yet. We do not know if the batch runs/);
    isOnRecord = true;
    act(() => answer());
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.queryByText(/has not answered yet/)).not.toBeInTheDocument();
  });

  it('closed before the answer, it says that the batch runs once the stream tells it', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let answer: Response | null = answerProblem(makeProblem('not_found'));
    const sent = batches(() => new Promise(() => {}));
    server.use(http.get(paths.batch(':id'), () => answer?.clone() ?? HttpResponse.error()));
    const { user, number, dialog, client } = await openBatchDialog();
    await user.type(number, '3{Enter}');
    await act(() => vi.advanceTimersByTimeAsync(3500));
    await user.click(dialog.getByRole('button', { name: 'Close' }));
    await screen.findByText(/has not answered yet. We do not know if the batch runs/);
    const running = makeBatch(['accepted', 'current', 'waiting'], { id: sent[0]!.id });
    answer = HttpResponse.json(running);
    act(() => putBatch(client, running));
    expect(await screen.findByText('The batch is running.')).toBeInTheDocument();
    expect(screen.queryByText(/do not know if the batch runs/)).not.toBeInTheDocument();
  });

  it('keeps to its list when the saved list changes under it', async () => {
    const sent = batches();
    const { user, client, confirm, number } = await openBatchDialog();
    server.use(withList(makeApplication({ deployments: [three.deployments[0]!] })));
    await act(() => client.invalidateQueries());
    await user.type(number, '3');
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.body.targets).toHaveLength(3);
  });

  it('says that nothing was sent where that is certain, and keeps what was typed', async () => {
    batches(() => answerProblem(makeProblem('not_saved')));
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(number, '3');
    await user.click(confirm);
    expect(await dialog.findByText('Nothing was sent.')).toBeInTheDocument();
    expect(number).toHaveValue('3');
    expect(confirm).not.toHaveAttribute('aria-disabled');
  });

  it('names what somebody has removed from the saved list meanwhile', async () => {
    const errors = [{ field: 'targets.1', message: 'is not in the saved list' }];
    batches(() => answerProblem(makeProblem('not_saved', { errors })));
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(number, '3');
    await user.click(confirm);
    const notice = await dialog.findByRole('alert');
    expect(notice).toHaveTextContent('Nothing was sent.');
    expect(notice).toHaveTextContent('Spring, Staging, ID 2001, Reminders 101');
    expect(notice).not.toHaveTextContent('targets.1');
  });

  it('leaves out what was removed only when told, with the number typed anew', async () => {
    const errors = [0, 2].map((at) => ({ field: `targets.${at}`, message: 'is not in the saved list' }));
    let removed = true;
    const sent = batches((id) =>
      removed ? answerProblem(makeProblem('not_saved', { errors })) : started(id),
    );
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(dialog.getByLabelText(/Reason/), 'Wrong list');
    await user.type(number, '3');
    await user.click(confirm);
    const notice = await dialog.findByRole('alert');
    expect(notice).toHaveTextContent('Exit poll, Production, ID 2003, Reminders 101');
    expect(notice).toHaveTextContent('Recall, Staging, ID 2002, Reminders 101');
    expect(sent).toHaveLength(1);
    removed = false;
    await user.click(dialog.getByRole('button', { name: 'Leave these 2 out' }));
    expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
    expect(dialog.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'SpringID 2001 · Reminders 101Staging',
    ]);
    expect(number).toHaveValue('');
    expect(number).toHaveFocus();
    await user.type(number, '3{Enter}');
    expect(sent).toHaveLength(1);
    await user.type(number, '{Backspace}1{Enter}');
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toEqual({
      id: sent[0]!.id,
      body: {
        reason: 'Wrong list',
        targets: [
          { ...named, deploymentId: '2001', confirmedDeploymentId: '2001', deploymentName: 'Spring' },
        ],
      },
    });
  });

  it('offers no rest where nothing is saved any more', async () => {
    const errors = [0, 1, 2].map((at) => ({ field: `targets.${at}`, message: 'is not in the saved list' }));
    batches(() => answerProblem(makeProblem('not_saved', { errors })));
    const { user, number, dialog } = await openBatchDialog();
    await user.type(number, '3{Enter}');
    expect(await dialog.findByRole('alert')).toHaveTextContent('All of these were removed');
    expect(dialog.queryByRole('button', { name: /^Leave/ })).not.toBeInTheDocument();
  });

  it('looks for the batch after a lost answer, and finds it without sending again', async () => {
    const sent = batches(() => HttpResponse.error());
    const { user, confirm, number } = await openBatchDialog();
    await user.type(number, '3');
    await user.click(confirm);
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    expect(sent).toHaveLength(1);
  });

  it('may be repeated with the same ID once it is certain that there is no record', async () => {
    let lost = true;
    const sent = batches((id) => (lost ? HttpResponse.error() : started(id)));
    server.use(http.get(paths.batch(':id'), () => answerProblem(makeProblem('not_found')), { once: true }));
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(number, '3');
    await user.click(confirm);
    await dialog.findByText('The console has no record of it: nothing was sent.');
    lost = false;
    await user.click(confirm);
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  });

  it('says the limit of 500 and sends nothing', async () => {
    const sent = batches();
    const many = Array.from({ length: 501 }, (_, index) => makeDeployment({ deploymentId: String(index) }));
    server.use(withList(makeApplication({ deployments: many })));
    // Nothing has a height of its own here, and looking for roles in so many rows takes long.
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60);
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 800, 60));
    const { user } = renderApp();
    await user.click(await screen.findByText(/^Select all/));
    await user.click(await screen.findByText('Cancel all pending calls…'));
    expect(await screen.findByText('A batch has at most 500 deployments.')).toBeInTheDocument();
    // Thousands of targets that cannot be cancelled together would only hold up the page.
    expect(screen.getByRole('alertdialog').querySelectorAll('li')).toHaveLength(0);
    expect(screen.queryByLabelText('Number of deployments')).not.toBeInTheDocument();
    await user.click(screen.getByText('Cancel all pending calls of 501 deployments', { selector: 'button' }));
    expect(sent).toEqual([]);
  });
});
