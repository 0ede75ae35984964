import type { BatchRequest } from '../../../contract';
import { nothingSent, ProblemError } from '../../http/problems';

/**
 * The problem of a batch's targets at these indices: its detail names the only one or counts them, and its errors name
 * each.
 */
export function targetsProblem(
  code: 'not_saved' | 'protected',
  targets: BatchRequest['targets'],
  indices: readonly number[],
  predicate: string,
  reason?: string,
): ProblemError {
  const [first = 0, ...others] = indices;
  const target = targets[first];
  const what =
    others.length === 0
      ? `Deployment ${target?.deploymentId} of application ${target?.applicationId} is`
      : `${indices.length} of the ${targets.length} deployments are`;
  const why = reason === undefined ? '' : `: “${reason}”`;
  return new ProblemError(code, `${what} ${predicate}${why}. ${nothingSent}`, {
    extra: {
      ...(reason !== undefined && { reason }),
      errors: indices.map((index) => ({ field: `targets.${index}`, message: `is ${predicate}` })),
    },
    targets: indices.flatMap((index) => targets[index] ?? []),
  });
}
