import { openLiveEvents, type LiveEventsOptions } from './live-events';
import type { LiveState } from './live-state';

/** A message from the page with the stream to the others. */
type StreamMessage =
  | { kind: 'state'; state: LiveState }
  | { kind: 'open' }
  | { kind: 'refused' }
  | { kind: 'event'; type: string; data: string }
  /** From a page that has just opened: the page with the stream answers with its state. */
  | { kind: 'hello' };

/**
 * Keeps one event stream for all pages of this browser, because over HTTP/1.1 a browser allows six connections to a
 * host in all, and a request must never wait for a tab to close. The page that holds the Web Lock `name` has the
 * stream and passes its events on to the others; when it goes, the next page takes over. A page that hears nothing
 * opens a stream of its own, and closes it again as soon as it hears a page of lower rank.
 */
export function shareLiveEvents(name: string, options: LiveEventsOptions): () => void {
  // Absent where the page is neither on loopback nor https.
  const { locks }: { locks?: LockManager | null } = navigator;
  if (!locks) return openLiveEvents(options);

  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  let state: LiveState = { phase: 'connecting' };
  let caughtUp = false;
  let heardAt = Date.now();
  let close: (() => void) | undefined;
  /** Of two pages with a stream the lower rank keeps it; the page that holds the lock has rank 0. */
  let rank = Math.random();
  const send = (message: StreamMessage) => channel.postMessage({ ...message, rank });

  function receive(message: StreamMessage) {
    heardAt = Date.now();
    if (message.kind === 'state') {
      state = message.state;
      options.onState(state);
    }
    // A page that joins a stream already open has missed the events before.
    if (message.kind === 'open' || (!caughtUp && state.phase === 'live')) {
      caughtUp = true;
      options.onOpen();
    }
    if (message.kind === 'refused') options.onRefused();
    if (message.kind === 'event') options.onEvent(message.type, message.data);
  }

  function open() {
    close ??= openLiveEvents({
      ...options,
      onState: (newState) => relay({ kind: 'state', state: newState }),
      onOpen: () => relay({ kind: 'open' }),
      onRefused: () => relay({ kind: 'refused' }),
      onEvent: (type, data) => relay({ kind: 'event', type, data }),
    });
  }

  function relay(message: StreamMessage) {
    receive(message);
    send(message);
  }

  channel.addEventListener('message', ({ data }: MessageEvent<StreamMessage & { rank: number }>) => {
    if (data.kind === 'hello') {
      if (close !== undefined) send({ kind: 'state', state });
      return;
    }
    // Equal ranks: a last message of the page that held the lock before may arrive when this page holds it already.
    if (close !== undefined && data.rank >= rank) return;
    close?.();
    close = undefined;
    receive(data);
  });

  void locks
    .request(name, { signal: leaving.signal }, () => {
      rank = 0;
      open();
      return new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve()));
    })
    // Rejected where this page leaves while it waits for the lock.
    .catch(() => undefined);

  send({ kind: 'hello' });

  const lost = () =>
    close === undefined && receive({ kind: 'state', state: { phase: 'reconnecting', asOf: heardAt } });
  const watching = setInterval(() => {
    if (close === undefined && Date.now() - heardAt > options.silenceMs) open();
  }, 2500);
  addEventListener('offline', lost);

  return () => {
    clearInterval(watching);
    removeEventListener('offline', lost);
    close?.();
    leaving.abort();
    channel.close();
  };
}
