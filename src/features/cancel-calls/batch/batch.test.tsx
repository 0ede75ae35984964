import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { batchRequest, paths, type Batch, type BatchRequest } from '@/contract';
import {
  makeApplication,
  makeBatch,
  makeCancellation,
  makeDeployment,
  makeProblem,
} from '@/testing/factories';
import { putBatch } from '@/common/record-cache';
import { setLiveState } from '@/lib/live-state';
import { answerProblem, server, withJournal, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { showBatchEnd } from './batch-toast';
import { blockedWords, countWords, leftWords, stopWords, timeLeft } from './batch-words';

const three = makeApplication({
  deployments: [
    makeDeployment({ name: 'Spring' }),
    makeDeployment({ deploymentId: '2002', name: 'Recall' }),
    makeDeployment({ deploymentId: '2003', name: 'Exit poll', environment: 'Production' }),
  ],
});

/** What all three have in common, but for one's environment. */
const named = { applicationId: '101', applicationName: 'Reminders', environment: 'staging' };

interface Sent {
  id: string;
  body: BatchRequest;
}

/** A console with three deployments that starts batches, and keeps what was put. */
function batches(answer: (id: string) => Response | Promise<Response> = started) {
  const sent: Sent[] = [];
  server.use(
    withList(three),
    http.put(paths.batch(':id'), async ({ params, request }) => {
      const id = String(params['id']);
      sent.push({ id, body: batchRequest.parse(await request.json()) });
      return answer(id);
    }),
    http.get(paths.batch(':id'), ({ params }) => HttpResponse.json(finished(String(params['id'])))),
  );
  return sent;
}
const finished = (id: string) => makeBatch(['accepted', 'accepted', 'accepted'], { id });
const started = (id: string) => HttpResponse.json(finished(id), { status: 202 });

async function openDialog() {
  const page = renderApp();
  await page.user.click(await screen.findByRole('checkbox', { name: 'Select all 3' }));
  await page.user.click(await screen.findByRole('button', { name: 'Cancel all pending calls…' }));
  const dialog = within(await screen.findByRole('alertdialog'));
  const confirm = dialog.getByRole('button', { name: 'Cancel all pending calls of 3 deployments' });
  return { ...page, dialog, confirm, number: dialog.getByLabelText('Number of deployments') };
}

describe('what stopped a batch', () => {
  const stopped = { state: 'stopped', stopReason: 'fuse_429' } as const;

  it('speaks of a rest only where there is one', () => {
    expect(stopWords(makeBatch(['refused', 'not_tried'], stopped))).toBe(
      'Fuse answered 429 Too Many Requests, so the rest was not sent.',
    );
    expect(stopWords(makeBatch(['accepted', 'refused'], stopped))).toBe(
      'Fuse answered its last deployment with 429 Too Many Requests.',
    );
  });

  it('does not say that all was tried where somebody else was faster', () => {
    const [done, blocked] = [makeBatch(['accepted', 'accepted']), makeBatch(['accepted', 'not_tried'])];
    expect(blockedWords(done)).toBeNull();
    expect(blockedWords({ ...blocked, state: 'finished' })).toBe(
      '1 not tried: somebody else was cancelling it, or had just cancelled it.',
    );
    expect(blockedWords({ ...blocked, stopReason: 'stopped' })).toBeNull();
  });

  it('leaves out none of what is counted, also where its console has stopped in the middle', () => {
    const over = makeBatch(['accepted', 'current', 'not_tried'], { state: 'interrupted' });
    expect(countWords(over)).toBe('1 accepted, 1 not tried, 1 without an outcome yet');
  });

  it('names the person, whatever they are called', () => {
    const byAnn = { stopReason: 'stopped', stoppedBy: '$& Ann' } as const;
    const running = makeBatch(['accepted', 'current'], { ...byAnn, state: 'running' });
    expect(stopWords(running)).toBe('$& Ann stopped it.');
    expect(stopWords(makeBatch(['accepted', 'accepted'], { ...byAnn, state: 'stopped' }))).toBe(
      '$& Ann stopped it during its last deployment.',
    );
  });
});

describe('the batch dialog', () => {
  it('names every target, production first, and what cannot be undone', async () => {
    batches();
    const { dialog } = await openDialog();
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
    const { dialog } = await openDialog();
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
    const { user, confirm, number } = await openDialog();
    if (typed !== '') await user.type(number, typed);
    await user.type(number, '{Enter}');
    await user.click(confirm);
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    expect(sent).toEqual([]);
  });

  it('sends the list once, whatever is clicked twice, and shows the batch', async () => {
    const sent = batches();
    const { user, confirm, number, dialog } = await openDialog();
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
    const { user, number, dialog } = await openDialog();
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
    const { user, number } = await openDialog();
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
    const { user, number, dialog } = await openDialog();
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
    const { user, number, dialog, client } = await openDialog();
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
    const { user, client, confirm, number } = await openDialog();
    server.use(withList(makeApplication({ deployments: [three.deployments[0]!] })));
    await act(() => client.invalidateQueries());
    await user.type(number, '3');
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.body.targets).toHaveLength(3);
  });

  it('says that nothing was sent where that is certain, and keeps what was typed', async () => {
    batches(() => answerProblem(makeProblem('not_saved')));
    const { user, confirm, number, dialog } = await openDialog();
    await user.type(number, '3');
    await user.click(confirm);
    expect(await dialog.findByText('Nothing was sent.')).toBeInTheDocument();
    expect(number).toHaveValue('3');
    expect(confirm).not.toHaveAttribute('aria-disabled');
  });

  it('names what somebody has removed from the saved list meanwhile', async () => {
    const errors = [{ field: 'targets.1', message: 'is not in the saved list' }];
    batches(() => answerProblem(makeProblem('not_saved', { errors })));
    const { user, confirm, number, dialog } = await openDialog();
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
    const { user, confirm, number, dialog } = await openDialog();
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
    const { user, number, dialog } = await openDialog();
    await user.type(number, '3{Enter}');
    expect(await dialog.findByRole('alert')).toHaveTextContent('All of these were removed');
    expect(dialog.queryByRole('button', { name: /^Leave/ })).not.toBeInTheDocument();
  });

  it('looks for the batch after a lost answer, and finds it without sending again', async () => {
    const sent = batches(() => HttpResponse.error());
    const { user, confirm, number } = await openDialog();
    await user.type(number, '3');
    await user.click(confirm);
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    expect(sent).toHaveLength(1);
  });

  it('may be repeated with the same ID once it is certain that there is no record', async () => {
    let lost = true;
    const sent = batches((id) => (lost ? HttpResponse.error() : started(id)));
    server.use(http.get(paths.batch(':id'), () => answerProblem(makeProblem('not_found')), { once: true }));
    const { user, confirm, number, dialog } = await openDialog();
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

describe('progress', () => {
  function show(batch: Batch) {
    server.use(http.get(paths.batch(':id'), () => HttpResponse.json(batch)));
    return renderApp(`/batches/${batch.id}`);
  }

  it('tells what is done, what is current, and no time left before two are done', async () => {
    show(makeBatch(['refused', 'current', 'waiting', 'waiting']));
    expect(await screen.findByText('1 of 4 done')).toBeInTheDocument();
    const bar = screen.getByRole('progressbar');
    expect(bar).toHaveAttribute('aria-valuenow', '1');
    expect(bar).toHaveAttribute('aria-valuemax', '4');
    expect(screen.getByText('Time left: not known yet')).toBeInTheDocument();
    const current = screen
      .getAllByRole('listitem')
      .filter((one) => one.getAttribute('aria-current') === 'step');
    expect(current).toHaveLength(1);
    expect(current[0]).toHaveTextContent('Deployment 2');
    expect(screen.getAllByText('Waiting for its turn')).toHaveLength(2);
    expect(screen.queryByRole('button', { name: /again/ })).not.toBeInTheDocument();
  });

  it('guesses the time left from measured durations only', () => {
    const took = (ms: number) => ({
      settledAt: new Date(Date.parse('2026-11-23T10:00:00.000Z') + ms).toISOString(),
    });
    const batch = makeBatch(['accepted', 'accepted', 'current', 'waiting']);
    batch.targets[0]!.cancellation = makeCancellation(took(1000));
    batch.targets[1]!.cancellation = makeCancellation(took(3000));
    expect(timeLeft(batch)).toBe(2 * (2000 + 500));
    expect(timeLeft({ ...batch, targets: batch.targets.slice(1) })).toBeNull();
    expect(timeLeft({ ...batch, stopReason: 'stopped' })).toBeNull();
    expect(timeLeft({ ...batch, state: 'finished' })).toBeNull();
    expect([1000, 41_000, 200_000].map(leftWords)).toEqual(['a few seconds', 'about 45 s', 'about 3 min']);
  });

  it('asks again while it runs, and stops after the current one when told', async () => {
    let batch = makeBatch(['accepted', 'current', 'waiting']);
    let stops = 0;
    server.use(
      http.get(paths.batch(':id'), () => HttpResponse.json(batch)),
      http.put(paths.stopBatch(':id'), () => {
        stops += 1;
        batch = { ...batch, stopReason: 'stopped', stoppedBy: 'Ada' };
        return HttpResponse.json(batch);
      }),
    );
    const { user } = renderApp(`/batches/${batch.id}`);
    await user.click(await screen.findByRole('button', { name: 'Stop (the current one still finishes)' }));
    expect(await screen.findByText('Ada stopped it.')).toBeInTheDocument();
    expect(screen.getByText('Stopping')).toBeInTheDocument();
    expect(stops).toBe(1);
    batch = makeBatch(['accepted', 'accepted', 'not_tried'], { stopReason: 'stopped', stoppedBy: 'Ada' });
    expect(await screen.findByText('2 of 3 done')).toBeInTheDocument();
    expect(screen.getByText('the batch was stopped before')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Stop/ })).not.toBeInTheDocument();
  });

  it('is asked for rarely while the live stream tells of it', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let asked = 0;
    server.use(
      http.get(paths.batch(':id'), () => {
        asked += 1;
        return HttpResponse.json(makeBatch(['current', 'waiting']));
      }),
    );
    renderApp(`/batches/${makeBatch([]).id}`);
    await screen.findByText('0 of 2 done');
    act(() => setLiveState({ phase: 'live' }));
    await act(() => vi.advanceTimersByTimeAsync(2500));
    asked = 0;
    await act(() => vi.advanceTimersByTimeAsync(8000));
    expect(asked).toBeLessThanOrEqual(1);
    act(() => setLiveState());
  });

  it('keeps the focus when the batch is over after “Stop (the current one still finishes)”', async () => {
    let batch = makeBatch(['accepted', 'current', 'waiting']);
    server.use(
      http.get(paths.batch(':id'), () => HttpResponse.json(batch)),
      http.put(paths.stopBatch(':id'), () => {
        batch = makeBatch(['accepted', 'accepted', 'not_tried'], { stopReason: 'stopped' });
        return HttpResponse.json(batch);
      }),
    );
    const { user } = renderApp(`/batches/${batch.id}`);
    const stop = await screen.findByRole('button', { name: 'Stop (the current one still finishes)' });
    stop.focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(stop).not.toBeInTheDocument());
    expect(screen.getByRole('heading', { name: 'Batch of 3 deployments' })).toHaveFocus();
  });

  it('says of the unknown to check first, and until when Fuse asked to wait', async () => {
    const batch = makeBatch(['unknown', 'refused', 'not_tried'], { stopReason: 'fuse_429' });
    batch.targets[1]!.cancellation = makeCancellation({
      outcome: 'refused',
      status: 429,
      retryAfter: '90',
      answeredAt: '2026-11-23T10:00:00.400Z',
    });
    show(batch);
    const progress = await screen.findByRole('region', { name: 'Progress' });
    expect(progress).toHaveTextContent(
      '1 unknown: we do not know if these calls were cancelled. Check in Fuse first.',
    );
    expect(progress).toHaveTextContent(/Fuse asked to wait until 23 Nov 2026, \d\d:01:30/);
    expect(screen.getByText('Check in Fuse first')).toBeInTheDocument();
    act(() => history.pushState(null, '', '/elsewhere'));
    act(() => showBatchEnd(batch));
    const toast = await screen.findByRole('alert');
    expect(toast).toHaveTextContent(
      '1 unknown: we do not know if these calls were cancelled. Check in Fuse first.',
    );
    expect(toast).toHaveTextContent('Fuse asked to wait until');
  });

  it('tries again what certainly cancelled nothing, as a new batch', async () => {
    const old = makeBatch(['accepted', 'refused', 'not_sent', 'unknown', 'not_tried'], {
      stopReason: 'fuse_401',
    });
    const sent = batches();
    const { user } = show(old);
    expect(await screen.findByText(/Fuse answered 401/)).toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: /^Try the refused, not sent and not tried ones again/ }),
    );
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getAllByRole('listitem')).toHaveLength(3);
    await user.type(dialog.getByLabelText('Number of deployments'), '3{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.body.targets.map((one) => one.deploymentId)).toEqual(['2003', '2002', '2005']);
    expect(sent[0]!.id).not.toBe(old.id);
  });

  it('tries again what is saved now, with its ID where it is production by now, and nothing accepted since', async () => {
    const since = { requestedAt: '2026-11-23T09:59:59.000Z', settledAt: '2026-11-23T10:00:30.000Z' };
    const sent = batches();
    server.use(
      withList(
        makeApplication({
          deployments: [
            makeDeployment({ name: 'LIVE campaign', environment: 'production', note: 'Not before five.' }),
            makeDeployment({
              deploymentId: '2002',
              lastCancellation: makeCancellation({ deploymentId: '2002', person: 'Bob', ...since }),
            }),
            makeDeployment({
              deploymentId: '2003',
              lastCancellation: makeCancellation({ deploymentId: '2003', outcome: null, status: null }),
            }),
          ],
        }),
      ),
    );
    const { user } = show(makeBatch(['refused', 'not_tried', 'refused'], { reason: 'Wrong list' }));
    await user.click(await screen.findByRole('button', { name: /^Try the refused/ }));
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'LIVE campaignID 2001 · Reminders 101Note Not before five.Production',
    ]);
    expect(
      dialog.getByText('2 are left out: they were accepted since, or are being cancelled now.'),
    ).toBeInTheDocument();
    expect(dialog.getByLabelText(/^Reason/)).toHaveValue('Wrong list');
    await user.type(dialog.getByLabelText('Deployment ID'), '1{Enter}');
    expect(sent).toEqual([]);
    await user.clear(dialog.getByLabelText('Deployment ID'));
    await user.type(dialog.getByLabelText('Deployment ID'), '2001{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.body.targets).toMatchObject([{ deploymentId: '2001', environment: 'production' }]);
  });

  it('offers no other try once all was accepted since', async () => {
    const lastCancellation = makeCancellation({ settledAt: '2026-11-23T10:00:30.000Z' });
    server.use(withList(makeApplication({ deployments: [makeDeployment({ lastCancellation })] })));
    show(makeBatch(['refused']));
    expect(await screen.findByText('404 Not found')).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: /^Try the refused/ })).not.toBeInTheDocument(),
    );
  });

  it('says of its last one that the rest is not to be tried', async () => {
    show(makeBatch(['accepted', 'current', 'waiting'], { stopReason: 'stopped', stoppedBy: 'Ann' }));
    expect(await screen.findAllByText('Will not be tried')).toHaveLength(2);
    expect(screen.queryByText('Waiting for its turn')).not.toBeInTheDocument();
  });

  it('says only what was known, and when, while the console cannot be reached', async () => {
    const running = makeBatch(['accepted', 'accepted', 'waiting', 'waiting']);
    const { client } = show(running);
    expect(await screen.findByText('Pausing before the next one.')).toBeInTheDocument();
    expect(screen.getByText('Running')).toBeInTheDocument();
    server.use(http.get(paths.batch(':id'), () => HttpResponse.error()));
    void client.refetchQueries();
    expect(await screen.findByText('We do not know if the batch continues.')).toBeInTheDocument();
    expect(screen.getByText(/^Running at \d\d:\d\d:\d\d (?:UTC|GMT\S+)$/)).toBeInTheDocument();
    expect(screen.getByText('2 of 4 done')).toBeInTheDocument();
    const text = document.querySelector('main')?.textContent;
    for (const claim of [/left/, /Time left/, /Pausing/, /goes on without/, /Waiting for/])
      expect(text).not.toMatch(claim);
  });

  it('does not take silence for progress', async () => {
    const { client } = show(makeBatch(['accepted', 'accepted', 'current', 'waiting']));
    expect(await screen.findByText('Cancelling now:')).toBeInTheDocument();
    server.use(http.get(paths.batch(':id'), () => new Promise<never>(() => {})));
    void client.refetchQueries();
    expect(await screen.findByText('Being cancelled at that time:')).toBeInTheDocument();
    expect(screen.queryByText('Waiting for Fuse')).not.toBeInTheDocument();
  }, 10_000);

  it('names only what it would try again', async () => {
    show(makeBatch(['accepted', 'refused', 'not_sent']));
    expect(
      await screen.findByRole('button', { name: 'Try the refused and not sent ones again…' }),
    ).toBeInTheDocument();
  });

  it.each<[string, () => Response, RegExp]>([
    ['no answer', () => HttpResponse.error(), /^We do not know if it stops: The console did not answer/],
    [
      'a refusal',
      () => answerProblem(makeProblem('role_required')),
      /^Not stopped: Your role does not allow this/,
    ],
  ])('stopping that brings %s says so', async (_, reply, words) => {
    const batch = makeBatch(['accepted', 'current', 'waiting']);
    const { user } = show(batch);
    server.use(http.put(paths.stopBatch(':id'), reply));
    await user.click(await screen.findByRole('button', { name: 'Stop (the current one still finishes)' }));
    expect(await screen.findByText(words)).toHaveAttribute('role', 'alert');
  });

  it('follows what the live stream tells', async () => {
    const batch = makeBatch(['current', 'waiting']);
    const { client } = show(batch);
    await screen.findByText('0 of 2 done');
    server.use(http.get(paths.batch(':id'), () => HttpResponse.error()));
    const { targets: _, ...summary } = makeBatch(['accepted', 'current']);
    act(() => putBatch(client, summary));
    expect(await screen.findByText('1 of 2 done')).toBeInTheDocument();
  });
});

