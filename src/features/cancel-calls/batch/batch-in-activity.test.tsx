import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { paths } from '@/contract';
import { makeBatch, makeCancellation } from '@/testing/factories';
import { server, withJournal } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

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
