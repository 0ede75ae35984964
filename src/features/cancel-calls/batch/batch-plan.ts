import {
  deploymentKey,
  isOpen,
  type Application,
  type Batch,
  type BatchTarget,
  type Cancellation,
  type Session,
} from '@/contract';
import { isProduction } from '@/common/environments';
import type { Identity } from '@/common/identity';
import { savedByKey, type SavedDeployment } from '@/common/saved-deployments';

/** One deployment of a batch as its dialog names it. */
export interface Target {
  applicationId: string;
  applicationName: string;
  deploymentId: string;
  name: string;
  environment: string;
  tags: readonly string[];
  note: string | null;
  /** As the page knew it when the dialog opened. */
  isProtected: boolean;
  /** Its last cancellation as the page knew it when the dialog opened. */
  last: Cancellation | null;
}

export function targetIdentity({ name: deploymentName, ...rest }: Target): Identity {
  return { ...rest, deploymentName };
}

/** What one batch is about, fixed at the moment its dialog opens. */
export interface BatchPlan {
  /** Made when the dialog opens: the console makes at most one batch of it. */
  id: string;
  targets: readonly Target[];
  /** How many of an earlier batch need no other try: accepted since, or being cancelled. */
  leftOut: number;
  /** Why, as it was said of the earlier batch. */
  reason: string;
  upstream: Session['upstream'];
  /** What others do and the person cancels in spite of. */
  despite: string[];
}

export function toTargets(held: readonly SavedDeployment[]): Target[] {
  return held.map(({ application, deployment }) => ({
    applicationId: deployment.applicationId,
    applicationName: application.name,
    deploymentId: deployment.deploymentId,
    name: deployment.name,
    environment: deployment.environment,
    tags: deployment.tags,
    note: deployment.note,
    isProtected: deployment.protection !== undefined,
    last: deployment.lastCancellation,
  }));
}

/** Whether a target certainly cancelled nothing: refused, not sent, not tried. */
function hasCancelledNothing({ state, cancellation }: BatchTarget): boolean {
  return (
    state === 'not_tried' ||
    (state === 'done' && (cancellation?.outcome === 'refused' || cancellation?.outcome === 'not_sent'))
  );
}

/** Targets of a batch as they are saved now; what is not saved any more, as it was. */
export function batchTargetsNow(targets: readonly BatchTarget[], saved: readonly Application[]): Target[] {
  return asSavedNow(targets.map(fromBatchTarget), saved);
}

/**
 * Those of a batch that certainly cancelled nothing, as they are saved now; what is not saved any more, as it was. Left
 * out is what was accepted since the batch began, or is being cancelled: nobody is to be asked for a second DELETE.
 */
export function selectRetryTargets(
  { targets, requestedAt }: Batch,
  saved: readonly Application[],
): { targets: Target[]; leftOut: number } {
  const all = batchTargetsNow(targets.filter(hasCancelledNothing), saved);
  const wanted = all.filter(
    ({ last }) =>
      !isOpen(last) && !(last?.outcome === 'accepted' && (last.settledAt ?? last.requestedAt) > requestedAt),
  );
  return { targets: wanted, leftOut: all.length - wanted.length };
}

/** The targets as they are saved now; what is not saved any more, as it was. */
export function asSavedNow(targets: readonly Target[], saved: readonly Application[]): Target[] {
  const known = savedByKey(saved);
  return targets.flatMap((target) => {
    const now = known.get(deploymentKey(target));
    return now === undefined ? [target] : toTargets([now]);
  });
}

function fromBatchTarget(target: BatchTarget): Target {
  const { applicationId, applicationName, deploymentId, deploymentName: name, environment } = target;
  const unknown = { tags: [], note: null, isProtected: false, last: null };
  return { applicationId, applicationName, deploymentId, name, environment, ...unknown };
}

/** A plan that nothing changes any more; production first, the rest in the order given. */
export function planBatch(
  targets: readonly Target[],
  upstream: Session['upstream'],
  { leftOut = 0, reason = '' }: Partial<Pick<BatchPlan, 'leftOut' | 'reason'>> = {},
): BatchPlan {
  const order = (target: Target) => (isProduction(target.environment) ? 0 : 1);
  return {
    id: crypto.randomUUID(),
    targets: targets.toSorted((one, other) => order(one) - order(other)),
    leftOut,
    reason,
    upstream,
    despite: [],
  };
}
