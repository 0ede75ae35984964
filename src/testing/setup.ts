import '@testing-library/jest-dom/vitest';
import { act, cleanup, configure } from '@testing-library/react';
import { toast } from 'sonner';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { FakeEventSource } from './event-source';
import { forgetServerClock } from '@/lib/server-clock';
import { endSession } from '@/lib/session-end';
import { server } from './handlers';
import { longestWaitMs } from './longest-wait';

// In strict mode React runs every effect twice, as in development.
configure({ asyncUtilTimeout: longestWaitMs, reactStrictMode: true });

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

/** Requests that began after the page of a test was unmounted: the test has left something running. */
const leakedRequests: string[] = [];
let isUnmounted = false;
server.events.on('request:start', ({ request }) => {
  if (isUnmounted) leakedRequests.push(`${request.method} ${request.url}`);
});

// A warning or error on the console fails the test, even if the screen looks right.
const complaints: string[] = [];
beforeEach(() => {
  isUnmounted = false;
  FakeEventSource.made = [];
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.spyOn(console, 'error').mockImplementation((...parts) => void complaints.push(parts.join(' ')));
  vi.spyOn(console, 'warn').mockImplementation((...parts) => void complaints.push(parts.join(' ')));
});

afterEach(async () => {
  vi.useRealTimers();
  // A script that a test made the page load must run in that test, and not during the next one.
  await vi.dynamicImportSettled();
  // Sonner keeps its toasts for the next toaster, also a toast that was shown because its page was left.
  act(() => void toast.dismiss());
  cleanup();
  isUnmounted = true;
  toast.dismiss();
  endSession();
  forgetServerClock();
  // A turn of the event loop, in which such a request would begin.
  await new Promise((resolve) => setTimeout(resolve));
  server.resetHandlers();
  history.replaceState(null, '', '/');
  sessionStorage.clear();
  const messages = complaints.splice(0);
  vi.restoreAllMocks();
  const leaked = leakedRequests.splice(0);
  if (leaked.length > 0) throw new Error(`Requests that the test has left behind:\n${leaked.join('\n')}`);
  if (messages.length > 0) throw new Error(`Messages on the console:\n${messages.join('\n')}`);
});
