import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '@/app/app';
import { createQueryClient } from '@/app/query-client';
import { nothingSelected, setSelected } from '@/features/applications/selection/selection';
import { vi } from 'vitest';

/**
 * Renders the whole page at an address. Failed queries are not retried, so that a test of a failure does not wait. With
 * fake timers, `user` advances them.
 */
export function renderApp(address = '/') {
  history.replaceState(null, '', address);
  setSelected(nothingSelected);
  const client = createQueryClient();
  const defaults = client.getDefaultOptions();
  client.setDefaultOptions({ ...defaults, queries: { ...defaults.queries, retry: false } });
  const user = userEvent.setup(
    vi.isFakeTimers() ? { advanceTimers: (ms) => vi.advanceTimersByTime(ms) } : {},
  );
  return { user, client, ...render(<App client={client} />) };
}
