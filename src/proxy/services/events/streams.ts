import { setTimeout } from 'node:timers/promises';
import { heartbeatMs as defaultHeartbeatMs, type EventType } from '../../../contract';
import type { Log } from '../../run/log';
import type { ClockWatch } from '../../run/clock-watch';
import { nextTurn } from '../../run/next-turn';
import type { Store, StoredEvent } from '../../store/store';

/** Past this many open streams a new one is refused; other requests are not affected. */
export const maxStreams = 500;
/** So many of the newest events are replayed; a reader that has missed more is told to read everything anew. */
export const maxReplay = 1000;
/** A reader that lets so much pile up is cut off; it comes back with `Last-Event-ID` and misses nothing. */
const maxQueuedBytes = 1_000_000;
const readPage = 200;
const drainPauseMs = 5;

/** After so many heartbeats a reader that must renew its stream is told so. */
export const renewAfterBeats = 6;

/** Who is at the other end of a stream. */
export interface StreamClient {
  /** Told first, so that a page that shows another identity hears of it at once. */
  identity: string;
  /** Of the session that the stream ends with; undefined where there is none to be ended here. */
  sessionId: string | undefined;
  /**
   * Whether somebody in front decides who may listen, and asks at a request's beginning only: then a stream lasts
   * `renewAfterBeats` and one more heartbeat, and the next one is asked for anew.
   */
  mustRenew: boolean;
  /** Asked at each heartbeat: a session that has ended ends its stream. */
  stillAllowed(): Promise<boolean>;
  /** Breaks the connection, so that what is queued for a reader who does not read is dropped. */
  cutOff(): void;
}

export interface EventStreams {
  /**
   * A new stream's body, from the event after `lastEventId` on, or from now; null when there are too many.
   */
  open(lastEventId: number | null, client: StreamClient): ReadableStream<Uint8Array> | null;
  readonly size: number;
  /** Ends the streams of a session that is over. */
  endSession(sessionId: string): void;
  /** Ends every stream and takes no more. */
  close(): void;
}

interface Reader {
  send(bytes: Uint8Array): void;
  /** How many bytes wait for it. */
  queued(): number;
  end(): void;
  client: StreamClient;
  /** The last event it was sent. */
  sent: number;
  /** Is being sent the replay, and new events after it. */
  isBehind: boolean;
  /** How many heartbeats it has lived. */
  beats: number;
}

/** The newest events, as they are sent to every reader: all after `from` up to `to`, which are of one history. */
interface Replay {
  history: string;
  from: number;
  to: number;
  frames: { seq: number; frame: Uint8Array }[];
}

const encoder = new TextEncoder();

/**
 * One event in the wire format of WHATWG HTML §9.2. The data is JSON, which holds no raw line break, so a
 * name can never end a line.
 */
