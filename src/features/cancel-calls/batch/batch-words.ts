import type { Batch, BatchState, BatchSummary, NotTriedReason, StopReason } from '@/contract';
import type { Tone } from '@/components/ui/badge';
import { retryAfterEnd } from '@/common/outcome-words';
import { asOfTime, fullTime } from '@/lib/dates';
import { isolated } from '@/lib/isolated';
import { counted } from '@/lib/grouped';

const stops = {
  stopped: 'A person stopped it.',
  fuse_401: 'Fuse answered 401 Unauthorized, so the rest was not sent.',
  fuse_429: 'Fuse answered 429 Too Many Requests, so the rest was not sent.',
  journal_unavailable: 'The journal could not be written, and nothing is sent without it.',
  console_stopped: 'The console stopped. A batch is never resumed by itself.',
  console_failed: 'The console itself failed, so the rest was not sent. The error is in its log.',
} as const satisfies Record<StopReason, string>;

/** Of one that had no rest. */
const lastStops: Partial<Record<StopReason, string>> = {
  stopped: 'A person stopped it during its last deployment.',
  fuse_401: 'Fuse answered its last deployment with 401 Unauthorized.',
  fuse_429: 'Fuse answered its last deployment with 429 Too Many Requests.',
  console_failed: 'The console itself failed at its last deployment. The error is in its log.',
};

/** What stopped a batch, or null. */
export function stopWords({ state, stopReason, stoppedBy, counts }: BatchSummary): string | null {
  if (stopReason === null) return null;
  const noRest = state !== 'running' && counts.notTried === 0;
  const words = (noRest ? lastStops[stopReason] : undefined) ?? stops[stopReason];
  return stoppedBy === null ? words : words.replace('A person', () => isolated(stoppedBy));
}

/** What a batch that was stopped does with its rest, or null. */
export function restWords({ state, stopReason, counts }: BatchSummary, asOf: number | null): string | null {
  if (stopReason === null) return null;
  if (state !== 'running')
    return counts.notTried === 0 ? null : 'What was not tried is marked; nothing was sent for it.';
  return asOf === null
    ? 'The deployment being cancelled now is the last one.'
    : 'The deployment that was being cancelled at that time is the last one.';
}

/** What a batch has that certainly cancelled nothing, as in `refused, not sent and not tried`. */
export function retryWords({ refused, notSent, notTried: untried }: BatchSummary['counts']): string {
  const words = [refused > 0 && 'refused', notSent > 0 && 'not sent', untried > 0 && 'not tried'];
  return words
    .filter((word) => word !== false)
    .join(', ')
    .replace(/, ([^,]+)$/, ' and $1');
}

const notTried = {
  in_progress: 'somebody else was cancelling it',
  protected: 'it was protected meanwhile',
  changed: 'it was changed in the saved list meanwhile',
  not_saved: 'it was removed from the saved list meanwhile',
  role_required: 'the person who started the batch may not cancel it any more',
  recently_accepted: 'somebody else had just cancelled it',
  stopped: 'the batch was stopped before',
  fuse_401: 'stopped by 401 Unauthorized',
  fuse_429: 'stopped by 429 Too Many Requests',
  journal_unavailable: 'the journal could not be written',
  console_stopped: 'the console stopped',
  console_failed: 'the console itself failed',
} as const satisfies Record<NotTriedReason, string>;

export function notTriedWords(reason: NotTriedReason | null): string {
  return reason === null ? 'not tried' : notTried[reason];
}

/** Why a batch that went to its end has not tried all, or null. */
export function blockedWords({ state, targets }: Batch): string | null {
  const blocked = targets.flatMap(({ notTriedReason }) => notTriedReason ?? []);
  if (state !== 'finished' || blocked.length === 0) return null;
  const reasons = [...new Set(blocked)].map((reason) => {
    const count = blocked.filter((other) => other === reason).length;
    const words = notTried[reason];
    const text = count === 1 ? words : words.replace('it was', 'they were').replace(/\bit\b/, 'them');
    return { count, text };
  });
  const [first] = reasons;
  const why =
    reasons.length === 1
      ? first?.text
      : reasons.map(({ count, text }) => `${count} because ${text}`).join(', ');
  return `${blocked.length} not tried: ${why}.`;
}

