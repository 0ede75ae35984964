import { namesOfPlaces } from './grants';
import { z } from './zod';

/**
 * What a cancellation needs in these environments and with these tags; without either, everywhere. `rule-setting.ts` has
 * what a setting may be.
 */
export const rule = z.object({
  ...namesOfPlaces,
  reason: z.optional(z.literal('required')),
  /** Whether the request must carry the deployment's ID a second time; by default, in production. */
  readBack: z.optional(z.boolean()),
  /** The outcome has to be confirmed within this time, by a person other than the one who cancelled. */
  review: z.optional(z.object({ within: z.string(), by: z.literal('another') })),
});
export type Rule = z.infer<typeof rule>;
