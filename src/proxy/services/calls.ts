import type { CallAnswer } from '../../contract';
import type { Fuse } from '../fuse/fuse';
import { ProblemError } from '../problems';

/** Plum takes a loop over single calls for an attack, so questions are at least so far apart. */
const pauseMs = 500;
/** Each page waits for one answer at a time, so that only a loop of somebody's own can have so many. */
const maxWaiting = 100;

export interface Calls {
  /**
   * Asks Fuse for one call. Questions of all people together go out one after another, half a second apart; one
   * whose `signal` is aborted before its turn is not asked. Problem `too_many_questions`.
   */
  ask(callId: string, signal: AbortSignal): Promise<CallAnswer>;
}

/** The one place from which Fuse is asked for a call. */
export function createCalls(options: { fuse: Fuse; now: () => Date }): Calls {
  const { fuse, now } = options;
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

  async function askNow(callId: string): Promise<CallAnswer> {
    const askedAt = now().toISOString();
    const exchange = await fuse.askCall(callId);
    const nothing = { code: null, message: null, retryAfter: null, call: null };
    if (exchange.kind !== 'answered') return { callId, ...nothing, cause: exchange.cause, askedAt };
    const { status, message, isPage, retryAfter, call } = exchange;
    // A body that tells of the call is data, not a message.
    return {
      callId,
      code: status,
      cause: isPage ? 'html_answer' : null,
      message: call === null ? message : null,
      retryAfter,
      call: status === 200 ? call : null,
      askedAt,
    };
  }

  return {
    async ask(callId, signal) {
      if (waiting >= maxWaiting) {
        throw new ProblemError(
          'too_many_questions',
          'Too many calls are being asked for. Try again in a minute.',
          {
            headers: { 'retry-after': '60' },
          },
        );
      }
      waiting += 1;
      const answer = turn.then(() => {
        if (signal.aborted) throw new ProblemError('not_found', 'Nobody waits for this answer any more.');
        return askNow(callId);
      });
      turn = answer.then(pause, () => (signal.aborted ? undefined : pause()));
      return answer.finally(() => (waiting -= 1));
    },
  };
}
