import type { QueryClient } from '@tanstack/react-query';
import { views } from '@/contract/paths';
import { applicationsQuery } from '@/features/applications/api/list-applications';
import { sessionQuery } from './session/session';

/** Longer than a list needs to come from a console nearby; then the page shows that it waits. */
const patienceMs = 400;

/**
 * Waits a moment for what the first view shows, so that it is rendered once with it and not before that as one
 * that waits. Until then the shell of `index.html` stands there.
 */
export async function prefetchInitialQueries(client: QueryClient): Promise<void> {
  const answers = [client.prefetchQuery(sessionQuery)];
  if (location.pathname === views.deployments) answers.push(client.prefetchQuery(applicationsQuery));
  await Promise.race([
    Promise.all(answers),
    new Promise((resolve) => {
      setTimeout(resolve, patienceMs);
    }),
  ]);
}
