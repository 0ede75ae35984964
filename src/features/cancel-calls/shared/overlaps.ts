import { useQuery, useQueries } from '@tanstack/react-query';
import {
  deploymentKey,
  recentMs,
  type ApplicationList,
  type Batch,
  type BatchSummary,
  type Cancellation,
  type Overlap,
} from '@/contract';
import { useNow } from '@/lib/use-now';
import { batchQuery } from '../api/get-batch';
import { newestBatches } from '../api/list-batches';
import { useSavedList } from './use-saved-list';

/** What stands against a target, as the page knows it; an accepted cancellation with the batch that it was of. */
export type KnownOverlap = Overlap & { batchId?: string | null };

type Ids = Pick<Overlap, 'applicationId' | 'deploymentId'>;

interface Known {
  /** The batch or cancellation that the dialog itself is about. */
  own: string;
  saved: ApplicationList | undefined;
  batches: readonly BatchSummary[];
  /** Of the batches those that run, with their lists. */
  running: readonly Batch[];
  /** What the console has answered to an earlier try. */
  told: readonly Overlap[];
  now: number;
}

function acceptedSince(last: Cancellation, now: number): KnownOverlap | null {
  if (last.outcome !== 'accepted' || last.settledAt === null) return null;
  if (Date.parse(last.settledAt) <= now - recentMs) return null;
  const { applicationId, deploymentId, id, batchId, person, settledAt: at } = last;
  return { applicationId, deploymentId, kind: 'accepted', id, batchId, person, at };
}

function holds(overlap: Overlap, { batches, running, now }: Known): boolean {
  if (overlap.kind === 'accepted') return Date.parse(overlap.at) > now - recentMs;
  const isRunning = batches.find(({ id }) => id === overlap.id)?.state ?? 'running';
  return isRunning === 'running' && !running.some(({ id }) => id === overlap.id);
}

/** What others do to the targets: what the console would refuse if it is not named in `despite`. */
function overlapsOf(targets: readonly Ids[], known: Known): KnownOverlap[] {
  const { own, saved, running, told, now } = known;
  const wanted = new Set(targets.map(deploymentKey));
  const accepted = (saved?.items ?? []).flatMap(({ deployments }) =>
    deployments.flatMap((one) =>
      one.lastCancellation !== null && wanted.has(deploymentKey(one))
        ? (acceptedSince(one.lastCancellation, now) ?? [])
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
  const seen = [...waiting, ...accepted].filter(({ id, batchId }) => id !== own && batchId !== own);
  const isSeen = (one: Overlap) =>
    seen.some(({ id, ...ids }) => id === one.id && deploymentKey(ids) === deploymentKey(one));
  return [
    ...seen,
    ...told.filter((one) => wanted.has(deploymentKey(one)) && !isSeen(one) && holds(one, known)),
  ];
}

const none: BatchSummary[] = [];

/** `overlapsOf` the targets, from the saved list, the running batches and what the console has `told`. */
export function useOverlaps(own: string, targets: readonly Ids[], told: readonly Overlap[]): KnownOverlap[] {
  const saved = useSavedList();
  const now = useNow();
  const { data } = useQuery(newestBatches);
  const batches = data?.items ?? none;
  const running = useQueries({
    queries: batches.filter(({ state }) => state === 'running').map(({ id }) => batchQuery(id)),
    combine: (results) => results.flatMap(({ data: batch }) => batch ?? []),
  });
  return overlapsOf(targets, { own, saved, batches, running, told, now });
}