export function eventFrame(type: EventType, data: unknown, id?: number): Uint8Array {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return encoder.encode(`${idLine}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
}

function frameOf(event: StoredEvent): Uint8Array {
  switch (event.type) {
    case 'cancellation':
      return eventFrame('cancellation', event.cancellation, event.seq);
    case 'batch':
      return eventFrame('batch', event.batch, event.seq);
    case 'applications':
      return eventFrame('applications', {}, event.seq);
  }
}

/**
 * All open event streams of this process, fed from the store's events. The store is read once for all readers, and
 * the newest events are kept, so that a reader that comes back costs no reading. It outlives a reload of the app.
 */
export function createEventStreams(options: {
  store: Pick<Store, 'onEvent' | 'historyId' | 'listEvents' | 'lastEvent'>;
  now: () => Date;
  log: Log;
  heartbeatMs?: number;
  /** What every page is told of the console's clock. */
  clock?: Pick<ClockWatch, 'difference'>;
}): EventStreams {
  const { store, now, log, heartbeatMs = defaultHeartbeatMs, clock } = options;
  const readers = new Set<Reader>();
  let replay: Replay | undefined;
  /** The reading under way; after it the next one, where it was asked for meanwhile. */
  let reading: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let isClosed = false;

  /** Tells a reader that it is not sent all that happened. */
  function reset(reader: Reader, { history, to }: Replay): void {
    reader.sent = to;
    reader.send(eventFrame('reset', { history }, to));
  }

  function keep(kept: Replay, event: StoredEvent): void {
    const frame = frameOf(event);
    kept.to = event.seq;
    kept.frames.push({ seq: event.seq, frame });
    if (kept.frames.length > maxReplay) kept.from = kept.frames.shift()?.seq ?? kept.from;
    for (const reader of readers) {
      if (reader.isBehind) continue;
      reader.sent = event.seq;
      reader.send(frame);
    }
  }

  /** Where reading begins: after the last event read, unless too much came since, or the history is another. */
  async function start(): Promise<Replay> {
    const history = await store.historyId();
    const last = await store.lastEvent();
    if (replay?.history === history && replay.to <= last && last - replay.to <= maxReplay) return replay;
    const isFirst = replay === undefined;
    const from = isFirst ? Math.max(0, last - maxReplay) : last;
    replay = { history, from, to: from, frames: [] };
    if (!isFirst) for (const reader of readers) if (!reader.isBehind) reset(reader, replay);
    return replay;
  }

  async function readNew(): Promise<void> {
    const kept = await start();
    for (;;) {
      const events = await store.listEvents(kept.to, readPage);
      for (const event of events) keep(kept, event);
      if (events.length < readPage) return;
      await nextTurn();
    }
  }

  /** Resolves when every event that was committed before the call has been read. */
  function read(): Promise<void> {
    if (reading === undefined) {
      reading = readNew().finally(() => (reading = undefined));
      return reading;
    }
    // The reading under way may have looked already.
    next ??= reading
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return read();
      });
    return next;
  }

  function tell(): void {
    // The store is not read for nobody.
    if (isClosed || readers.size === 0) return;
    read().catch((error: unknown) => log('events_not_read', { error }));
  }

  async function catchUp(reader: Reader, lastEventId: number | null): Promise<void> {
    reader.send(eventFrame('connected', { identity: reader.client.identity }));
    await read();
    reader.sent = lastEventId ?? replay?.to ?? 0;
    reader.send(encoder.encode(`retry: 2000\nid: ${reader.sent}\n\n`));
    while (readers.has(reader)) {
      const kept = replay;
      if (kept === undefined) return;
      // An ID from the future is of another history.
      if (reader.sent < kept.from || reader.sent > kept.to) reset(reader, kept);
      for (const { seq, frame } of kept.frames) {
        if (seq <= reader.sent) continue;
        if (reader.queued() > maxQueuedBytes / 4) break;
        reader.sent = seq;
        reader.send(frame);
      }
      if (reader.sent === kept.to) {
        reader.isBehind = false;
        return;
      }
      // What is sent leaves only when the event loop turns, and a slow line takes its time.
      await setTimeout(drainPauseMs);
    }
  }

  function beat(): void {
    // What could not be read when it came is read now.
    tell();
    if (replay === undefined) return;
    const frame = eventFrame('heartbeat', {
      at: now().toISOString(),
      history: replay.history,
      clock: clock?.difference() ?? null,
    });
    for (const reader of readers) {
      reader.send(frame);
      reader.beats += 1;
      if (reader.client.mustRenew && reader.beats === renewAfterBeats) reader.send(eventFrame('renew', {}));
      if (reader.client.mustRenew && reader.beats > renewAfterBeats) reader.end();
      void reader.client.stillAllowed().then(
        (allowed) => allowed || reader.end(),
        () => reader.end(),
      );
    }
  }

  const stopListening = store.onEvent(tell);
  const timer = setInterval(beat, heartbeatMs);
  timer.unref();

  return {
    open(lastEventId, client) {
      if (isClosed || readers.size >= maxStreams) return null;
      let reader: Reader;
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            const end = () => {
              if (readers.delete(reader)) controller.close();
            };
            reader = {
              sent: 0,
              isBehind: true,
              beats: 0,
              client,
              end,
              send(bytes) {
                if (!readers.has(reader)) return;
                controller.enqueue(bytes);
                if (reader.queued() <= maxQueuedBytes) return;
                end();
                client.cutOff();
              },
              queued: () => -(controller.desiredSize ?? 0),
            };
            readers.add(reader);
            void catchUp(reader, lastEventId).catch((error: unknown) => {
              log('events_not_read', { error });
              end();
            });
          },
          cancel() {
            readers.delete(reader);
          },
        },
        new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
      );
    },

    get size() {
      return readers.size;
    },

    endSession(sessionId) {
      for (const reader of readers) if (reader.client.sessionId === sessionId) reader.end();
    },

    close() {
      isClosed = true;
      stopListening();
      clearInterval(timer);
      for (const reader of readers) reader.end();
    },
  };
}
