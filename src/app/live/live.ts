import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createElement, Fragment, useEffect, useState } from 'react';
import {
  eventTypes,
  heartbeatMs,
  paths,
  streamEvent,
  views,
  type Cancellation,
  type ClockDifference,
  type Session,
} from '@/contract';
import { keys } from '@/common/query-keys';
import { getSentStatus } from '@/common/own-cancellations';
import { putBatch, putRecords } from '@/common/record-cache';
import { lazyPart } from '@/components/ui/lazy-part';
import { NewOutcomes } from '@/features/activity/journal/new-outcomes';
import { runningBatches } from '@/features/cancel-calls/batch/running-batches';
import { parseJson } from '@/lib/api-client';
import { setLiveState } from '@/lib/live-state';
import { learnServerTime } from '@/lib/server-clock';
import { shareLiveEvents } from '@/lib/shared-live-events';
import { useSession } from '../session/session';
import { useConfigurationToast } from './use-configuration-toast';

const ClockNotice = lazyPart(() => import('../shell/clock-notice'));

/** Records of one burst, as after a reconnection, change the page once. */
const burstMs = 30;
/** Between two readings of the saved list while one change of it follows another. */
const listPauseMs = 500;

/** Reads everything anew that may have changed without an event. */
function invalidateAll(client: QueryClient) {
  for (const queryKey of [
    keys.applications,
    keys.changes,
    keys.cancellations,
    keys.newestBatches,
    keys.batches,
  ])
    void client.invalidateQueries({ queryKey });
}

/** Reads the session anew unless the page shows this identity already. */
function compareIdentity(client: QueryClient, identity: unknown) {
  if (client.getQueryData<Session>(keys.session)?.identity !== identity)
    void client.invalidateQueries({ queryKey: keys.session });
}

/** Exchanges with the other tabs of this browser which identity each of them shows. */
function shareIdentity(client: QueryClient): () => void {
  const channel = new BroadcastChannel('fuse-cancel-console identity');
  channel.addEventListener('message', ({ data }: MessageEvent) => compareIdentity(client, data));
  channel.postMessage(client.getQueryData<Session>(keys.session)?.identity);
  return () => channel.close();
}

/** Reads the saved list anew at each call, one reading at a time: a reading that each change broke off would never end. */
function createListReader(client: QueryClient): () => Promise<void> {
  let hasChanged = false;
  let isReading = false;
  return async () => {
    hasChanged = true;
    if (isReading) return;
    isReading = true;
    while (hasChanged) {
      hasChanged = false;
      void client.invalidateQueries({ queryKey: keys.changes });
      await client.invalidateQueries({ queryKey: keys.applications });
      if (hasChanged) await new Promise((resolve) => setTimeout(resolve, listPauseMs));
    }
    isReading = false;
  };
}

function startLive(client: QueryClient, onClock: (clock: ClockDifference | null) => void): () => void {
  let records: Cancellation[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let history: string | undefined;
  const readList = createListReader(client);

  function putGathered() {
    timer = undefined;
    const gathered = records;
    records = [];
    putRecords(client, gathered);
  }

  function handleEvent(json: unknown) {
    const event = streamEvent.safeParse(json);
    if (!event.success) return invalidateAll(client);
    const { type, data } = event.data;
    switch (type) {
      case 'connected':
        return compareIdentity(client, data.identity);
      case 'cancellation':
        records.push(data);
        timer ??= setTimeout(putGathered, burstMs);
        return undefined;
      case 'batch':
        return putBatch(client, data);
      case 'applications':
        return void readList();
      case 'heartbeat':
        learnServerTime(Date.parse(data.at), true);
        // The database was put back, or is another one: its event numbers do not go on from the last one.
        if (history !== undefined && history !== data.history) invalidateAll(client);
        history = data.history;
        return onClock(data.clock);
      case 'reset':
        return invalidateAll(client);
      case 'configuration':
        void client.invalidateQueries({ queryKey: keys.changes });
        return void client.invalidateQueries({ queryKey: keys.session });
      case 'renew':
        // `shareLiveEvents` has opened another stream already.
        return undefined;
    }
  }

  const close = shareLiveEvents('fuse-cancel-console live', {
    url: paths.events,
    types: eventTypes,
    renewAt: 'renew',
    silenceMs: 2.5 * heartbeatMs,
    onState: setLiveState,
    onOpen: () => invalidateAll(client),
    onEvent: (type, data) => handleEvent({ type, data: parseJson(data) }),
    // A 401, most likely: the session is read anew, and that leads to the sign-in page.
    onRefused: () => void client.invalidateQueries({ queryKey: keys.session }),
  });
  return () => {
    clearTimeout(timer);
    close();
    setLiveState();
  };
}

/** Follows the batches that this tab had started before it was reloaded. */
async function watchBatches(client: QueryClient) {
  const running = runningBatches();
  if (running.length === 0) return;
  const { watchBatch } = await import('@/features/cancel-calls/batch/watch-batch');
  for (const id of running) watchBatch(client, id, { tellsThatItRuns: true });
}

/** By the toast, dialog or view of what was cancelled in this tab, or by the view of the record or batch. */
function isToldElsewhere({ id, batchId }: Cancellation): boolean {
  if (getSentStatus(id) !== undefined || location.pathname === views.cancellation(id)) return true;
  return (
    batchId !== null && (runningBatches().includes(batchId) || location.pathname === views.batch(batchId))
  );
}

/** Keeps the page up to date for as long as it is mounted, and tells what is new to confirm or wrong with a clock. */
export default function Live() {
  const client = useQueryClient();
  const [clock, setClock] = useState<ClockDifference | null>(null);
  useEffect(() => {
    let stop = () => clearTimeout(timer);
    // In a task of its own: StrictMode mounts twice, and would open two streams.
    const timer = setTimeout(() => {
      const stopSharing = shareIdentity(client);
      const stopLive = startLive(client, setClock);
      stop = () => {
        stopSharing();
        stopLive();
      };
      watchBatches(client).catch(() => undefined);
    });
    return () => stop();
  }, [client]);
  useConfigurationToast(useSession()?.configurationProblem);
  return createElement(
    Fragment,
    null,
    createElement(NewOutcomes, { isTold: isToldElsewhere }),
    clock && createElement(ClockNotice, clock),
  );
}
