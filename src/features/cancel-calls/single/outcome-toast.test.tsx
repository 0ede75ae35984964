import { act, screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { paths, type Cancellation } from '@/contract';
import { openStream } from '@/testing/event-source';
import { makeApplication, makeCancellation, makeDeployment, makeProblem } from '@/testing/factories';
import { onCancel, server, withList, withRecord, type Sent } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const name = /^Cancel calls… of Spring reminder/;
const already = /^You have cancelled these calls already/;

async function openDialog(user: ReturnType<typeof renderApp>['user']) {
  await user.click(await screen.findByRole('button', { name }));
  return within(await screen.findByRole('alertdialog'));
}

/** A cancellation whose answer the test gives, or breaks off, when it likes; its dialog waits in the background. */
async function leaveWaiting() {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const sent: Sent[] = [];
  let answer: (response: Response) => void = () => {};
  server.use(onCancel(sent, () => new Promise((resolve) => (answer = resolve))));
  const page = renderApp();
  const dialog = await openDialog(page.user);
  await page.user.click(dialog.getByRole('button', { name: 'Cancel all pending calls' }));
  await act(() => vi.advanceTimersByTimeAsync(3500));
  await page.user.click(dialog.getByRole('button', { name: 'Wait in the background' }));
  const waiting = await screen.findByText('Waiting for Fuse');
  await waitFor(() => expect(sent).toHaveLength(1));
  return { ...page, waiting, id: sent[0]!.id, answer: (response: Response) => answer(response) };
}

const liveRole = /^(?:status|alert|log)$/;

/** The live regions around each text, from the inside out. */
function liveAncestors(element: Element): Element[] {
  const found: Element[] = [];
  for (let one: Element | null = element; one !== null; one = one.parentElement) {
    const live = one.getAttribute('aria-live');
    if (live !== null ? live !== 'off' : liveRole.test(one.getAttribute('role') ?? '')) found.push(one);
  }
  return found;
}

describe('the toast of a cancellation whose dialog was left', () => {
  it('shows the outcome that the stream told, and the lost answer takes nothing of it back', async () => {
    const { id, answer } = await leaveWaiting();
    const stream = await openStream();
    stream.send('cancellation', makeCancellation({ id }));
    const outcome = await screen.findByText('Fuse accepted the cancellation.');
    expect(screen.queryByText('Waiting for Fuse')).not.toBeInTheDocument();
    answer(HttpResponse.error());
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(outcome).toBeInTheDocument();
    expect(screen.queryByText(/Not known yet|Waiting for Fuse/)).not.toBeInTheDocument();
  });

  it('shows the outcome that the list told, after the answer was lost', async () => {
    const { user, id, answer } = await leaveWaiting();
    answer(HttpResponse.error());
    expect(await screen.findByText('Not known yet')).toBeInTheDocument();
    const lastCancellation = makeCancellation({ id, outcome: 'refused', status: 404 });
    server.use(withList(makeApplication({ deployments: [makeDeployment({ lastCancellation })] })));
    const stream = await openStream();
    stream.send('applications', {});
    expect(await screen.findByText('Fuse refused: nothing was cancelled.')).toBeInTheDocument();
    expect(screen.queryByText('Not known yet')).not.toBeInTheDocument();
    const dialog = await openDialog(user);
    expect(dialog.queryByText(already)).not.toBeInTheDocument();
  });

  it('says that it is on record while it waits for Fuse', async () => {
    const { id } = await leaveWaiting();
    const stream = await openStream();
    const open: Partial<Cancellation> = { outcome: null, status: null, answeredAt: null, settledAt: null };
    stream.send('cancellation', makeCancellation({ id, ...open }));
    expect(
      await screen.findByText('The console has it on record. The outcome appears here.'),
    ).toBeInTheDocument();
  });

  it('ends with the session, and so does what comes later', async () => {
    const { user, waiting, id, answer } = await leaveWaiting();
    server.use(http.delete(paths.session, () => new HttpResponse(null, { status: 204 })));
    await user.click(await screen.findByRole('button', { name: 'Account' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    await waitFor(() => expect(waiting).not.toBeInTheDocument());
    answer(HttpResponse.json(makeCancellation({ id }), { status: 201 }));
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(screen.queryByText('Fuse accepted the cancellation.')).not.toBeInTheDocument();
  });
});

describe('the dialog of a cancellation', () => {
  it('closes with the outcome that the stream tells, while its answer is still to come', async () => {
    const sent: Sent[] = [];
    server.use(
      onCancel(sent, async () => {
        await delay('infinite');
        return HttpResponse.error();
      }),
    );
    const { user } = renderApp();
    const dialog = await openDialog(user);
    await user.click(dialog.getByRole('button', { name: 'Cancel all pending calls' }));
    await waitFor(() => expect(sent).toHaveLength(1));
    const stream = await openStream();
    stream.send('cancellation', makeCancellation({ id: sent[0]!.id }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    expect(await screen.findByText('Fuse accepted the cancellation.')).toBeInTheDocument();
  });

  it('says that it is on record once the stream tells it, though neither answer came', async () => {
    const sent: Sent[] = [];
    server.use(
      onCancel(sent, () => HttpResponse.error()),
      http.get(paths.cancellation(':id'), () => HttpResponse.error()),
    );
    const { user } = renderApp();
    const dialog = await openDialog(user);
    await user.click(dialog.getByRole('button', { name: 'Cancel all pending calls' }));
    await dialog.findByText(/The request may or may not have reached Fuse/);
    const stream = await openStream();
    const open: Partial<Cancellation> = { outcome: null, status: null, answeredAt: null, settledAt: null };
    stream.send('cancellation', makeCancellation({ id: sent[0]!.id, ...open }));
    expect(await dialog.findByText('The console has it on record, and waits for Fuse.')).toBeInTheDocument();
    expect(dialog.queryByText(/may or may not have reached Fuse/)).not.toBeInTheDocument();
    // What the stream told is old news once the stream is gone too.
    stream.breakOff();
    expect(await dialog.findByText(/do not know yet/)).toBeInTheDocument();
    expect(dialog.getByText(/It was on record when the console was last reached/)).toBeInTheDocument();
  });

  it('does not say “already” after “no record: nothing was sent”', async () => {
    server.use(
      onCancel([], () => HttpResponse.error()),
      withRecord(() => makeProblem('not_found')),
    );
    const { user } = renderApp();
    const first = await openDialog(user);
    await user.click(first.getByRole('button', { name: 'Cancel all pending calls' }));
    await first.findByText('The console has no record of it: nothing was sent.');
    await user.click(first.getByRole('button', { name: 'Close' }));
    const second = await openDialog(user);
    expect(second.getByRole('button', { name: 'Cancel all pending calls' })).toBeInTheDocument();
    expect(second.queryByText(already)).not.toBeInTheDocument();
  });
});

it('a toast is announced once: its text stands in one live region, which was there before it', async () => {
  server.use(onCancel([], (id) => HttpResponse.json(makeCancellation({ id }), { status: 201 })));
  const { user } = renderApp();
  const dialog = await openDialog(user);
  const text = 'Fuse accepted the cancellation.';
  // Looked at as it appears: a moment later it is exposed.
  let wasHidden: boolean | undefined;
  const watch = new MutationObserver(() => {
    const shown = screen.queryByText(text);
    if (shown !== null) wasHidden ??= shown.closest('[role="status"] > [aria-hidden="true"]') !== null;
  });
  watch.observe(document.body, { childList: true, subtree: true });
  await user.click(dialog.getByRole('button', { name: 'Cancel all pending calls' }));
  const headline = await screen.findByText(text);
  watch.disconnect();
  const [region, ...others] = liveAncestors(headline);
  expect(others).toEqual([]);
  expect(region).toHaveTextContent(/^Accepted.*Fuse accepted the cancellation\..*202 Accepted$/);
  expect(wasHidden).toBe(true);
  await waitFor(() => expect(headline.closest('[aria-hidden="true"]')).toBeNull());
});
