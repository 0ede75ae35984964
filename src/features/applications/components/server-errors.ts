import { ApiError } from '@/lib/api-client';

/**
 * The rules that the console names in an `invalid_request`, by the form's own field names. Errors of list
 * items (`tags.0`) belong to the list.
 */
export function fieldErrors(error: unknown): { field: string; message: string }[] {
  if (!(error instanceof ApiError) || error.problem.code !== 'invalid_request') return [];
  return (error.problem.errors ?? []).map(({ field, message }) => ({
    field: field.split('.')[0] ?? field,
    message,
  }));
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.problem.code === 'conflict';
}
