import { demandsOf, shownFields, type CancellationRequest, type Review } from '../../../contract';
import type { Judge } from '../../access/judge';
import type { AppOptions } from '../../http/app-env';
import { invalidFields } from '../../http/input';
import { nothingSent, ProblemError } from '../../http/problems';
import type { TaggedDeployment } from '../../store/store';

/** The person who cancels, and what they may do. */
export interface Canceller {
  person: string;
  judge: Judge;
}

/** Where the rules of a cancellation come from. */
export type RuleSource = Pick<AppOptions, 'consoleFile' | 'nonProductionEnvironments'>;

/** What a request says of one deployment. */
type Target = Pick<
  CancellationRequest,
  'applicationName' | 'deploymentName' | 'environment' | 'confirmedDeploymentId'
>;

/**
 * Checks a request to cancel by what is saved, in this order: `role_required` where the person may not cancel,
 * `changed` where they saw something else than what is saved, `invalid_request` where a rule asks for more. `saved` are
 * the targets as they are saved, and `prefixOf` names a target's fields in the request.
 */
export function checkConditions(
  { consoleFile, nonProductionEnvironments }: RuleSource,
  judge: Judge,
  saved: readonly TaggedDeployment[],
  { targets, reason }: { targets: readonly Target[]; reason: string | null },
  prefixOf: (index: number) => string,
): void {
  const { rules } = consoleFile.current();
  const each = judge.each('cancel');
  const changed: { field: string; message: string }[] = [];
  const invalid: { field: string; message: string }[] = [];
  const differing: TaggedDeployment[] = [];
  /** What lacks something that a rule demands. */
  const lacking: TaggedDeployment[] = [];
  for (const [index, deployment] of saved.entries()) {
    const { [index]: target } = targets;
    const prefix = prefixOf(index);
    each.add(prefix === '' ? 'deploymentId' : prefix.slice(0, -1), deployment);
    for (const field of shownFields) {
      const shown = target?.[field];
      if (shown !== undefined && shown !== deployment[field]) {
        changed.push({ field: `${prefix}${field}`, message: `is “${deployment[field]}” by now` });
        differing.push(deployment);
      }
    }
    const demands = demandsOf(rules ?? [], deployment, nonProductionEnvironments);
    const isConfirmed = target?.confirmedDeploymentId === deployment.deploymentId;
    const wantsReadBack = rules !== null && demands.isReadBack;
    if (!isConfirmed && (wantsReadBack || target?.confirmedDeploymentId !== undefined))
      invalid.push({ field: `${prefix}confirmedDeploymentId`, message: 'must repeat the deployment ID' });
    const lacksReason = demands.isReasonRequired && reason === null;
    if (lacksReason || (wantsReadBack && !isConfirmed)) lacking.push(deployment);
    if (lacksReason && !invalid.some(({ field }) => field === 'reason'))
      invalid.push({
        field: 'reason',
        message: `must be given for deployment ${deployment.deploymentId} (${deployment.environment})`,
      });
  }
  each.require();
  if (changed.length > 0) {
    const what = changed
      .slice(0, 5)
      .map(({ field, message }) => `${field} ${message}`)
      .join('; ');
    const more = changed.length > 5 ? `; and ${changed.length - 5} more` : '';
    throw new ProblemError(
      'changed',
      `The saved list has changed since you looked: ${what}${more}. ${nothingSent}`,
      { extra: { errors: changed.slice(0, 100) }, targets: differing },
    );
  }
  if (invalid.length > 0) throw invalidFields(invalid, lacking);
}

/** Until when the outcome must be confirmed, and by whom; null where no rule asks for that. `requestedAt` is an instant. */
export function reviewOf(
  { consoleFile, nonProductionEnvironments }: RuleSource,
  deployment: Pick<TaggedDeployment, 'environment' | 'tags'>,
  requestedAt: string,
): Omit<Review, 'isOverdue'> | null {
  const { reviewWithinMs } = demandsOf(
    consoleFile.current().rules ?? [],
    deployment,
    nonProductionEnvironments,
  );
  if (reviewWithinMs === null) return null;
  return { dueAt: new Date(Date.parse(requestedAt) + reviewWithinMs).toISOString(), byAnother: true };
}
