import { z } from './zod';

/** The console's clock differs from another one by more than a few seconds: times may be wrong by as much. */
export const clockDifference = z.object({
  of: z.enum(['database', 'fuse']),
  /** Milliseconds; negative where the console's clock is behind. */
  aheadMs: z.int(),
});
export type ClockDifference = z.infer<typeof clockDifference>;
