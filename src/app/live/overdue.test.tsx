import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { matchesFilters, paths, type Cancellation } from '@/contract';
import { openStream } from '@/testing/event-source';
import { makeApplication, makeCancellation, makeDeployment, supporter } from '@/testing/factories';
import { server, withList, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const review = { dueAt: '2026-11-23T10:30:00.000Z', byAnother: true, isOverdue: false };
const inTime = makeCancellation({ review });
const late = { ...inTime, review: { ...review, isOverdue: true } };
const rules = [{ review: { within: '30m', by: 'another' } }];

/** A console with one outcome, to be confirmed within half an hour by a rule. */
function consoleKeeps(record: Cancellation) {
  server.use(
    http.get(paths.session, () => HttpResponse.json({ ...supporter, rules })),
    withList(makeApplication({ deployments: [makeDeployment({ lastCancellation: record })] })),
    withRecord(() => ({ ...record, history: [] })),
    http.get(paths.cancellations, ({ request }) => {
      const { limit: _, ...filters } = Object.fromEntries(new URL(request.url).searchParams);
      return HttpResponse.json({ items: matchesFilters(record, filters) ? [record] : [], nextCursor: null });
    }),
  );
}

describe('a review that becomes overdue', () => {
  it('is marked on its row as soon as the console says so', async () => {
    consoleKeeps(inTime);
    renderApp();
    const stream = await openStream();
    const outcome = (await screen.findByText('202 Accepted')).closest('a')!;
    expect(outcome).not.toHaveTextContent('Overdue');
    stream.send('cancellation', late, '2');
    await waitFor(() => expect(outcome).toHaveTextContent(/Overdue .*ago/));
    stream.send(
      'cancellation',
      { ...inTime, confirmation: { person: 'Eve', at: review.dueAt, note: null } },
      '3',
    );
    await waitFor(() => expect(outcome).not.toHaveTextContent('Overdue'));
  });

  it('is marked in Activity, counted beside what is to be confirmed, and can be asked for', async () => {
    consoleKeeps(inTime);
    const { user } = renderApp('/activity');
    const stream = await openStream();
    const filter = await screen.findByRole('button', { name: 'Overdue' });
    await screen.findByText('To confirm', { selector: 'li span' });
    stream.send('cancellation', late, '2');
    expect(await screen.findByText('Overdue')).toBeInTheDocument();
    await waitFor(() => expect(filter).toHaveTextContent('Overdue1'));
    consoleKeeps(late);
    await user.click(filter);
    expect(filter).toHaveAttribute('aria-pressed', 'true');
    expect(await screen.findByText('Spring reminder')).toBeInTheDocument();
  });

  it('says on its record since when, and who may confirm it', async () => {
    consoleKeeps(late);
    renderApp(`/cancellations/${late.id}`);
    await waitFor(() => expect(screen.getAllByText('Review overdue')).toHaveLength(2));
    expect(screen.getByRole('region', { name: 'Summary' })).toHaveTextContent('Review overdue');
    const panel = screen.getByRole('heading', { name: 'Confirmation' }).closest('section')!;
    expect(panel).toHaveTextContent(
      /Review overdue since 23 Nov 2026, 10:30:00 UTC, by somebody other than Ada/,
    );
  });

  it('is counted on the wall', async () => {
    consoleKeeps(late);
    renderApp('/wall');
    const counts = await screen.findByLabelText('Waiting for somebody');
    await waitFor(() => expect(counts).toHaveTextContent('To confirm1Overdue1Unknown0'));
    const newest = within(screen.getByRole('region', { name: 'Newest cancellation' }));
    expect(newest.getByText('Overdue')).toBeInTheDocument();
  });
});

it('where no rule wants a review, nothing is said of one', async () => {
  consoleKeeps(makeCancellation());
  server.use(http.get(paths.session, () => HttpResponse.json(supporter)));
  renderApp('/activity');
  expect(await screen.findByText('Spring reminder')).toBeInTheDocument();
  expect(screen.queryByText(/overdue/i)).not.toBeInTheDocument();
});
