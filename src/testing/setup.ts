import '@testing-library/jest-dom/vitest';
import { act, cleanup } from '@testing-library/react';
import { toast } from 'sonner';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { FakeEventSource } from './event-source';
import { server } from './handlers';

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

afterEach(() => {
  vi.useRealTimers();
  // Sonner keeps its toasts for whoever is mounted next.
  act(() => void toast.dismiss());
  cleanup();
  // What is left in the middle of something says so.
  toast.dismiss();
  server.resetHandlers();
  history.replaceState(null, '', '/');
  const heard = complaints.splice(0);
  vi.restoreAllMocks();
  if (heard.length > 0) throw new Error(`The console was told:\n${heard.join('\n')}`);
});