it('a batch that ended before its own answer came is not taken for a running one', async () => {
  const running = makeBatch(['current', 'waiting', 'waiting']);
  batches((id) => HttpResponse.json({ ...running, id }, { status: 202 }));
  const { user, number } = await openDialog();
  // The stream told of its end already, and nothing more comes.
  act(() => setLiveState({ phase: 'live' }));
  await user.type(number, '3{Enter}');
  expect(await screen.findByText('The batch is over: 3 accepted.')).toBeInTheDocument();
  act(() => setLiveState());
});

it('a batch is kept in the tab that started it until its end is told', async () => {
  let batch = makeBatch(['accepted', 'current', 'waiting'], { id: crypto.randomUUID() });
  const kept = () => sessionStorage.getItem('running-batches');
  batches((id) => {
    batch = { ...batch, id };
    server.use(http.get(paths.batch(':id'), () => HttpResponse.json(batch)));
    return HttpResponse.json(batch, { status: 202 });
  });
  const { user, number } = await openDialog();
  await user.type(number, '3{Enter}');
  await screen.findByText('1 of 3 done');
  expect(kept()).toBe(JSON.stringify([batch.id]));
  // Whoever leaves its view is shown the way back, until it has ended.
  await user.click(screen.getByRole('link', { name: 'Deployments' }));
  expect(await screen.findByText('The batch is running.')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'View batch' })).toHaveAttribute('href', `/batches/${batch.id}`);
  batch = finished(batch.id);
  expect(await screen.findByText('Fuse accepted all of them.')).toBeInTheDocument();
  expect(screen.queryByText('The batch is running.')).not.toBeInTheDocument();
  expect(kept()).toBe('[]');
});

