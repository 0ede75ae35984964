import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { paths, type Batch } from '@/contract';
import {
  makeApplication,
  makeBatch,
  makeCancellation,
  makeDeployment,
  makeProblem,
} from '@/testing/factories';
import { putBatch } from '@/common/record-cache';
import { setLiveState } from '@/lib/live-state';
import { answerProblem, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { showBatchEnd } from './batch-toast';
import { leftWords, timeLeft } from './batch-words';
import { batches } from '@/testing/batches';

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
    cleanup();
    show(makeBatch(['accepted', 'refused']));
    expect(await screen.findByRole('button', { name: 'Try the refused ones again…' })).toBeInTheDocument();
  });

  it.each<[string, () => Response, RegExp]>([
    ['no answer', () => HttpResponse.error(), /^We do not know if it stops: The console did not answer/],
    [
      'a refusal',
      () => answerProblem(makeProblem('origin_refused')),
      /^Not stopped: The console does not accept requests from this address/,
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
