import '@testing-library/jest-dom/vitest';
import { act, cleanup, configure } from '@testing-library/react';
import { toast } from 'sonner';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { FakeEventSource } from './event-source';
import { forgetServerClock } from '@/lib/server-clock';
import { endSession } from '@/lib/session-end';
import { server } from './handlers';
import { longestWaitMs } from './longest-wait';

// React runs every effect twice, as in the page while it is developed: what cannot stand that is broken.
configure({ asyncUtilTimeout: longestWaitMs, reactStrictMode: true });

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

// What React, MSW or our own code complains about is a failure, even where the screen looks right.
const complaints: string[] = [];
beforeEach(() => {
  FakeEventSource.made = [];
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.spyOn(console, 'error').mockImplementation((...parts) => void complaints.push(parts.join(' ')));
  vi.spyOn(console, 'warn').mockImplementation((...parts) => void complaints.push(parts.join(' ')));
});

afterEach(async () => {
  vi.useRealTimers();
  // What a test made the page fetch acts in that test, and not in the midst of the next one.
  await vi.dynamicImportSettled();
  // Sonner keeps its toasts for whoever is mounted next, also one that came because its page was left.
  act(() => void toast.dismiss());
  cleanup();
  toast.dismiss();
  endSession();
  forgetServerClock();
  server.resetHandlers();
  history.replaceState(null, '', '/');
  sessionStorage.clear();
  const heard = complaints.splice(0);
  vi.restoreAllMocks();
  if (heard.length > 0) throw new Error(`The console was told:\n${heard.join('\n')}`);
});
