import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { paths } from '@/contract';
import { openStream } from '@/testing/event-source';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { server } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

it('a browser whose clock is hours off says right ages, by the answers’ date and then by the heartbeat', async () => {
  const serverNow = Date.now() + 3 * 3_600_000;
  const at = (minutesAgo: number) => new Date(serverNow - minutesAgo * 60_000).toISOString();
  const lastCancellation = makeCancellation({ requestedAt: at(20), settledAt: at(20) });
  server.use(
    http.get(paths.applications, () =>
      HttpResponse.json(
        { items: [makeApplication({ deployments: [makeDeployment({ lastCancellation })] })] },
        { headers: { date: new Date(serverNow).toUTCString() } },
      ),
    ),
  );
  renderApp();
  expect(await screen.findByText(/^20 min ago/)).toBeInTheDocument();
  const stream = await openStream();
  stream.send('heartbeat', { at: at(-10), history: '00000000-0000-4000-8000-0000000000e1', clock: null });
  expect(await screen.findByText(/^30 min ago/)).toBeInTheDocument();
});
