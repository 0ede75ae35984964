import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { eventData, heartbeatMs, paths, type Cancellation } from '@/contract';
import { keys } from '@/domain/query-keys';
import { putRecords } from '@/domain/record-cache';
import { applyBatchEvent } from '@/features/cancel-calls/api/get-batch';
import { putBatch } from '@/features/cancel-calls/api/list-batches';
import { whenIdle } from '@/lib/idle';
import { shareLiveEvents } from '@/lib/shared-live-events';
import { setLiveState } from '@/lib/live-state';

/** Events of one burst, as after a reconnection, change the page once. */
const gatherMs = 30;

function readAnew(client: QueryClient) {
  for (const queryKey of [keys.applications, keys.cancellations]) void client.invalidateQueries({ queryKey });
}

function parsed(type: string, data: string) {
  try {
    const json: unknown = JSON.parse(data);
    if (type === 'cancellation') return { type, ...eventData.cancellation.safeParse(json) } as const;
    if (type === 'batch') return { type, ...eventData.batch.safeParse(json) } as const;
    if (type === 'applications') return { type, ...eventData.applications.safeParse(json) } as const;
    return { type: 'heartbeat', ...eventData.heartbeat.safeParse(json) } as const;
  } catch {
    return null;
  }
}

function startLive(client: QueryClient): () => void {
  let gathered: Cancellation[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function put() {
    timer = undefined;
    const records = gathered;
    gathered = [];
    void putRecords(client, records);
  }

  const close = shareLiveEvents('fuse-cancel-console live', {
    url: paths.events,
    types: Object.keys(eventData),
    silenceMs: 2.5 * heartbeatMs,
    onState: setLiveState,
    onOpen: () => readAnew(client),
    onEvent(type, data) {
      const event = parsed(type, data);
      if (event?.success !== true) return readAnew(client);
      if (event.type === 'applications') void client.invalidateQueries({ queryKey: keys.applications });
      if (event.type === 'batch') {
        applyBatchEvent(client, event.data);
        putBatch(client, event.data);
      }
      if (event.type !== 'cancellation') return;
      gathered.push(event.data);
      timer ??= setTimeout(put, gatherMs);
    },
    // A 401, most likely: who is signed in is asked again, and that leads to the sign-in page.
    onRefused: () => void client.invalidateQueries({ queryKey: keys.session }),
  });
  return () => {
    clearTimeout(timer);
    close();
    setLiveState();
  };
}

/** Keeps the page up to date for as long as it is mounted; shows nothing. */
export default function Live() {
  const client = useQueryClient();
  useEffect(() => {
    let stop = whenIdle(() => {
      stop = startLive(client);
    });
    return () => stop();
  }, [client]);
  return null;
}