it('a page that is loaded anew says which batch of its tab runs', async () => {
  let batch = makeBatch(['accepted', 'current', 'waiting'], { id: crypto.randomUUID() });
  sessionStorage.setItem('running-batches', JSON.stringify([batch.id]));
  server.use(
    withList(three),
    http.get(paths.batch(batch.id), () => HttpResponse.json(batch)),
  );
  renderApp();
  expect(await screen.findByText('The batch is running.')).toBeInTheDocument();
  batch = finished(batch.id);
  expect(await screen.findByText('Fuse accepted all of them.')).toBeInTheDocument();
});

it('a page that is loaded anew still says how the batches of its tab ended, once', async () => {
  const batch = makeBatch(['accepted', 'accepted'], {});
  const gone = crypto.randomUUID();
  sessionStorage.setItem('running-batches', JSON.stringify([gone, batch.id]));
  server.use(
    withList(three),
    http.get(paths.batch(gone), () => answerProblem(makeProblem('not_found'))),
    http.get(paths.batch(batch.id), () => HttpResponse.json(batch)),
  );
  renderApp();
  expect(await screen.findByText('Fuse accepted all of them.')).toBeInTheDocument();
  await waitFor(() => expect(sessionStorage.getItem('running-batches')).toBe('[]'));
});

