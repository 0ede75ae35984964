import { afterEach, expect, it, vi } from 'vitest';
import { FakeEventSource } from '@/testing/event-source';
import { shareLiveEvents } from './shared-live-events';

let close = () => {};
afterEach(() => close());

it('the page that has the stream is told once of each opening', async () => {
  vi.stubGlobal('navigator', {
    locks: { request: async (_name: string, _options: LockOptions, run: () => Promise<void>) => run() },
  });
  const onOpen = vi.fn<() => void>();
  close = shareLiveEvents('test', {
    url: '/events',
    types: ['heartbeat'],
    silenceMs: 25_000,
    onState: () => {},
    onOpen,
    onEvent: () => {},
    onRefused: () => {},
  });
  const stream = FakeEventSource.made[0]!;
  stream.open();
  expect(onOpen).toHaveBeenCalledOnce();
  stream.breakOff();
  stream.open();
  expect(onOpen).toHaveBeenCalledTimes(2);
});
