import type { CallAnswer } from '../../../contract';
import type { Fuse } from '../../fuse/fuse';
import { ProblemError } from '../../http/problems';
import { tooManyRequests } from '../../http/lanes';

/** Between two questions: Plum takes a loop over single calls for an attack. */
const pauseMs = 500;
/** Questions of one person that may wait. A page waits for one answer at a time, so only a loop reaches this. */
const maxWaiting = 100;

export interface Calls {
  /**
   * Asks Fuse for one call. Questions of all people together go out half a second apart, the people in turn; a person
   * has one question at Fuse at a time, so that a slow answer holds up nobody else. A question whose `signal` is
   * aborted before its turn is not asked. Problem `too_many_requests`.
   */
  ask(callId: string, person: string, signal: AbortSignal): Promise<CallAnswer>;
}

interface Question {
  ask: () => Promise<void>;
  /** Ends the question without asking it. */
  drop: () => void;
  signal: AbortSignal;
}

/** The only module that asks Fuse for a call. */
export function createCalls(options: { fuse: Fuse; now: () => Date }): Calls {
  const { fuse, now } = options;
  /** The questions of each person, in the order of the people's turns. */
  const waiting = new Map<string, Question[]>();
  const beingAsked = new Set<string>();
  let isPausing = false;

  async function askNow(callId: string): Promise<CallAnswer> {
    const askedAt = now().toISOString();
    const exchange = await fuse.getCallStatus(callId);
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

  function askNext(): void {
    if (isPausing) return;
    for (const [person, questions] of waiting) {
      if (beingAsked.has(person)) continue;
      const question = questions.shift();
      // The person's next turn comes after everybody else's.
      waiting.delete(person);
      if (questions.length > 0) waiting.set(person, questions);
      if (question === undefined) continue;
      if (question.signal.aborted) {
        question.drop();
        continue;
      }
      beingAsked.add(person);
      isPausing = true;
      setTimeout(() => {
        isPausing = false;
        askNext();
      }, pauseMs);
      void question.ask().finally(() => {
        beingAsked.delete(person);
        askNext();
      });
      return;
    }
  }

  return {
    async ask(callId, person, signal) {
      const waitingQuestions = waiting.get(person) ?? [];
      if (waitingQuestions.length >= maxWaiting)
        throw tooManyRequests('Too many calls are being asked for.', 60);
      return new Promise<CallAnswer>((resolve, reject) => {
        waiting.set(person, waitingQuestions);
        waitingQuestions.push({
          ask: () => askNow(callId).then(resolve, reject),
          drop: () => reject(new ProblemError('not_found', 'Nobody waits for this answer any more.')),
          signal,
        });
        askNext();
      });
    },
  };
}
