import { callAnswer, paths, type CallAnswer } from '@/contract';
import { ApiError, request } from '@/lib/api-client';

/** Why the questions ended before the last call. */
export type Stopped =
  | { why: 'person' }
  | { why: 'fuse'; code: 401 | 429; retryAfter: string | null }
  | { why: 'console'; detail: string };

/**
 * Asks for one call after another, never two at once, until the last one, the signal, or the first 401 or
 * 429 of Fuse; `onAnswer` hears each answer. Answers null if all were asked.
 */
export async function askCalls(
  ids: readonly string[],
  signal: AbortSignal,
  onAnswer: (answer: CallAnswer) => void,
): Promise<Stopped | null> {
  for (const id of ids) {
    try {
      const answer = await request(callAnswer, 'GET', paths.call(id), undefined, { signal });
      onAnswer(answer);
      const { code, retryAfter } = answer;
      if (code === 401 || code === 429) return { why: 'fuse', code, retryAfter };
    } catch (error) {
      if (signal.aborted) return { why: 'person' };
      const detail = error instanceof ApiError ? error.problem.detail : 'The console did not answer.';
      return { why: 'console', detail };
    }
  }
  return null;
}
