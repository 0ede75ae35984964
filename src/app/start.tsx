import { startTransition, StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { App } from './app';
import { prefetchInitialQueries } from './prefetch-initial-queries';
import { whenIdle } from '@/lib/idle';
import { createQueryClient } from './query-client';

/** Renders the console with what its first view needs to know. */
export async function start(page: Root): Promise<void> {
  const client = createQueryClient();
  await prefetchInitialQueries(client);
  // In slices, so that a slow machine answers to a key or a click meanwhile.
  startTransition(() =>
    page.render(
      <StrictMode>
        <App client={client} />
      </StrictMode>,
    ),
  );
  whenIdle(() => void fetchLater());
}

/**
 * Brings what is needed at once by who does something into the browser's cache, also for when the network is gone by
 * then. By `fetch`, since a `<link>` for it is not allowed by the Content Security Policy, or not known everywhere.
 */
async function fetchLater(): Promise<void> {
  const files = document.querySelector<HTMLMetaElement>('meta[name="fetch-when-idle"]')?.content.split(' ');
  await Promise.allSettled((files ?? []).map(async (file) => (await fetch(file)).arrayBuffer()));
}
