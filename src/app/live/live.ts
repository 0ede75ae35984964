import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createElement, useEffect, useState } from 'react';
import type { Cancellation, ClockDifference, Session } from '@/contract';
import { eventGuards } from '@/contract/event-guards';
import { paths } from '@/contract/paths';
import { heartbeatMs } from '@/contract/enums';
import { keys } from '@/common/query-keys';
import { putBatch, putRecords } from '@/common/record-cache';
import { runningBatches } from '@/features/cancel-calls/batch/running-batches';
import { whenIdle } from '@/lib/idle';
import { shareLiveEvents } from '@/lib/shared-live-events';
import { learnServerTime } from '@/lib/server-clock';
import { setLiveState } from '@/lib/live-state';
import { ClockNotice } from '../shell/clock-notice';

/** Events of one burst, as after a reconnection, change the page once. */
const gatherMs = 30;

/** Whatever is shown may have changed without an event. */
function readAnew(client: QueryClient) {
  const told = [keys.applications, keys.cancellations, keys.newestBatches, keys.batches];
  for (const queryKey of told) void client.invalidateQueries({ queryKey });
}

/** Asks who one is, unless the page shows that identity already. */
function compareIdentity(client: QueryClient, identity: unknown) {
  if (client.getQueryData<Session>(keys.session)?.identity !== identity)
    void client.invalidateQueries({ queryKey: keys.session });
}

/** Tells the other tabs of this browser which identity this one shows, and hears it from them. */
function shareIdentity(client: QueryClient): () => void {
  const channel = new BroadcastChannel('fuse-cancel-console identity');
  channel.addEventListener('message', ({ data }: MessageEvent) => compareIdentity(client, data));
  channel.postMessage(client.getQueryData<Session>(keys.session)?.identity);
  return () => channel.close();
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** Between two readings of the saved list while one change of it follows another. */
const listPauseMs = 500;

function startLive(client: QueryClient, onClock: (clock: ClockDifference | null) => void): () => void {
  let gathered: Cancellation[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let listChanged = false;
  let readingList = false;
  let history: string | undefined;

  /** A reading that each new change broke off would never come to its end. */
  async function readList() {
    listChanged = true;
    if (readingList) return;
    readingList = true;
    while (listChanged) {
      listChanged = false;
      await client.invalidateQueries({ queryKey: keys.applications });
      if (listChanged) await new Promise((resolve) => setTimeout(resolve, listPauseMs));
    }
    readingList = false;
  }

  function put() {
    timer = undefined;
    const records = gathered;
    gathered = [];
    putRecords(client, records);
  }

  const close = shareLiveEvents('fuse-cancel-console live', {
    url: paths.events,
    types: Object.keys(eventGuards),
    renewAt: 'renew',
    silenceMs: 2.5 * heartbeatMs,
    onState: setLiveState,
    onOpen: () => readAnew(client),
    onEvent(type, data) {
      const news = parsed(data);
      if (type === 'connected' && eventGuards.connected(news)) return compareIdentity(client, news.identity);
      if (type === 'cancellation' && eventGuards.cancellation(news)) {
        gathered.push(news);
        timer ??= setTimeout(put, gatherMs);
      } else if (type === 'batch' && eventGuards.batch(news)) putBatch(client, news);
      else if (type === 'applications' && eventGuards.applications(news)) void readList();
      else if (type === 'heartbeat' && eventGuards.heartbeat(news)) {
        learnServerTime(Date.parse(news.at), true);
        // The database was put back, or is another one: its numbers do not go on from what was heard.
        if (history !== undefined && history !== news.history) readAnew(client);
        history = news.history;
        onClock(news.clock);
      } else readAnew(client);
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

/** What this tab has started before it was loaded anew. */
async function watchBatches(client: QueryClient) {
  const running = runningBatches();
  if (running.length === 0) return;
  const { watchBatch } = await import('@/features/cancel-calls/batch/watch-batch');
  for (const id of running) watchBatch(client, id, { tellsThatItRuns: true });
}

/** Keeps the page up to date for as long as it is mounted; shows only that a clock is wrong. */
export default function Live() {
  const client = useQueryClient();
  const [clock, setClock] = useState<ClockDifference | null>(null);
  useEffect(() => {
    let stop = whenIdle(() => {
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
  return clock && createElement(ClockNotice, clock);
}
