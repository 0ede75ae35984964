import type { Verification } from '@/contract';
import { shortTime } from '@/lib/dates';

type VerifiedCall = Verification['calls'][number];

/** Fuse's status of one call, or what it answered instead of a status. */
export function callWord({ status, code }: VerifiedCall): string {
  if (status !== null) return status;
  if (code === null) return 'no answer';
  if (code === 404) return 'not found';
  return code === 200 ? 'no status' : `refused with ${code}`;
}

/** How many calls had which status: `9 canceled, 1 dialing, of 10`. It never claims more than that. */
export function countsText({ calls }: Verification): string {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(callWord(call), (counts.get(callWord(call)) ?? 0) + 1);
  const parts = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([word, count]) => `${count} ${word}`);
  return `${parts.join(', ')}, of ${calls.length}`;
}

/** The counts with their time: `9 canceled, 1 dialing, of 10 checked at 14:03 CET`. */
export function summaryText(verification: Verification, at: string): string {
  const rest = verification.requested - verification.calls.length;
  return `${countsText(verification)} checked at ${shortTime(at, Date.parse(at))}${rest > 0 ? `; ${rest} not asked` : ''}`;
}
