import { QueryObserver, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  deploymentKey,
  isOfAccount,
  recentMs,
  type ApplicationList,
  type Batch,
  type BatchSummary,
  type Cancellation,
  type Overlap,
  type Session,
} from '@/contract';
import { useNow } from '@/lib/use-now';
import { keys } from '@/common/query-keys';
import { batchQuery } from '../api/get-batch';
import { newestBatches } from '../api/list-batches';
import { useSavedList } from '@/common/use-saved-list';

/** What stands against a target, as the page knows it; an accepted cancellation with the batch that it was of. */
export type KnownOverlap = Overlap & { batchId?: string | null };

type Ids = Pick<Overlap, 'applicationId' | 'deploymentId'>;

interface OverlapSources {
  /** The batch or cancellation that the dialog itself is about. */
  ownId: string;
  saved: ApplicationList | undefined;
  batches: readonly BatchSummary[];
  /** Of the batches those that run, with their lists. */
  running: readonly Batch[];
  /** What the console has answered to an earlier try. */
  reported: readonly Overlap[];
  now: number;
}

function toAcceptedOverlap(last: Cancellation, now: number): KnownOverlap | null {
  if (last.outcome !== 'accepted' || last.settledAt === null) return null;
  if (Date.parse(last.settledAt) <= now - recentMs) return null;
  const { applicationId, deploymentId, id, batchId, person, settledAt: at } = last;
  return { applicationId, deploymentId, kind: 'accepted', id, batchId, person, at };
}

function isCurrent(overlap: Overlap, { batches, running, now }: OverlapSources): boolean {
  if (overlap.kind === 'accepted') return Date.parse(overlap.at) > now - recentMs;
  const isRunning = batches.find(({ id }) => id === overlap.id)?.state ?? 'running';
  return isRunning === 'running' && !running.some(({ id }) => id === overlap.id);
}

/** What others do to the targets: what the console would refuse if it is not named in `despite`. */
function findOverlaps(targets: readonly Ids[], sources: OverlapSources): KnownOverlap[] {
  const { ownId, saved, running, reported, now } = sources;
  const wanted = new Set(targets.map(deploymentKey));
  const accepted = (saved?.items ?? []).flatMap(({ deployments }) =>
    deployments.flatMap((one) =>
      one.lastCancellation !== null && wanted.has(deploymentKey(one))
        ? (toAcceptedOverlap(one.lastCancellation, now) ?? [])
        : [],
    ),
  );
  const waiting = running
    .filter(({ state, stopReason }) => state === 'running' && stopReason === null)
    .flatMap(({ id, person, requestedAt: at, targets: theirs }) =>
      theirs
        .filter(
          (one) => (one.state === 'waiting' || one.state === 'current') && wanted.has(deploymentKey(one)),
        )
        .map(({ applicationId, deploymentId }): KnownOverlap => ({
          applicationId,
          deploymentId,
          kind: 'waiting',
          id,
          person,
          at,
        })),
    );
  const seen = [...waiting, ...accepted].filter(({ id, batchId }) => id !== ownId && batchId !== ownId);
  const isSeen = (one: Overlap) =>
    seen.some(({ id, ...ids }) => id === one.id && deploymentKey(ids) === deploymentKey(one));
  return [
    ...seen,
    ...reported.filter((one) => wanted.has(deploymentKey(one)) && !isSeen(one) && isCurrent(one, sources)),
  ];
}

const none: BatchSummary[] = [];

/** Those of the batches that are known by now. `useQueries` would do the same, and be one kilobyte more to fetch. */
function useBatches(ids: readonly string[]): Batch[] {
  const client = useQueryClient();
  const [batches, setBatches] = useState<Batch[]>([]);
  const list = ids.join(' ');
  useEffect(() => {
    const observers = list
      .split(' ')
      .filter(Boolean)
      .map((id) => new QueryObserver(client, batchQuery(id)));
    const update = () => setBatches(observers.flatMap((one) => one.getCurrentResult().data ?? []));
    const unsubscribes = observers.map((one) => one.subscribe(update));
    update();
    return () => unsubscribes.forEach((unsubscribe) => unsubscribe());
  }, [client, list]);
  return batches;
}

/** `findOverlaps` of the targets, from the saved list, the account's running batches and what the console has `reported`. */
export function useOverlaps(
  ownId: string,
  targets: readonly Ids[],
  reported: readonly Overlap[],
): KnownOverlap[] {
  const saved = useSavedList();
  const account = useQueryClient().getQueryData<Session>(keys.session)?.upstream.account;
  const now = useNow();
  const { data } = useQuery(newestBatches);
  const batches = data?.items ?? none;
  const running = useBatches(
    batches.filter((one) => one.state === 'running' && isOfAccount(one, account)).map(({ id }) => id),
  );
  return findOverlaps(targets, { ownId, saved, batches, running, reported, now });
}
