import type { LiveState } from './live-state';

/** What to listen to, and whom to tell. */
export interface LiveEventsOptions {
  url: string;
  /** The `event:` names to listen for; one of them is to come at least every `silenceMs`. */
  types: readonly string[];
  /** The name of the event at which a new stream is opened in place of the present one. */
  renewAt: string;
  silenceMs: number;
  onState: (state: LiveState) => void;
  /** At every opening, the first one too, before it is called live: what happened in between may not be told again. */
  onOpen: () => void;
  onEvent: (type: string, data: string) => void;
  /** The server answered with an error status instead of a stream. */
  onRefused: () => void;
}

const checkMs = 2500;

/**
 * Keeps one server-sent event stream open until the returned function is called. `EventSource` reconnects by
 * itself after a network error; this also reopens a stream that has gone silent, or that the computer slept
 * through, and one that the server refused, later and later. A new stream resumes after the last event heard.
 */
export function openLiveEvents(options: LiveEventsOptions): () => void {
  const { url, types, renewAt, silenceMs, onState, onOpen, onEvent, onRefused } = options;
  // Whoever waits for this page's news gets them, bad ones too, before it takes it for silent.
  const longestRetryMs = silenceMs / 2;
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let lastId = '';
  let refusals = 0;
  let isLive = false;
  let heardAt = Date.now();
  /** When the present stream was opened or last heard. */
  let quietSince = heardAt;

  function heard() {
    heardAt = Date.now();
    quietSince = heardAt;
    isLive = true;
    onState({ phase: 'live' });
  }

  function lost() {
    isLive = false;
    onState({ phase: 'reconnecting', asOf: heardAt });
  }

  function open() {
    clearTimeout(retry);
    retry = undefined;
    source?.close();
    quietSince = Date.now();
    const fresh = new EventSource(lastId === '' ? url : `${url}?lastEventId=${encodeURIComponent(lastId)}`);
    source = fresh;
    fresh.addEventListener('open', () => {
      refusals = 0;
      onOpen();
      heard();
    });
    fresh.addEventListener('error', () => {
      lost();
      if (fresh.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(open, Math.min(longestRetryMs, 1000 * 2 ** refusals));
      refusals += 1;
      onRefused();
    });
    for (const type of types)
      fresh.addEventListener(type, (message: MessageEvent<string>) => {
        if (message.lastEventId !== '') lastId = message.lastEventId;
        heard();
        if (type === renewAt) open();
        else onEvent(type, message.data);
      });
  }

  function check() {
    if (retry !== undefined || Date.now() - quietSince <= silenceMs) return;
    lost();
    open();
  }

  // The clock and not a timer's own length: timers stand still while the computer sleeps.
  const checking = setInterval(check, checkMs);
  const seen = () => {
    if (document.visibilityState !== 'visible') return;
    if (isLive) check();
    else open();
  };
  addEventListener('offline', lost);
  addEventListener('online', open);
  document.addEventListener('visibilitychange', seen);
  open();

  return () => {
    clearInterval(checking);
    clearTimeout(retry);
    removeEventListener('offline', lost);
    removeEventListener('online', open);
    document.removeEventListener('visibilitychange', seen);
    source?.close();
  };
}
