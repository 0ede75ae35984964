import type { CallAnswer } from '../../contract';
import type { Fuse } from '../fuse/fuse';

/** Plum takes a loop over single calls for an attack, so questions are at least so far apart. */
const pauseMs = 500;

export interface Calls {
  /** Asks Fuse for one call. Questions of all people together go out one after another, half a second apart. */
  ask(callId: string): Promise<CallAnswer>;
}

export function createCalls(options: { fuse: Fuse; now: () => Date }): Calls {
  const { fuse, now } = options;
  let turn: Promise<unknown> = Promise.resolve();

  async function askNow(callId: string): Promise<CallAnswer> {
    const askedAt = now().toISOString();
    const exchange = await fuse.askCall(callId);
    const nothing = { code: null, message: null, retryAfter: null, call: null };
    if (exchange.kind !== 'answered') return { callId, ...nothing, cause: exchange.cause, askedAt };
    const { status, message, retryAfter, call } = exchange;
    // A body that tells of the call is data, not a message.
    return {
      callId,
      code: status,
      cause: null,
      message: call === null ? message : null,
      retryAfter,
      call: status === 200 ? call : null,
      askedAt,
    };
  }

  return {
    ask(callId) {
      const answer = turn.then(() => askNow(callId));
      turn = answer.catch(() => undefined).then(() => new Promise((resolve) => setTimeout(resolve, pauseMs)));
      return answer;
    },
  };
}
