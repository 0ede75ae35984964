import { paths, verificationLine, type VerificationLine } from '@/contract';
import { ApiError } from '@/lib/api-client';
import { requestLines } from '@/lib/request-lines';

/** Why the verification ended before its last call. */
export type Stopped =
  | { why: 'person' }
  | { why: 'fuse'; code: 401 | 429; retryAfter: string | null }
  | { why: 'console'; detail: string };

interface Questions {
  cancellationId: string;
  verificationId: string;
  callIds: readonly string[];
}

/**
 * Has the console ask Fuse about calls, until the last one, the signal, or the first 401 or 429; `onLine` is called
 * with each answer as it arrives. Resolves to null if all calls were asked about.
 */
export async function askCalls(
  { cancellationId, verificationId, callIds }: Questions,
  signal: AbortSignal,
  onLine: (line: VerificationLine) => void,
): Promise<Stopped | null> {
  let stopped: Stopped | null = null;
  const hear = (line: VerificationLine) => {
    onLine(line);
    if (line.kind === 'failed') stopped = { why: 'console', detail: line.detail };
    if (line.kind !== 'answer') return;
    const { code, retryAfter } = line.answer;
    if (code === 401 || code === 429) stopped = { why: 'fuse', code, retryAfter };
  };
  try {
    const path = paths.verification(cancellationId, verificationId);
    await requestLines(verificationLine, path, { callIds }, { signal, onLine: hear });
    return stopped;
  } catch (error) {
    if (signal.aborted) return { why: 'person' };
    const detail = error instanceof ApiError ? error.problem.detail : 'The console did not answer.';
    return { why: 'console', detail };
  }
}
