import type { Cause, Outcome } from '../../contract';
import type { Settlement } from '../store/store';
import type { Exchange } from './fuse';

/** The console stopped while waiting; found at the next start. */
export interface ConsoleStopped {
  kind: 'console_stopped';
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
const unknown: Verdict = { outcome: 'unknown', undocumented: false, cause: null };

// Every 4xx that IANA registers but 408, whose sender may have acted before it lost patience; the two 5xx
// that say "I do not do this at all"; and the redirects that promise the deed was not done here. 302 and
// 303 are absent: servers send them after the deed, too.
const refusals: ReadonlySet<number> = new Set([
  301, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421,
  422, 423, 424, 425, 426, 428, 429, 431, 451, 501, 505,
]);

function classifyAnswer(status: number, html: boolean): Verdict {
  if (status === 202) return accepted;
  if (status === 204) return acceptedUndocumented;
  // A login or error page of something in between answers 200 as well.
  if (status === 200) return html ? { ...unknown, cause: 'html_answer' } : acceptedUndocumented;
  return refusals.has(status) ? refused : unknown;
}

/**
 * Decides the outcome of a cancellation; nothing else does. The rules are those of `docs/outcomes.md`:
 * `accepted` and `refused` only where Fuse said so, `not_sent` only where no connection was ever made,
 * `unknown` for all the rest. Never throws.
 */
export function classify(event: Exchange | ConsoleStopped): Verdict {
  if (event.kind === 'answered') return classifyAnswer(event.status, event.html);
  if (event.kind === 'not_connected') return { outcome: 'not_sent', undocumented: false, cause: event.cause };
  return { ...unknown, cause: event.kind === 'console_stopped' ? event.kind : event.cause };
}

/** What the store keeps of an exchange. `settledAt` is an ISO instant in UTC. */
export function settlementOf(event: Exchange | ConsoleStopped, settledAt: string): Settlement {
  const verdict = classify(event);
  if (event.kind === 'answered') {
    const { status, message, retryAfter, sentAt, answeredAt } = event;
    return { ...verdict, status, message, retryAfter, sentAt, answeredAt, settledAt };
  }
  const sentAt = event.kind === 'not_answered' ? event.sentAt : null;
  return { ...verdict, status: null, message: null, retryAfter: null, sentAt, answeredAt: null, settledAt };
}
