import { startTransition, StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { App } from './app';
import { firstAnswers } from './first-answers';
import { createQueryClient } from './query-client';

/** Renders the console with what its first view needs to know. */
export async function start(page: Root): Promise<void> {
  const client = createQueryClient();
  await firstAnswers(client);
  // In slices, so that a slow machine answers to a key or a click meanwhile.
  startTransition(() =>
    page.render(
      <StrictMode>
        <App client={client} />
      </StrictMode>,
    ),
  );
}
