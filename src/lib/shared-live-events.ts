import { openLiveEvents, type LiveEventsOptions } from './live-events';
import type { LiveState } from './live-state';

type Told =
  | { kind: 'state'; state: LiveState }
  | { kind: 'open' }
  | { kind: 'refused' }
  | { kind: 'event'; type: string; data: string }
  /** A page that has just come asks the one with the stream how things stand. */
  | { kind: 'hello' };

/**
 * Keeps one event stream for all pages of this browser, since over HTTP/1.1 it allows six connections to a
 * host in all, and a request must never wait for a tab to close. The page that holds the lock has the stream
 * and tells the others; when it goes, the next one takes over. A page that is told nothing opens its own, and
 * gives it up again as soon as one that comes before it speaks.
 */
export function shareLiveEvents(name: string, options: LiveEventsOptions): () => void {
  // Absent where the page is neither on loopback nor https.
  const { locks }: { locks?: LockManager | null } = navigator;
  if (!locks) return openLiveEvents(options);

  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  let state: LiveState = { phase: 'connecting' };
  let caughtUp = false;
  let toldAt = Date.now();
  let close: (() => void) | undefined;
  /** Of two pages with a stream the lower keeps it: the one that holds the lock, else whichever. */
  let rank = Math.random();
  const tell = (told: Told) => channel.postMessage({ ...told, rank });

  function hear(told: Told) {
    toldAt = Date.now();
    if (told.kind === 'state') {
      state = told.state;
      options.onState(told.state);
    }
    // A page that comes to a stream already open has missed what was told before.
    if (told.kind === 'open' || (!caughtUp && state.phase === 'live')) {
      caughtUp = true;
      options.onOpen();
    }
    if (told.kind === 'refused') options.onRefused();
    if (told.kind === 'event') options.onEvent(told.type, told.data);
  }

  function open() {
    close ??= openLiveEvents({
      ...options,
      onState: (now) => relay({ kind: 'state', state: now }),
      onOpen: () => relay({ kind: 'open' }),
      onRefused: () => relay({ kind: 'refused' }),
      onEvent: (type, data) => relay({ kind: 'event', type, data }),
    });
  }

  function relay(told: Told) {
    hear(told);
    tell(told);
  }

  channel.addEventListener('message', ({ data }: MessageEvent<Told & { rank: number }>) => {
    if (data.kind === 'hello') {
      if (close !== undefined) tell({ kind: 'state', state });
      return;
    }
    // The one that held the lock before had the same rank: its last words may come when this page holds it already.
    if (close !== undefined && data.rank >= rank) return;
    close?.();
    close = undefined;
    hear(data);
  });

  void locks
    .request(name, { signal: leaving.signal }, () => {
      rank = 0;
      open();
      return new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve()));
    })
    // Aborted while it waited: this page is leaving.
    .catch(() => undefined);

  tell({ kind: 'hello' });

  const lost = () =>
    close === undefined && hear({ kind: 'state', state: { phase: 'reconnecting', asOf: toldAt } });
  const watching = setInterval(() => {
    if (close === undefined && Date.now() - toldAt > options.silenceMs) open();
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
