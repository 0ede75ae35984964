import type { LiveState } from './live-state';

/** A stream of server-sent events, and the callbacks that hear of it. */
export interface LiveEventsOptions {
  url: string;
  /** The `event:` names to listen for. */
  types: readonly string[];
  /** The name of the event at which a new stream is opened in place of the present one. */
  renewAt: string;
  /** A stream without an event for longer than this counts as broken. */
  silenceMs: number;
  onState: (state: LiveState) => void;
  /** Called at every opening, before the stream counts as live: the stream may not bring what happened in between. */
  onOpen: () => void;
  onEvent: (type: string, data: string) => void;
  /** Called where the server answers with an error status instead of a stream. */
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
  // Another tab that relies on this page's stream hears of each attempt before it takes this page for silent.
  const longestRetryMs = silenceMs / 2;
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let lastId = '';
  let refusals = 0;
  let isLive = false;
  let heardAt = Date.now();
  /** When the present stream was opened or last brought an event. */
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
    const stream = new EventSource(lastId === '' ? url : `${url}?lastEventId=${encodeURIComponent(lastId)}`);
    source = stream;
    stream.addEventListener('open', () => {
      refusals = 0;
      onOpen();
      heard();
    });
    stream.addEventListener('error', () => {
      lost();
      if (stream.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(open, Math.min(longestRetryMs, 1000 * 2 ** refusals));
      refusals += 1;
      onRefused();
    });
    for (const type of types)
      stream.addEventListener(type, (message: MessageEvent<string>) => {
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

  // `check` compares clock times, because timers stand still while the computer sleeps.
  const checking = setInterval(check, checkMs);
  const onVisibilityChange = () => {
    if (document.visibilityState !== 'visible') return;
    if (isLive) check();
    else open();
  };
  addEventListener('offline', lost);
  addEventListener('online', open);
  document.addEventListener('visibilitychange', onVisibilityChange);
  open();

  return () => {
    clearInterval(checking);
    clearTimeout(retry);
    removeEventListener('offline', lost);
    removeEventListener('online', open);
    document.removeEventListener('visibilitychange', onVisibilityChange);
    source?.close();
  };
}
