import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchRequest, paths, type Batch, type Cancellation } from '@/contract';
import { recordAnnouncements } from '@/testing/announcements';
import { openStream } from '@/testing/event-source';
import { makeApplication, makeBatch, makeCancellation, makeDeployment } from '@/testing/factories';
import { onCancel, server, withJournal, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

let announcements: ReturnType<typeof recordAnnouncements>;
beforeEach(() => (announcements = recordAnnouncements()));
afterEach(() => announcements.stop());

/** What was said, once so many texts were and none follows. */
async function heard(count: number): Promise<string[]> {
  await waitFor(() => expect(announcements.spoken.length).toBeGreaterThanOrEqual(count));
  await new Promise((resolve) => setTimeout(resolve, 200));
  return announcements.spoken;
}

/** Forgets what was said while the page was loaded. */
function listenFromNow() {
  announcements.spoken.length = 0;
}

const target = 'Staging · Spring reminder ID 2001 · Reminders 101';

describe('the outcome of a cancellation is said once', () => {
  it.each<[string, Partial<Cancellation>, string]>([
    ['accepted', {}, `Accepted ${target} Fuse accepted the cancellation. 202 Accepted`],
    [
      'refused',
      { outcome: 'refused', status: 404, message: 'Deployment not found' },
      `Refused ${target} Fuse refused: nothing was cancelled. Fuse says: Deployment not found 404 Not found`,
    ],
    [
      'not sent',
      { outcome: 'not_sent', status: null, cause: 'connection_refused' },
      `Not sent ${target} Nothing was cancelled; it is safe to try again. Connection refused`,
    ],
    [
      'unknown',
      { outcome: 'unknown', status: null, cause: 'connection_lost' },
      `Unknown ${target} We do not know if the calls were cancelled. Check in Fuse first. Connection lost`,
    ],
  ])('%s', async (_, parts, words) => {
    server.use(onCancel([], (id) => HttpResponse.json(makeCancellation({ id, ...parts }), { status: 201 })));
    const { user } = renderApp();
    await openStream();
    await user.click(await screen.findByRole('button', { name: /^Cancel calls…/ }));
    const dialog = within(await screen.findByRole('alertdialog'));
    listenFromNow();
    await user.click(dialog.getByRole('button', { name: 'Cancel all pending calls' }));
    expect(await heard(2)).toEqual(['Waiting for the answer', words]);
  });
});

describe('the end of a batch is said once', () => {
  const deployments = ['2001', '2002'].map((deploymentId) => makeDeployment({ deploymentId }));

  async function startBatch(end: (id: string) => Batch) {
    let isOver = false;
    const running = (id: string) => makeBatch(['accepted', 'current'], { id });
    server.use(
      withList(makeApplication({ deployments })),
      http.put(paths.batch(':id'), async ({ params, request }) => {
        batchRequest.parse(await request.json());
        return HttpResponse.json(running(String(params['id'])), { status: 202 });
      }),
      http.get(paths.batch(':id'), ({ params }) => {
        const id = String(params['id']);
        return HttpResponse.json(isOver ? end(id) : running(id));
      }),
    );
    const page = renderApp();
    const stream = await openStream();
    await page.user.click(await screen.findByRole('checkbox', { name: 'Select all 2' }));
    await page.user.click(await screen.findByRole('button', { name: 'Cancel all pending calls…' }));
    const dialog = within(await screen.findByRole('alertdialog'));
    await page.user.type(dialog.getByLabelText('Number of deployments'), '2{Enter}');
    await screen.findByRole('heading', { name: 'Batch of 2 deployments' });
    const id = location.pathname.replace('/batches/', '');
    return {
      ...page,
      finish: () => {
        isOver = true;
        const { targets: _, ...summary } = end(id);
        stream.send('batch', summary);
      },
    };
  }

  it('on its own page', async () => {
    const { finish } = await startBatch((id) => makeBatch(['accepted', 'accepted'], { id }));
    listenFromNow();
    finish();
    expect(await heard(1)).toEqual(['The batch is over: 2 accepted.']);
  });

  it('elsewhere, after it was said that it runs', async () => {
    const { user, finish } = await startBatch((id) => makeBatch(['accepted', 'refused'], { id }));
    listenFromNow();
    await user.click(screen.getByRole('link', { name: 'Deployments' }));
    await screen.findByRole('checkbox', { name: 'Select all 2' });
    await waitFor(() => expect(announcements.spoken.join()).toMatch(/The batch is running/));
    expect(announcements.spoken.filter((text) => text.includes('running'))).toHaveLength(1);
    listenFromNow();
    finish();
    expect(await heard(1)).toEqual(['1 accepted, 1 refused. Batch of 2 deployments']);
  });
});

it.each([
  ['/activity', 'Nothing has been cancelled yet'],
  ['/', '1 deployment'],
])('a new outcome to confirm is said once, on %s', async (address, loaded) => {
  server.use(withJournal(() => ({ items: [], nextCursor: null })));
  renderApp(address);
  const stream = await openStream();
  await screen.findByText(loaded);
  // What comes in idle moments.
  await screen.findByText('Updating');
  await new Promise((resolve) => setTimeout(resolve, 50));
  listenFromNow();
  const record = makeCancellation({ requestedAt: new Date().toISOString() });
  stream.send('cancellation', record, '1');
  expect(await heard(1)).toEqual([
    'New to confirm: Accepted, Spring reminder, Staging, ID 2001, Reminders 101.',
  ]);
  listenFromNow();
  stream.send('cancellation', { ...record, reason: 'Wrong list' }, '2');
  expect(await heard(0)).toEqual([]);
});

it('that the page no longer updates is said once, and that it does again', async () => {
  renderApp();
  const stream = await openStream();
  await screen.findByText('Updating');
  listenFromNow();
  stream.breakOff();
  expect(await heard(1)).toEqual([expect.stringMatching(/^Reconnecting, as of \d\d:\d\d:\d\d \S+$/)]);
  listenFromNow();
  stream.open();
  expect(await heard(1)).toEqual(['Updating']);
});

it('how many were found is said once, when the typing rests', async () => {
  const deployments = ['Recall', 'Reminder', 'Exit poll'].map((name, at) =>
    makeDeployment({ name, deploymentId: `200${at}` }),
  );
  server.use(withList(makeApplication({ deployments })));
  const { user } = renderApp();
  await openStream();
  await screen.findByText('Updating');
  const box = screen.getByRole('searchbox');
  listenFromNow();
  for (const value of ['r', 're', 'rec', 'reca', 'recall']) {
    fireEvent.change(box, { target: { value } });
    await Promise.resolve();
  }
  expect(await screen.findByText('1 of 3 deployments found')).toBeInTheDocument();
  expect(await heard(1)).toEqual(['1 deployment found']);
  listenFromNow();
  await user.clear(box);
  expect(await heard(1)).toEqual(['3 deployments']);

  await user.keyboard('{Control>}k{/Control}');
  const palette = await screen.findByRole('combobox');
  listenFromNow();
  for (const value of ['e', 'ex', 'exi', 'exit']) {
    fireEvent.change(palette, { target: { value } });
    await Promise.resolve();
  }
  expect(await heard(1)).toEqual([expect.stringMatching(/^\d+ to choose from$/)]);
});
