import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { firstAnswers } from './app/first-answers';
import { watchFragment } from './app/fragment-token';
import { createQueryClient } from './app/query-client';

watchFragment();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
const page = createRoot(root);
const client = createQueryClient();
void firstAnswers(client).then(() =>
  // In slices, so that a slow machine answers to a key or a click meanwhile.
  startTransition(() =>
    page.render(
      <StrictMode>
        <App client={client} />
      </StrictMode>,
    ),
  ),
);