it('Activity shows a batch as one entry that opens, with what has no record', async () => {
  const batch = makeBatch(['accepted', 'refused', 'not_tried']);
  const batchId = batch.id;
  const { targets: _, ...summary } = batch;
  const record = (id: number, parts: object) =>
    makeCancellation({ id: `00000000-0000-4000-8000-00000000000${id}`, ...parts });
  server.use(
    withJournal(() => ({
      items: [
        record(1, { deploymentName: 'Alone' }),
        record(2, { batchId, outcome: 'refused', status: 404, deploymentName: 'Second' }),
        record(4, { deploymentName: 'In between' }),
        record(3, { batchId, deploymentName: 'First' }),
      ],
      nextCursor: null,
    })),
    // One answer for all batches: none is asked for with its list.
    http.get(paths.batches, () => HttpResponse.json({ items: [summary], nextCursor: null })),
  );
  renderApp('/activity');
  const group = (
    await screen.findByText('3 deployments · stopped: 1 accepted, 1 refused, 1 not tried')
  ).closest('details')!;
  expect(group).not.toHaveAttribute('open');
  expect(group).toHaveTextContent('1 accepted');
  expect(group).toHaveTextContent('1 refused');
  expect(group).not.toHaveTextContent('Alone');
  expect(group).not.toHaveTextContent('In between');
  expect(document.querySelectorAll('details')).toHaveLength(1);
  expect(group.querySelector(`a[href="/batches/${batchId}"]`)).toHaveTextContent('View batch');
});

