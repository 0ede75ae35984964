import { placeNames } from './grant-settings';
import { z } from './zod';

/** A time span such as `30m`: a number of seconds, minutes, hours or days. */
const timeSpan = z
  .string()
  .check(z.regex(/^[1-9][0-9]{0,4}[smhd]$/, { error: 'must be a number with s, m, h or d, such as 30m' }));

/** A rule as the configuration may say it. */
export const ruleSetting = z.strictObject({
  environments: placeNames.environments,
  tags: placeNames.tags,
  reason: z.optional(z.literal('required', { error: 'must be required or left out' })),
  readBack: z.optional(z.boolean()),
  review: z.optional(
    z.strictObject({ within: timeSpan, by: z.literal('another', { error: 'must be another' }) }),
  ),
});
