import type { z } from '@/contract/zod';
import { ApiError } from '@/lib/api-client';

/** The rules that the console names in an `invalid_request`, by the form's own field names (`tags.0`). */
export function fieldErrors(error: unknown): { field: string; message: string }[] {
  return error instanceof ApiError && error.problem.code === 'invalid_request'
    ? (error.problem.errors ?? [])
    : [];
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.problem.code === 'conflict';
}

/** For `validate` of react-hook-form: true, or the rule that the value breaks, as a sentence about `label`. */
export function checkRule(label: string, schema: z.ZodMiniType, value: unknown): true | string {
  const { error } = schema.safeParse(value);
  const [issue] = error?.issues ?? [];
  if (issue === undefined) return true;
  const [place] = issue.path;
  // The schema of a list names the item that breaks the rule.
  return typeof place === 'number' ? `Tag ${place + 1} ${issue.message}.` : `${label} ${issue.message}.`;
}
