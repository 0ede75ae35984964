import type { Problem } from '../contract';
import { ApiError, BadReply } from '../lib/api-client';
import { problemWords } from './problem-words';

/**
 * What to say of a request to the console that failed. `certain`: the console refused, and nothing was done;
 * otherwise it may have been done and only the answer was lost.
 */
export function failureMessage(error: unknown): { certain: boolean; text: string } {
  if (error instanceof ApiError) {
    const { code, detail } = error.problem;
    // It has many meanings, and only the console knows which it is.
    return code === 'conflict' ? { ...problemWords[code], text: detail } : problemWords[code];
  }
  return {
    certain: false,
    text:
      error instanceof BadReply
        ? `What answered (with status ${error.status}) did not answer as this console does. Look whether it was done before you repeat it.`
        : 'The console did not answer. Look whether it was done before you repeat it.',
  };
}

/** The problem, if the console certainly refused before it did anything. */
export function certainProblem(error: unknown): Problem | null {
  return error instanceof ApiError && failureMessage(error).certain ? error.problem : null;
}

/** Why a question to the console brought no answer to it. */
export function unansweredWords(error: Error): string {
  if (error instanceof ApiError && error.problem.code === 'sign_in_required')
    return 'You are no longer signed in';
  if (error instanceof ApiError && error.problem.status < 500) return 'The console refuses to tell';
  if (error instanceof ApiError || error instanceof BadReply) return 'The console answered with an error';
  return 'The console cannot be reached';
}
