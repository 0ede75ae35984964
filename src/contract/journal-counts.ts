import { outcomes } from './enums';
import { instant } from './ids';
import { journalQuery } from './journal';
import { z } from './zod';

/** The longest span that one request counts. */
export const maxCountedDays = 100;

/** Query of `GET /api/cancellations/counts`: the journal's filters, within a span that begins and ends. */
export const countsQuery = z.extend(z.omit(journalQuery, { cursor: true, limit: true }), {
  /** Where the first hour begins: a whole minute, since not every zone's hours are those of UTC. */
  from: instant.check(z.regex(/:00\.000Z$/, { error: 'must be at a whole minute' })),
  to: instant,
});
export type CountsQuery = z.infer<typeof countsQuery>;

/** Whether a span may be counted by one request. */
export function canBeCounted({ from, to }: Pick<CountsQuery, 'from' | 'to'>): boolean {
  return Date.parse(to) - Date.parse(from) <= maxCountedDays * 86_400_000;
}

/** Numbers of cancellations by the hour of their request, counted from `from` on, and by outcome. */
export const cancellationCounts = z.object({
  /** Newest hour first; only what there is any of. */
  items: z.array(
    z.object({
      /** When the hour begins. */
      from: instant,
      /** Null for those that still wait. */
      outcome: z.nullable(z.enum(outcomes)),
      count: z.int(),
    }),
  ),
  /** Null if the whole span was counted; else only what is as new as this, since counting would take too long. */
  countedFrom: z.nullable(instant),
});
export type CancellationCounts = z.infer<typeof cancellationCounts>;