const states = {
  running: { label: 'Running', tone: 'accent' },
  finished: { label: 'Finished', tone: 'neutral' },
  stopped: { label: 'Stopped', tone: 'warning' },
  interrupted: { label: 'Interrupted', tone: 'warning' },
} as const satisfies Record<BatchState, { label: string; tone: Tone }>;

/** Of a batch as it stands now, or as it was last known to run. */
export function batchLabel(
  { state, stopReason }: BatchSummary,
  asOf: number | null,
): { label: string; tone: Tone } {
  const now =
    state === 'running' && stopReason !== null
      ? ({ label: 'Stopping', tone: 'warning' } as const)
      : states[state];
  return asOf === null ? now : { label: `${now.label} at ${asOfTime(asOf)}`, tone: 'warning' };
}

/** What came of a batch, in short where it is the same for all: `all accepted`. */
function outcomesText(batch: BatchSummary): string {
  const words = countWords(batch);
  return words.includes(',') ? words : words.replace(/^\d+ /, batch.counts.total === 1 ? '' : 'all ');
}

/** A batch in one line: `3 deployments · all accepted`, `3 deployments · stopped: 1 accepted, 2 not tried`. */
export function batchText(batch: BatchSummary): string {
  const { state, counts } = batch;
  const progress = {
    running: () => `running, ${counts.done} of ${counts.total} done`,
    finished: () => outcomesText(batch),
    stopped: () => `stopped: ${outcomesText(batch)}`,
    interrupted: () => `interrupted: ${outcomesText(batch)}`,
  }[state];
  return `${counted(counts.total, 'deployment')} · ${progress()}`;
}

/** What to do about those of which nobody knows, or null. */
export function unknownWords({ counts: { unknown } }: BatchSummary): string | null {
  if (unknown === 0) return null;
  return `${unknown} unknown: we do not know if these calls were cancelled. Check in Fuse first.`;
}

/** Until when Fuse asked to wait when it stopped the batch, or null. Shown, and never obeyed. */
export function waitWords({ targets }: Batch): string | null {
  const ends = targets.flatMap(({ cancellation }) =>
    cancellation === null ? [] : (retryAfterEnd(cancellation) ?? []),
  );
  if (ends.length === 0) return null;
  return `Fuse asked to wait until ${fullTime(new Date(Math.max(...ends)).toISOString())}.`;
}

/** Outcomes in words, the empty ones left out: `5 accepted, 1 refused, 2 not tried`. */
export function countWords({ counts }: BatchSummary): string {
  const parts: [number, string][] = [
    [counts.accepted, 'accepted'],
    [counts.refused, 'refused'],
    [counts.notSent, 'not sent'],
    [counts.unknown, 'unknown'],
    [counts.notTried, 'not tried'],
    // Its console has stopped, and what became of this one is found out soon.
    [counts.current, 'without an outcome yet'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

/**
 * Milliseconds until a running batch is through, as its own answers so far suggest: null until two are done,
 * and where it will not go to its end.
 */
export function timeLeft({ state, stopReason, targets, counts, pauseMs }: Batch): number | null {
  if (state !== 'running' || stopReason !== null) return null;
  const spans = targets.flatMap(({ cancellation }) =>
    cancellation?.settledAt
      ? [Date.parse(cancellation.settledAt) - Date.parse(cancellation.requestedAt)]
      : [],
  );
  if (spans.length < 2) return null;
  const mean = spans.reduce((sum, span) => sum + Math.max(0, span), 0) / spans.length;
  return (counts.waiting + counts.current) * (mean + pauseMs);
}

/** A time left, coarse as it is: `about 40 s`, `about 3 min`. */
export function leftWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 5) return 'a few seconds';
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s`;
  return `about ${Math.round(seconds / 60)} min`;
}
