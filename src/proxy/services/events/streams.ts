import { setTimeout } from 'node:timers/promises';
import { heartbeatMs as defaultHeartbeatMs, type EventType } from '../../../contract';
import type { Log } from '../../run/log';
import type { ClockWatch } from '../../run/clock-watch';
import { nextTurn } from '../../run/next-turn';
import type { Store, StoredEvent } from '../../store/store';

/** Open streams; a further one is refused, and other requests are not affected. */
export const maxStreams = 500;
/** Recent events that are kept; a reader that has missed more is told to read everything anew. */
export const maxReplay = 1000;
/** A reader for which more bytes wait is cut off; it comes back with `Last-Event-ID` and misses nothing. */
const maxQueuedBytes = 1_000_000;
const readPage = 200;
const drainPauseMs = 5;

/** The heartbeats after which a reader that must renew its stream is told so. */
export const renewAfterBeats = 6;

/** The client at the other end of a stream. */
export interface StreamClient {
  /** Sent first, so that a page that shows another identity learns of it at once. */
  identity: string;
  /** The fingerprint of the session that the stream belongs to; undefined for a client without one. */
  sessionHash: string | undefined;
  /**
   * Whether an identity-aware proxy in front decides who may listen. It checks a request only when it begins, so such
   * a stream ends one heartbeat after `renewAfterBeats`, and the page opens a new one.
   */
  mustRenew: boolean;
  /** Called at each heartbeat: a session that has ended ends its stream. */
  stillAllowed(): Promise<boolean>;
  /** Breaks the connection, which drops the bytes that wait for a client that does not read. */
  cutOff(): void;
}

export interface EventStreams {
  /** The body of a new stream, from the event after `lastEventId` on, or from now; null if there are too many. */
  open(lastEventId: number | null, client: StreamClient): ReadableStream<Uint8Array> | null;
  readonly size: number;
  /** Ends the streams of a session that is over. */
  endSession(sessionHash: string): void;
  /** Tells every reader that the configuration was read anew, and ends the streams that it allows no more. */
  tellConfigurationRead(): void;
  /** Ends every stream and takes no more. */
  close(): void;
}

interface Reader {
  send(bytes: Uint8Array): void;
  /** Bytes that wait to be sent to it. */
  queuedBytes(): number;
  end(): void;
  client: StreamClient;
  /** The number of the last event that it was sent. */
  lastSentSeq: number;
  /** While it is sent recent events, new ones are left to come after them. */
  isCatchingUp: boolean;
  /** Heartbeats that it was sent. */
  heartbeats: number;
}

/**
 * The newest events of one history as they are sent, oldest first. A reader can resume after any of them, also after
 * the first, which is kept for its number only.
 */
interface RecentEvents {
  history: string;
  ring: { seq: number; frame: Uint8Array }[];
}

const lastPublishedSeq = ({ ring }: RecentEvents) => ring.at(-1)?.seq ?? 0;

const encoder = new TextEncoder();

/**
 * One event in the wire format of WHATWG HTML §9.2. The data is JSON, which holds no raw line break, so a
 * name can never end a line.
 */
