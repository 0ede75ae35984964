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
