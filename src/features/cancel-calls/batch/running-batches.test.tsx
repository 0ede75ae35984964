import { act, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { paths } from '@/contract';
import { makeBatch, makeProblem } from '@/testing/factories';
import { setLiveState } from '@/lib/live-state';
import { answerProblem, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { batches, finished, openBatchDialog, three } from '@/testing/batches';

it('a batch that ended before its own answer came is not taken for a running one', async () => {
  const running = makeBatch(['current', 'waiting', 'waiting']);
  batches((id) => HttpResponse.json({ ...running, id }, { status: 202 }));
  const { user, number } = await openBatchDialog();
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
  const { user, number } = await openBatchDialog();
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
