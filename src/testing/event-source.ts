import { act, waitFor } from '@testing-library/react';
import type { EventType } from '@/contract';

/** A fake `EventSource` that the test opens, feeds, breaks and refuses. */
export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  /** The instances created since the test began, oldest first. */
  static made: FakeEventSource[] = [];
  readonly url: string;
  readyState = 0;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.made.push(this);
  }

  close() {
    this.readyState = FakeEventSource.CLOSED;
  }

  open() {
    this.readyState = FakeEventSource.OPEN;
    act(() => void this.dispatchEvent(new Event('open')));
  }

  /** Dispatches an event of the stream; `data` that is not a string is sent as JSON. */
  send(type: EventType, data: unknown, lastEventId = '') {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    act(() => void this.dispatchEvent(new MessageEvent(type, { data: text, lastEventId })));
  }

  /** Breaks the connection; the browser would reconnect by itself. */
  breakOff() {
    this.readyState = FakeEventSource.CONNECTING;
    act(() => void this.dispatchEvent(new Event('error')));
  }

  /** Answers with an error status; the browser would give up. */
  refuse() {
    this.readyState = FakeEventSource.CLOSED;
    act(() => void this.dispatchEvent(new Event('error')));
  }
}

/** Waits for the page's newest stream and opens it. */
export async function openStream(): Promise<FakeEventSource> {
  const stream = await waitFor(() => {
    const last = FakeEventSource.made.at(-1);
    if (last === undefined) throw new Error('The page has opened no stream.');
    return last;
  });
  stream.open();
  return stream;
}
