import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { paths } from '@/contract';
import { openStream } from '@/testing/event-source';
import { makeApplication, makeBatch, makeCancellation, makeDeployment } from '@/testing/factories';
import { server, withJournal, withList, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

/** As Chrome translates a page: each text node gives way to an element with the translation. */
function translate() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode())
    if (walker.currentNode instanceof Text && walker.currentNode.data.trim() !== '')
      texts.push(walker.currentNode);
  for (const text of texts) {
    const outer = document.createElement('font');
    outer.append(document.createElement('font'));
    outer.firstElementChild?.append(text.data);
    text.replaceWith(outer);
  }
}

const waiting = makeCancellation({ outcome: null, status: null, answeredAt: null, settledAt: null });
const confirmation = { person: 'Grace', at: '2026-11-23T10:05:00.000Z', note: 'Looked' };
const all = () => document.body.textContent;

it('the list takes a search, changes and outcomes after it was translated', async () => {
  const { user } = renderApp();
  const stream = await openStream();
  await screen.findByRole('button', { name: 'Filters' });
  translate();
  stream.send('cancellation', waiting, '1');
  await waitFor(() => expect(all()).toContain('Cancelling… by Ada'));
  translate();
  stream.send('cancellation', makeCancellation(), '2');
  await waitFor(() => expect(all()).toContain('202 Accepted'));
  translate();
  server.use(withList(makeApplication({ deployments: [makeDeployment({ name: 'Summer', tags: [] })] })));
  stream.send('applications', {}, '3');
  await waitFor(() => expect(all()).toContain('Summer'));
  for (const [text, count] of [
    ['Sum', '1 of 1 deployment found'],
    ['Summe', '1 of 1 deployment found'],
    ['', '1 deployment'],
  ] as const) {
    translate();
    await user.clear(screen.getByRole('searchbox'));
    if (text !== '') await user.type(screen.getByRole('searchbox'), text);
    await waitFor(() => expect(all()).toContain(count));
  }
  await user.click(await screen.findByRole('checkbox', { name: /^Select Summer,/ }));
  await screen.findByRole('region', { name: 'Selection' });
  translate();
  await user.click(screen.getByRole('checkbox', { name: /^Select Summer,/ }));
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Selection' })).not.toBeInTheDocument());
});

it('the dialog takes what is typed, changes and its answer after it was translated', async () => {
  server.use(
    withList(makeApplication({ deployments: [makeDeployment({ environment: 'production' })] })),
    http.put(paths.cancellation(':id'), ({ params }) =>
      HttpResponse.json(makeCancellation({ id: String(params['id']) }), { status: 201 }),
    ),
  );
  const { user } = renderApp();
  const stream = await openStream();
  await user.click(await screen.findByRole('button', { name: /^Cancel calls… of/ }));
  const dialog = await screen.findByRole('alertdialog');
  translate();
  await user.keyboard('{Enter}');
  expect(await within(dialog).findByText('Type 2001 first.')).toBeInTheDocument();
  translate();
  server.use(
    withList(
      makeApplication({ deployments: [makeDeployment({ name: 'Summer', environment: 'production' })] }),
    ),
  );
  stream.send('applications', {}, '1');
  await waitFor(() => expect(dialog).toHaveTextContent('It was “Spring reminder”, Production'));
  translate();
  stream.send('cancellation', makeCancellation({ person: 'Grace' }), '2');
  await waitFor(() => expect(dialog).toHaveTextContent('by Grace: Accepted'));
  translate();
  await user.keyboard('2001{Enter}');
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  expect(await screen.findByText('Fuse accepted the cancellation.')).toBeInTheDocument();
});

it.each(['/activity', '/wall'])('%s takes new records after it was translated', async (address) => {
  server.use(withJournal(() => ({ items: [waiting], nextCursor: null })));
  renderApp(address);
  const stream = await openStream();
  await waitFor(() => expect(all()).toContain('Waiting for Fuse'));
  translate();
  stream.send('cancellation', makeCancellation(), '1');
  await waitFor(() => expect(all()).toContain('202 Accepted'));
  translate();
  stream.send('cancellation', { ...makeCancellation(), confirmation }, '2');
  await waitFor(() => expect(all()).toMatch(/confirmed by Grace/i));
  translate();
  const newer = { id: '00000000-0000-4000-8000-000000000002', requestedAt: '2026-11-23T11:00:00.000Z' };
  stream.send('cancellation', makeCancellation({ ...newer, deploymentName: 'Recall' }), '3');
  await waitFor(() => expect(all()).toContain('Recall'));
});

it('a record takes its outcome and its confirmation after it was translated', async () => {
  let record = waiting;
  server.use(withRecord(() => record));
  renderApp(`/cancellations/${waiting.id}`);
  const stream = await openStream();
  await screen.findByText('Waiting for the outcome');
  translate();
  record = makeCancellation();
  stream.send('cancellation', record, '1');
  await waitFor(() => expect(all()).toContain('Fuse answered 202 Accepted'));
  await screen.findByRole('button', { name: 'I have checked this' });
  translate();
  record = { ...record, confirmation };
  stream.send('cancellation', record, '2');
  await waitFor(() => expect(all()).toContain('Confirmed by Grace'));
});

it('a batch takes its progress and its end after it was translated', async () => {
  let batch = makeBatch(['current', 'waiting', 'waiting']);
  server.use(http.get(paths.batch(':id'), () => HttpResponse.json(batch)));
  renderApp(`/batches/${batch.id}`);
  const stream = await openStream();
  await screen.findByText('0 of 3 done');
  const steps = [
    makeBatch(['accepted', 'current', 'waiting']),
    makeBatch(['accepted', 'refused', 'current'], { stopReason: 'stopped', stoppedBy: 'Grace' }),
    makeBatch(['accepted', 'refused', 'not_tried'], { stopReason: 'stopped', stoppedBy: 'Grace' }),
  ];
  for (const step of steps) {
    translate();
    batch = step;
    const { targets: _, ...summary } = step;
    stream.send('batch', summary, String(steps.indexOf(step) + 1));
    await waitFor(() => expect(all()).toContain(`${step.counts.done} of 3 done`));
  }
  await waitFor(() => expect(all()).toContain('Grace stopped it.'));
});
