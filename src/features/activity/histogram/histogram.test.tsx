import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { paths, type CancellationCounts } from '@/contract';
import { startOfDay } from '@/lib/calendar';
import { openStream } from '@/testing/event-source';
import { makeCancellation } from '@/testing/factories';
import { server, withCounts } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const day = 86_400_000;
const iso = (time: number) => new Date(time).toISOString();
const today = () => startOfDay(Date.now());

/** A console with these numbers, and what it was asked for. */
function consoleCounts(items: CancellationCounts['items'], countedFrom: string | null = null) {
  const asked: URLSearchParams[] = [];
  server.use(
    withCounts((query) => {
      asked.push(query);
      return { items, countedFrom };
    }),
  );
  return asked;
}
const findChart = () => screen.findByRole('slider', { name: 'Time of the request' });
const filterTimes = () => Object.fromEntries(new URLSearchParams(location.search));

it('shows the numbers under the filters, in words too', async () => {
  const asked = consoleCounts([
    { from: iso(today()), outcome: 'accepted', count: 3 },
    { from: iso(today()), outcome: null, count: 1 },
    { from: iso(today() - day), outcome: 'unknown', count: 2 },
  ]);
  const { user } = renderApp('/activity?person=Ada&outcome=unknown');
  const chart = await findChart();
  await waitFor(() =>
    expect(chart).toHaveAttribute('aria-valuetext', expect.stringMatching(/: 3 accepted, 1 waiting$/)),
  );
  expect(Object.fromEntries(asked[0]!)).toEqual({
    person: 'Ada',
    outcome: 'unknown',
    from: iso(today() - 30 * day),
    to: iso(today() + day),
  });
  await user.click(screen.getByRole('button', { name: 'As a table' }));
  const table = screen.getByRole('table', { name: /^Cancellations by day and outcome, / });
  expect(
    within(table)
      .getAllByRole('row')
      .map((row) => row.textContent?.replace(/^\D+\d+ \w{3}/, '')),
  ).toEqual(['TimeAcceptedRefusedNot sentUnknownWaiting', '30001', '00020']);
  await user.click(within(table).getAllByRole('button')[1]!);
  expect(filterTimes()).toEqual({
    person: 'Ada',
    outcome: 'unknown',
    from: iso(today() - day),
    to: iso(today()),
  });
});

it('is moved through by the arrow keys, and Enter filters the list to what they took', async () => {
  consoleCounts([{ from: iso(today() - day), outcome: 'refused', count: 2 }]);
  const { user } = renderApp('/activity');
  const chart = await findChart();
  act(() => chart.focus());
  await user.keyboard('{ArrowLeft}');
  await waitFor(() => expect(chart).toHaveAttribute('aria-valuetext', expect.stringMatching(/: 2 refused$/)));
  await user.keyboard('{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}{Enter}');
  expect(filterTimes()).toEqual({ from: iso(today() - 3 * day), to: iso(today()) });
  // The histogram stays as it is around them, and picking the same again shows all.
  expect(chart).toHaveFocus();
  expect(chart).toHaveAttribute('aria-valuemax', '30');
  await user.keyboard('{Enter}');
  expect(location.search).toBe('');
  await user.keyboard('{End}{Enter}');
  expect(filterTimes()).toEqual({ from: iso(today()) });
  await user.keyboard('{Home}{ArrowRight}{Enter}');
  expect(filterTimes()).toEqual({ from: iso(today() - 29 * day), to: iso(today() - 28 * day) });
  expect(chart).toHaveAttribute('aria-valuenow', '1');
});

it('counts again after a record has arrived', async () => {
  const items: CancellationCounts['items'] = [];
  const asked = consoleCounts(items);
  renderApp('/activity');
  const stream = await openStream();
  const chart = await findChart();
  await waitFor(() => expect(asked).not.toHaveLength(0));
  items.push({ from: iso(today()), outcome: 'accepted', count: 1 });
  act(() => stream.send('cancellation', makeCancellation({ requestedAt: iso(Date.now()) }), '1'));
  await waitFor(() =>
    expect(chart).toHaveAttribute('aria-valuetext', expect.stringMatching(/: 1 accepted$/)),
  );
});

it('says what it does not count, and when it could not be loaded', async () => {
  server.use(http.get(paths.cancellationCounts, () => HttpResponse.error(), { once: true }));
  consoleCounts([{ from: iso(today()), outcome: 'accepted', count: 20_000 }], iso(today()));
  server.use(http.get(paths.cancellationCounts, () => HttpResponse.error(), { once: true }));
  const { user } = renderApp('/activity');
  const section = await screen.findByRole('region', { name: 'Cancellations by time' });
  expect(await within(section).findByRole('alert')).toHaveTextContent('The numbers could not be loaded.');
  await user.click(within(section).getByRole('button', { name: 'Try again' }));
  expect(await within(section).findByText(/^Too many to count: only from 00:00 .* on$/)).toBeVisible();
  expect(within(section).getByText('20,000', { selector: 'p span' })).toBeVisible();
});
