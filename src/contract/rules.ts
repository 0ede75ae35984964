import { placeNames } from './grants';
import { z } from './zod';

/** A time span such as `30m`: a number of seconds, minutes, hours or days. */
const timeSpan = z
  .string()
  .check(z.regex(/^[1-9][0-9]{0,4}[smhd]$/, { error: 'must be a number with s, m, h or d, such as 30m' }));

/** What a cancellation needs in these environments and with these tags; without either, everywhere. */
export const rule = z.strictObject({
  environments: placeNames.environments,
  tags: placeNames.tags,
  reason: z.optional(z.literal('required', { error: 'must be required or left out' })),
  /** Whether the request must carry the deployment's ID a second time; by default, in production. */
  readBack: z.optional(z.boolean()),
  /** The outcome has to be confirmed within this time, by a person other than the one who cancelled. */
  review: z.optional(
    z.strictObject({ within: timeSpan, by: z.literal('another', { error: 'must be another' }) }),
  ),
});
export type Rule = z.infer<typeof rule>;