it('Activity shows a batch of which nothing was tried, where it belongs by its time', async () => {
  const summaryOf = (id: string, requestedAt: string) => {
    const { targets: _, ...summary } = makeBatch(['not_tried', 'not_tried'], {
      id,
      requestedAt,
      reason: 'Wrong list',
    });
    return summary;
  };
  const noon = summaryOf('00000000-0000-4000-8000-0000000000b2', '2026-11-23T12:00:00.000Z');
  const earlier = summaryOf('00000000-0000-4000-8000-0000000000b3', '2026-11-22T12:00:00.000Z');
  server.use(
    withJournal(() => ({
      items: [
        makeCancellation({
          id: '00000000-0000-4000-8000-000000000001',
          deploymentName: 'After',
          requestedAt: '2026-11-23T13:00:00.000Z',
        }),
        makeCancellation({
          id: '00000000-0000-4000-8000-000000000002',
          deploymentName: 'Before',
          requestedAt: '2026-11-23T11:00:00.000Z',
        }),
      ],
      nextCursor: 'older',
    })),
    http.get(paths.batches, () => HttpResponse.json({ items: [noon, earlier], nextCursor: null })),
  );
  renderApp('/activity');
  const link = await screen.findByRole('link', { name: 'Batch: no cancellation' });
  expect(link).toHaveAttribute('href', `/batches/${noon.id}`);
  const names = within(screen.getByRole('list', { name: /newest first$/ }))
    .getAllByRole('listitem')
    .map((item) => within(item).getAllByRole('link')[0]?.textContent);
  // The earlier one belongs below what is still to be loaded.
  expect(names).toEqual(['After', 'Batch: no cancellation', 'Before']);
  const entry = link.closest('li')!;
  expect(entry).toHaveTextContent('Not tried');
  expect(entry).toHaveTextContent('2 deployments · stopped: all not tried');
  expect(entry).toHaveTextContent('Wrong list');
});