export function eventFrame(type: EventType, data: unknown, id?: number): Uint8Array {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return encoder.encode(`${idLine}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
}

/**
 * All open event streams of this process, fed from the store's events. The store is read once for all readers, and
 * the newest events are kept, so that a reader that comes back costs no query. It outlives a reload of the app.
 */
export function createEventStreams(options: {
  store: Pick<Store, 'onEvent' | 'historyId' | 'listEvents' | 'lastEvent'>;
  now: () => Date;
  log: Log;
  heartbeatMs?: number;
  /** The clock difference that each heartbeat reports. */
  clock?: Pick<ClockWatch, 'difference'>;
}): EventStreams {
  const { store, now, log, heartbeatMs = defaultHeartbeatMs, clock } = options;
  const readers = new Set<Reader>();
  let recent: RecentEvents | undefined;
  /** The reading under way, and the one after it if it was asked for in the meantime. */
  let reading: Promise<void> | undefined;
  let nextReading: Promise<void> | undefined;
  let isClosed = false;

  /** Tells a reader that it has missed events and must read everything anew. */
  function reset(reader: Reader, events: RecentEvents): void {
    reader.lastSentSeq = lastPublishedSeq(events);
    reader.send(eventFrame('reset', { history: events.history }, reader.lastSentSeq));
  }

  function publish({ ring }: RecentEvents, { seq, type, data }: StoredEvent): void {
    const frame = eventFrame(type, data, seq);
    ring.push({ seq, frame });
    if (ring.length > maxReplay + 1) ring.shift();
    for (const reader of readers) {
      if (reader.isCatchingUp) continue;
      reader.lastSentSeq = seq;
      reader.send(frame);
    }
  }

  /** The recent events to go on with; new ones if too many came since, or if the history is another. */
  async function currentEvents(): Promise<RecentEvents> {
    const history = await store.historyId();
    const last = await store.lastEvent();
    const missed = recent === undefined ? Infinity : last - lastPublishedSeq(recent);
    if (recent?.history === history && missed >= 0 && missed <= maxReplay) return recent;
    const isFirst = recent === undefined;
    const seq = isFirst ? Math.max(0, last - maxReplay) : last;
    recent = { history, ring: [{ seq, frame: new Uint8Array() }] };
    if (!isFirst) for (const reader of readers) if (!reader.isCatchingUp) reset(reader, recent);
    return recent;
  }

  async function publishNew(): Promise<void> {
    const events = await currentEvents();
    for (;;) {
      const page = await store.listEvents(lastPublishedSeq(events), readPage);
      for (const event of page) publish(events, event);
      if (page.length < readPage) return;
      await nextTurn();
    }
  }

  /** Resolves when every event that was committed before the call has been published. */
  function publishPending(): Promise<void> {
    if (reading === undefined) {
      reading = publishNew().finally(() => (reading = undefined));
      return reading;
    }
    // The reading under way may have passed its last query already.
    nextReading ??= reading
      .catch(() => undefined)
      .then(() => {
        nextReading = undefined;
        return publishPending();
      });
    return nextReading;
  }

  function schedulePublish(): void {
    if (isClosed || readers.size === 0) return;
    publishPending().catch((error: unknown) => log('events_not_read', { error }));
  }

  async function catchUp(reader: Reader, lastEventId: number | null): Promise<void> {
    reader.send(eventFrame('connected', { identity: reader.client.identity }));
    await publishPending();
    reader.lastSentSeq = lastEventId ?? (recent === undefined ? 0 : lastPublishedSeq(recent));
    reader.send(encoder.encode(`retry: 2000\nid: ${reader.lastSentSeq}\n\n`));
    for (let events = recent; readers.has(reader) && events !== undefined; events = recent) {
      const [oldest] = events.ring;
      const last = lastPublishedSeq(events);
      // An ID from the future is of another history.
      if (reader.lastSentSeq < (oldest?.seq ?? 0) || reader.lastSentSeq > last) reset(reader, events);
      for (const { seq, frame } of events.ring) {
        if (seq <= reader.lastSentSeq) continue;
        if (reader.queuedBytes() > maxQueuedBytes / 4) break;
        reader.lastSentSeq = seq;
        reader.send(frame);
      }
      if (reader.lastSentSeq === last) {
        reader.isCatchingUp = false;
        return;
      }
      // Queued bytes leave only when the event loop turns, and slowly on a slow network.
      await setTimeout(drainPauseMs);
    }
  }

  function sendHeartbeats(): void {
    // Events that could not be read when they came are read now.
    schedulePublish();
    if (recent === undefined) return;
    const frame = eventFrame('heartbeat', {
      at: now().toISOString(),
      history: recent.history,
      clock: clock?.difference() ?? null,
    });
    for (const reader of readers) {
      reader.send(frame);
      reader.heartbeats += 1;
      if (reader.client.mustRenew && reader.heartbeats === renewAfterBeats)
        reader.send(eventFrame('renew', {}));
      if (reader.client.mustRenew && reader.heartbeats > renewAfterBeats) reader.end();
      endUnlessAllowed(reader);
    }
  }

  function endUnlessAllowed(reader: Reader): void {
    void reader.client.stillAllowed().then(
      (allowed) => allowed || reader.end(),
      () => reader.end(),
    );
  }

  const stopListening = store.onEvent(schedulePublish);
  const timer = setInterval(sendHeartbeats, heartbeatMs);
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
              lastSentSeq: 0,
              isCatchingUp: true,
              heartbeats: 0,
              client,
              end,
              send(bytes) {
                if (!readers.has(reader)) return;
                controller.enqueue(bytes);
                if (reader.queuedBytes() <= maxQueuedBytes) return;
                end();
                client.cutOff();
              },
              queuedBytes: () => -(controller.desiredSize ?? 0),
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

    endSession(sessionHash) {
      for (const reader of readers) if (reader.client.sessionHash === sessionHash) reader.end();
    },

    tellConfigurationRead() {
      const frame = eventFrame('configuration', {});
      for (const reader of readers) {
        reader.send(frame);
        endUnlessAllowed(reader);
      }
    },

    close() {
      isClosed = true;
      stopListening();
      clearInterval(timer);
      for (const reader of readers) reader.end();
    },
  };
}
