import type { Cause, Outcome } from '../../contract';
import type { Settlement } from '../store/store';
import type { Exchange } from './fuse';

/** A cancellation whose result is not known from an exchange with Fuse. */
export interface WithoutExchange {
  /**
   * `console_stopped`: while waiting, found at the next start. `console_failed`: the Fuse client threw an error, and
   * it is not known how far the request had come. `never_sent`: the intent was written after all, though its requester
   * had been told that nothing is sent.
   */
  kind: 'console_stopped' | 'console_failed' | 'never_sent';
}

/** The decision about one cancellation. */
export interface Verdict {
  outcome: Outcome;
  /** Accepted with a status that Fuse's documentation does not list. */
  undocumented: boolean;
  cause: Cause | null;
}

const accepted: Verdict = { outcome: 'accepted', undocumented: false, cause: null };
const acceptedUndocumented: Verdict = { outcome: 'accepted', undocumented: true, cause: null };
const refused: Verdict = { outcome: 'refused', undocumented: false, cause: null };
const notSent: Verdict = { outcome: 'not_sent', undocumented: false, cause: null };
const unknown: Verdict = { outcome: 'unknown', undocumented: false, cause: null };

// Every 4xx that IANA registers but 408, whose sender may have acted before it lost patience; the two 5xx
// that say "I do not do this at all"; and the redirects that promise the deed was not done here. 302 and
// 303 are absent: servers send them after the deed, too.
const refusals: ReadonlySet<number> = new Set([
  301, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421,
  422, 423, 424, 425, 426, 428, 429, 431, 451, 501, 505,
]);

type Answer = Pick<Extract<Exchange, { kind: 'answered' }>, 'status' | 'doubt' | 'isPage'>;

function classifyAnswer({ status, doubt, isPage }: Answer): Verdict {
  // A login page answers 200 as well, and so does an API that puts its failures into the body.
  if (status === 200) return doubt === null ? acceptedUndocumented : { ...unknown, cause: doubt };
  // The cause says only whose words they are: no body changes the outcome of another status.
  const cause = isPage ? 'html_answer' : null;
  if (status === 202) return { ...accepted, cause };
  if (status === 204) return { ...acceptedUndocumented, cause };
  return { ...(refusals.has(status) ? refused : unknown), cause };
}

/**
 * Decides the outcome of a cancellation; nothing else does. The rules are those of `docs/outcomes.md`:
 * `accepted` and `refused` only where Fuse said so, `not_sent` only where no connection was ever made,
 * `unknown` for all the rest. Never throws.
 */
export function classify(event: Exchange | WithoutExchange): Verdict {
  switch (event.kind) {
    case 'answered':
      return classifyAnswer(event);
    case 'not_connected':
      return { ...notSent, cause: event.cause };
    case 'never_sent':
      return notSent;
    case 'not_answered':
      return { ...unknown, cause: event.cause };
    case 'console_stopped':
    case 'console_failed':
      return { ...unknown, cause: event.kind };
  }
}

/** The outcome of an event and the facts that the store keeps with it. `settledAt` is an ISO instant in UTC. */
export function decideSettlement(event: Exchange | WithoutExchange, settledAt: string): Settlement {
  const verdict = classify(event);
  if (event.kind === 'answered') {
    const { status, message, retryAfter, sentAt, answeredAt } = event;
    return { ...verdict, status, message, retryAfter, sentAt, answeredAt, settledAt };
  }
  const sentAt = event.kind === 'not_answered' ? event.sentAt : null;
  return { ...verdict, status: null, message: null, retryAfter: null, sentAt, answeredAt: null, settledAt };
}
