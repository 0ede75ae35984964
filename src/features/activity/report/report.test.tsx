import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Cancellation } from '@/contract';
import { fullTime } from '@/lib/dates';
import { makeCancellation } from '@/testing/factories';
import { server, withJournal } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const numbered = (index: number, parts: Partial<Cancellation> = {}) =>
  makeCancellation({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    deploymentName: `Deployment ${index}`,
    ...parts,
  });
const confirmation = { person: 'Grace', at: '2026-11-23T11:00:00.000Z', note: 'Outbound page is empty' };
const from = '2026-11-23T08:00:00.000Z';
const to = '2026-11-23T16:00:00.000Z';

it('a shift report has all pages of its span, oldest first, with what is open before what is done', async () => {
  const asked: string[] = [];
  server.use(
    withJournal((query) => {
      asked.push(query.toString());
      return query.get('cursor') === null
        ? {
            items: [
              numbered(4, { reason: 'wrong list' }),
              numbered(3, { confirmation, outcome: 'refused', status: 404 }),
            ],
            nextCursor: 'older',
          }
        : {
            items: [
              numbered(2, { outcome: 'unknown', status: 500, confirmation }),
              numbered(1, { confirmation }),
            ],
            nextCursor: null,
          };
    }),
  );
  const { user } = renderApp(`/activity?from=${from}&to=${to}&person=Ada`);
  await user.click(await screen.findByRole('link', { name: 'Shift report' }));
  const open = await screen.findByRole('heading', { name: 'Unknown or not confirmed' });
  const namesIn = (heading: HTMLElement) =>
    within(heading.closest('section')!)
      .getAllByText(/^Deployment \d/)
      .map(({ textContent }) => textContent);
  expect(namesIn(open)).toEqual(['Deployment 2', 'Deployment 4']);
  expect(namesIn(screen.getByRole('heading', { name: 'Known and confirmed' }))).toEqual([
    'Deployment 1',
    'Deployment 3',
  ]);
  for (const words of [
    `${fullTime(from)} to ${fullTime(to)}`,
    'Fuse at fuse.plumvoice.com · ops@example.com',
    'Only: person Ada',
    '4 cancellations: 2 accepted, 1 refused, 1 unknown. 1 to confirm.',
    'wrong list',
    'Outbound page is empty',
    `${location.origin}/cancellations/${numbered(4).id}`,
  ])
    expect(screen.getByRole('main')).toHaveTextContent(words);
  const span = new URLSearchParams({ person: 'Ada', from, to, limit: '200' });
  expect(asked.slice(-2)).toEqual([`${span}`, `${span}&cursor=older`]);
});

it('a report says where it is cut', async () => {
  let read = 0;
  server.use(
    withJournal(() => ({
      items: Array.from({ length: 200 }, () => numbered((read += 1))),
      nextCursor: 'older',
    })),
  );
  renderApp('/report');
  expect(await screen.findByText(/it has the newest 1,000/)).toBeInTheDocument();
  expect(read).toBe(1000);
});
