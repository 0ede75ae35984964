import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeEventSource } from '@/testing/event-source';
import { shareLiveEvents } from './shared-live-events';

const silenceMs = 25_000;
const closings: (() => void)[] = [];
const channels = new Set<FakeChannel>();

/** Delivers at once, and to every page but the one that speaks. */
class FakeChannel extends EventTarget {
  /** A page that the browser has put to sleep tells nothing. */
  sleeps = false;
  /** What this page told is still on its way until it is called. */
  late: (() => void)[] | null = null;
  constructor() {
    super();
    channels.add(this);
  }
  postMessage(data: unknown) {
    if (this.sleeps) return;
    const deliver = () => {
      for (const one of channels)
        if (one !== this) one.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }));
    };
    if (this.late) this.late.push(deliver);
    else deliver();
  }
  close() {
    channels.delete(this);
  }
}

/** The first that asks for the lock keeps it until it goes, and then the next one has it. */
function stubBrowser() {
  let free = Promise.resolve();
  let isHeld = false;
  const request = async (_name: string, _options: LockOptions, run: () => Promise<void>) => {
    const turn = free;
    let release = () => {};
    free = new Promise((resolve) => (release = resolve));
    if (isHeld) await turn;
    isHeld = true;
    await run();
    release();
  };
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal('BroadcastChannel', FakeChannel);
}

function openTab(onOpen = () => {}, onEvent = (_type: string, _data: string) => {}) {
  const close = shareLiveEvents('test', {
    url: '/events',
    types: ['heartbeat', 'cancellation'],
    renewAt: 'renew',
    silenceMs,
    onState: () => {},
    onOpen,
    onEvent,
    onRefused: () => {},
  });
  closings.push(close);
}

const streams = () => FakeEventSource.made.filter((one) => one.readyState !== FakeEventSource.CLOSED);

/** Lets time pass while the server does the same with every stream. */
function pass(seconds: number, serve: (stream: FakeEventSource) => void) {
  for (let second = 0; second < seconds; second += 1) {
    vi.advanceTimersByTime(1000);
    for (const stream of streams()) serve(stream);
  }
}
const refuse = (stream: FakeEventSource) => stream.refuse();
function answer(stream: FakeEventSource) {
  if (stream.readyState === FakeEventSource.CONNECTING) stream.open();
  else stream.send('heartbeat', '{}');
}

beforeEach(() => {
  vi.useFakeTimers();
  stubBrowser();
});
afterEach(() => {
  for (const close of closings.splice(0)) close();
});

describe('seven tabs', () => {
  it('have one stream after two minutes of refusals', () => {
    for (let tab = 0; tab < 7; tab += 1) openTab();
    pass(3, answer);
    expect(streams()).toHaveLength(1);
    streams()[0]!.refuse();
    pass(120, refuse);
    pass(30, answer);
    expect(streams()).toHaveLength(1);
  });

  it('have one stream beside that of a tab which sleeps, and one in all when it wakes', () => {
    const heard = Array.from({ length: 7 }, () => vi.fn<(type: string, data: string) => void>());
    for (const onEvent of heard) openTab(undefined, onEvent);
    const [sleeper] = channels;
    sleeper!.sleeps = true;
    pass(60, answer);
    expect(streams()).toHaveLength(2);
    sleeper!.sleeps = false;
    pass(2, answer);
    expect(streams()).toHaveLength(1);
    for (const onEvent of heard) onEvent.mockClear();
    streams()[0]!.send('cancellation', 'x', '1');
    for (const onEvent of heard) expect(onEvent.mock.calls).toEqual([['cancellation', 'x']]);
  });
});

it('the page that takes over keeps its stream when the last words of the one before come late', async () => {
  openTab();
  const [before] = channels;
  const onEvent = vi.fn<(type: string, data: string) => void>();
  openTab();
  openTab(undefined, onEvent);
  pass(3, answer);
  before!.late = [];
  pass(1, answer);
  const lastWords = before!.late;
  closings.shift()?.();
  await vi.advanceTimersByTimeAsync(0);
  for (const deliver of lastWords) deliver();
  pass(1, answer);
  expect(streams()).toHaveLength(1);
  streams()[0]!.send('cancellation', 'x', '1');
  expect(onEvent).toHaveBeenCalledWith('cancellation', 'x');
});

it('the page that has the stream is told once of each opening', () => {
  const onOpen = vi.fn<() => void>();
  openTab(onOpen);
  const stream = FakeEventSource.made[0]!;
  stream.open();
  expect(onOpen).toHaveBeenCalledOnce();
  stream.breakOff();
  stream.open();
  expect(onOpen).toHaveBeenCalledTimes(2);
});
