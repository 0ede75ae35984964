import type { QueryClient } from '@tanstack/react-query';
import { startTransition, StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { views } from '@/contract/paths';
import { applicationsQuery } from '@/features/applications/api/list-applications';
import { searchEngineQuery } from '@/features/applications/search/use-deployment-search';
import { delayFirstIdle } from '@/lib/idle';
import { App } from './app';
import { prefetchParts } from './lazy-parts';
import { createQueryClient } from './query-client';
import { sessionQuery } from './session/session';

/** Longer than a console nearby needs for its list; from then on the page shows that it waits. */
const longestShellMs = 400;
/** From then on the page fetches its other parts, whether or not the list has come. */
const longestWaitMs = 2000;

/**
 * Renders the console. For a moment it waits for the data of the first view, while the shell of `index.html` is shown:
 * the view is then rendered once with them, and not before that without.
 */
export async function start(page: Root): Promise<void> {
  const client = createQueryClient();
  const data = prefetchInitialQueries(client);
  delayFirstIdle(Promise.race([data, sleep(longestWaitMs)]));
  await Promise.race([data, sleep(longestShellMs)]);
  // In slices, so that a slow machine answers to a key or a click meanwhile.
  startTransition(() =>
    page.render(
      <StrictMode>
        <App client={client} />
      </StrictMode>,
    ),
  );
  await prefetchParts();
}

async function prefetchInitialQueries(client: QueryClient): Promise<void> {
  const session = client.prefetchQuery(sessionQuery);
  if (location.pathname === views.deployments) {
    // An address with a search is shown with what it finds.
    if (location.search !== '') void client.prefetchQuery(searchEngineQuery);
    await client.prefetchQuery(applicationsQuery);
  }
  await session;
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
