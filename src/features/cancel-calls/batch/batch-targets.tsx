import { isOpen, type Cancellation } from '@/contract';
import { ScrollList } from '@/components/ui/scroll-list';
import { TimeText } from '@/components/ui/time-text';
import { EnvironmentBadge } from '@/common/environment-badge';
import { isProduction } from '@/common/environments';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { identityIds } from '@/common/identity-lines';
import { isUncheckedUnknown, lastIsUnknown } from '../shared/words';
import { targetIdentity, type Target } from './batch-plan';
import { isolated } from '@/lib/isolated';

/** How many of the targets count as production, as a sentence. */
export function productionSentence(targets: readonly Target[]): string {
  const production = targets.filter((one) => isProduction(one.environment)).length;
  return production === 0
    ? 'None of them counts as production.'
    : `${production} of ${targets.length} ${production === 1 ? 'counts' : 'count'} as production.`;
}

/** Every target by name, IDs and environment, and how many of them count as production. */
export function BatchTargets({ targets }: { targets: readonly Target[] }) {
  return (
    <div className="space-y-1.5">
      <p className="text-sm text-ink-soft tabular">{productionSentence(targets)}</p>
      <ScrollList
        label="Deployments whose calls are cancelled"
        className="max-h-[min(18rem,33dvh)] bg-canvas"
      >
        {targets.map((target) => (
          <li
            key={`${target.applicationId}/${target.deploymentId}`}
            className="flex items-start gap-3 px-3 py-1.5"
          >
            <div className="min-w-0 flex-1">
              <p className="font-medium wrap-anywhere">{target.name}</p>
              <p className="text-xs wrap-anywhere text-ink-faint tabular">
                {identityIds(targetIdentity(target))}
              </p>
              <LastCancelled last={target.last} />
              {target.note !== null && (
                <p className="text-xs wrap-anywhere whitespace-pre-line text-ink-soft">
                  <span className="text-ink-faint">Note </span>
                  <span>{target.note}</span>
                </p>
              )}
            </div>
            <span className="shrink-0 pt-0.5">
              <EnvironmentBadge name={target.environment} />
            </span>
          </li>
        ))}
      </ScrollList>
    </div>
  );
}

/** The last cancellation, as far as it matters for another one. */
function LastCancelled({ last }: { last: Cancellation | null }) {
  if (last === null) return null;
  if (isOpen(last))
    return (
      <p className="text-xs font-medium wrap-anywhere text-warning">{`${isolated(last.person)} is cancelling it now. If that is not over at its turn, it is not tried.`}</p>
    );
  if (isUncheckedUnknown(last)) return <p className="text-xs font-medium text-warning">{lastIsUnknown}</p>;
  return (
    <p className="text-xs wrap-anywhere text-ink-soft">
      <span>{'Last cancelled '}</span>
      <TimeText iso={last.requestedAt} />
      <span>{` by ${isolated(last.person)}: ${outcomeLabel(last.outcome).label}, ${codeText(last)}`}</span>
    </p>
  );
}
