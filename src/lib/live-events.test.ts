import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeEventSource } from '@/testing/event-source';
import { openLiveEvents } from './live-events';

const heard: string[] = [];
let close = () => {};

/** The stream at hand; an index counts from the newest, as in `Array.at`. */
const stream = (index = -1) => FakeEventSource.made.at(index)!;

function start() {
  close = openLiveEvents({
    url: '/events',
    types: ['cancellation', 'heartbeat', 'renew'],
    renewAt: 'renew',
    silenceMs: 25_000,
    onState: (state) =>
      heard.push(state.phase === 'reconnecting' ? `as of ${state.asOf - began} ms` : state.phase),
    onOpen: () => heard.push('opened'),
    onEvent: (type, data) => heard.push(`${type} ${data}`),
    onRefused: () => heard.push('refused'),
  });
}

let began = 0;
beforeEach(() => {
  vi.useFakeTimers();
  began = Date.now();
  start();
});
afterEach(() => {
  close();
  heard.length = 0;
});

describe('the stream', () => {
  it('is opened anew when the server asks for it, and stays live meanwhile', () => {
    stream().open();
    stream().send('cancellation', 'x', '7');
    heard.length = 0;
    stream().send('renew', '{}');
    expect(FakeEventSource.made).toHaveLength(2);
    expect(stream(0).readyState).toBe(FakeEventSource.CLOSED);
    expect(stream().url).toBe('/events?lastEventId=7');
    stream().open();
    expect(heard).toEqual(['live', 'opened', 'live']);
  });

  it('passes on what it hears', () => {
    stream().open();
    stream().send('cancellation', 'x', '7');
    expect(heard).toEqual(['opened', 'live', 'live', 'cancellation x']);
    expect(stream().url).toBe('/events');
  });

  it('leaves a broken connection to the browser, and says since when it knows nothing', () => {
    stream().open();
    vi.advanceTimersByTime(4000);
    stream().send('heartbeat', '{}');
    vi.advanceTimersByTime(3000);
    stream().breakOff();
    expect(heard.at(-1)).toBe('as of 4000 ms');
    expect(FakeEventSource.made).toHaveLength(1);
    stream().open();
    expect(heard.slice(-2)).toEqual(['opened', 'live']);
  });

  it('that is silent for 25 s is opened anew after the last event heard', () => {
    stream().open();
    stream().send('cancellation', 'x', '41');
    stream().send('heartbeat', '{}', '41');
    vi.advanceTimersByTime(25_000);
    expect(FakeEventSource.made).toHaveLength(1);
    vi.advanceTimersByTime(2500);
    expect(FakeEventSource.made).toHaveLength(2);
    expect(stream(0).readyState).toBe(FakeEventSource.CLOSED);
    expect(stream().url).toBe('/events?lastEventId=41');
    expect(heard.at(-1)).toBe('as of 0 ms');
  });

  it('that hears heartbeats only stays', () => {
    stream().open();
    for (let beat = 0; beat < 10; beat += 1) {
      vi.advanceTimersByTime(10_000);
      stream().send('heartbeat', '{}');
    }
    expect(FakeEventSource.made).toHaveLength(1);
  });

  it('that was refused is tried again, later and later, and at once when the browser is online', () => {
    for (const wait of [1000, 2000, 4000, 8000, 12_500, 12_500]) {
      const before = FakeEventSource.made.length;
      stream().refuse();
      expect(heard.at(-1)).toBe('refused');
      vi.advanceTimersByTime(wait - 1);
      expect(FakeEventSource.made).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(FakeEventSource.made).toHaveLength(before + 1);
    }
    stream().refuse();
    const before = FakeEventSource.made.length;
    dispatchEvent(new Event('online'));
    expect(FakeEventSource.made).toHaveLength(before + 1);
    vi.advanceTimersByTime(20_000);
    expect(FakeEventSource.made).toHaveLength(before + 1);
  });

  it('says at once that the browser is offline, and that it is live after all when something comes', () => {
    stream().open();
    dispatchEvent(new Event('offline'));
    expect(heard.at(-1)).toBe('as of 0 ms');
    stream().send('heartbeat', '{}');
    expect(heard.at(-2)).toBe('live');
  });

  it('that the computer slept through is opened anew as soon as the page is seen', () => {
    stream().open();
    vi.setSystemTime(began + 3_600_000);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(FakeEventSource.made).toHaveLength(2);
  });

  it('stays when the page is seen after a moment', () => {
    stream().open();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(FakeEventSource.made).toHaveLength(1);
  });

  it('is over when it is closed', () => {
    stream().open();
    close();
    vi.advanceTimersByTime(60_000);
    dispatchEvent(new Event('online'));
    expect(FakeEventSource.made).toHaveLength(1);
    expect(stream().readyState).toBe(FakeEventSource.CLOSED);
  });
});
