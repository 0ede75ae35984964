import { setTimeout } from 'node:timers/promises';
import { heartbeatMs as defaultHeartbeatMs, type EventType } from '../../contract';
import type { Log } from '../log';
import type { Store, StoredEvent } from '../store/store';

/** Past this many open streams a new one is refused; other requests are not affected. */
export const maxStreams = 500;
/** A reader that lets so much pile up is cut off; it comes back with `Last-Event-ID` and misses nothing. */
const maxQueuedBytes = 1_000_000;
const catchUpPage = 200;
const catchUpPauseMs = 5;

/** Who is at the other end of a stream. */
export interface StreamClient {
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
  /** Reads the store by itself until it has caught up with the others. */
  behind: boolean;
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

/** All open event streams of this process, fed from the store's events. It outlives a reload of the app. */
export function createEventStreams(options: {
  store: Pick<Store, 'onEvent' | 'listEvents' | 'lastEvent'>;
  now: () => Date;
  log: Log;
  heartbeatMs?: number;
}): EventStreams {
  const { store, now, log, heartbeatMs = defaultHeartbeatMs } = options;
  const readers = new Set<Reader>();
  /** The newest event that the readers who are not behind have been sent. */
  let told = 0;
  let telling = false;
  let more = false;
  let closed = false;

  async function tellAll(): Promise<void> {
    try {
      do {
        more = false;
        for (const event of await store.listEvents(told, catchUpPage)) {
          const frame = frameOf(event);
          told = event.seq;
          for (const reader of readers) {
            if (reader.behind || reader.sent >= event.seq) continue;
            reader.sent = event.seq;
            reader.send(frame);
          }
          more = true;
        }
      } while (more);
    } catch (error) {
      log('events_not_read', { error: String(error) });
    } finally {
      // In the same turn as the last look at `more`: what is told of next begins anew.
      telling = false;
    }
  }

  function tell(): void {
    more = true;
    // Readers who are behind read by themselves: for them alone nothing is read twice.
    if (closed || telling || ![...readers].some(({ behind }) => !behind)) return;
    telling = true;
    void tellAll();
  }

  async function catchUp(reader: Reader, lastEventId: number | null): Promise<void> {
    const newest = await store.lastEvent();
    // An ID from the future is of another database: there is nothing to resume.
    reader.sent = lastEventId === null || lastEventId > newest ? newest : lastEventId;
    reader.send(encoder.encode(`retry: 2000\nid: ${reader.sent}\n\n`));
    for (;;) {
      const events = await store.listEvents(reader.sent, catchUpPage);
      for (const event of events) {
        reader.sent = event.seq;
        reader.send(frameOf(event));
      }
      // The others may have been told of more meanwhile: two answers of a database can overtake each other.
      if (events.length < catchUpPage && reader.sent >= told) break;
      // What is sent leaves only when the event loop turns, and a slow line takes its time.
      do await setTimeout(catchUpPauseMs);
      while (readers.has(reader) && reader.queued() > maxQueuedBytes / 4);
      if (!readers.has(reader)) return;
    }
    // Where others wait for events that this reader has read already, they are still to be told.
    if (![...readers].some((other) => !other.behind)) told = reader.sent;
    reader.behind = false;
    tell();
  }

  function beat(): void {
    // What could not be read when it came is read now.
    tell();
    const frame = eventFrame('heartbeat', { at: now().toISOString() });
    for (const reader of readers) {
      reader.send(frame);
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
      if (closed || readers.size >= maxStreams) return null;
      let reader: Reader;
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            const end = () => {
              if (readers.delete(reader)) controller.close();
            };
            reader = {
              sent: 0,
              behind: true,
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
              log('events_not_read', { error: String(error) });
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

    close() {
      closed = true;
      stopListening();
      clearInterval(timer);
      for (const reader of readers) reader.end();
    },
  };
}
