import { act, waitFor } from '@testing-library/react';
import type { EventType } from '@/contract';

/** Stands in for the browser's `EventSource`: a test opens, feeds, breaks and refuses it. */
export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  /** Every one that was made since the test began, oldest first. */
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

  /** An event of the stream; `data` that is not text goes as JSON. */
  send(type: EventType, data: unknown, lastEventId = '') {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    act(() => void this.dispatchEvent(new MessageEvent(type, { data: text, lastEventId })));
  }

  /** The connection breaks, and the browser tries again by itself. */
  breakOff() {
    this.readyState = FakeEventSource.CONNECTING;
    act(() => void this.dispatchEvent(new Event('error')));
  }

  /** The server answers with an error status: the browser gives up. */
  refuse() {
    this.readyState = FakeEventSource.CLOSED;
    act(() => void this.dispatchEvent(new Event('error')));
  }
}

/** The page's newest stream, opened. */
export async function openStream(): Promise<FakeEventSource> {
  const stream = await waitFor(() => {
    const last = FakeEventSource.made.at(-1);
    if (last === undefined) throw new Error('The page has opened no stream.');
    return last;
  });
  stream.open();
  return stream;
}
