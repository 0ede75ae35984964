import { outcomes } from './enums';
import { savedLine, typedLines } from './text';
import { fuseId, instant, uuid } from './ids';
import { z } from './zod';

/** What a deployment was called where its cancellation was confirmed; the saved list says what is left out. */
export const shownNames = {
  applicationName: z.optional(savedLine(200)),
  deploymentName: z.optional(savedLine(200)),
  environment: z.optional(savedLine(40)),
};

/**
 * The running batches and accepted cancellations that the person was shown and that another DELETE is wanted in spite
 * of. What others are doing and is not named here is refused with 409 `overlap`.
 */
export const despite = z.optional(
  z.array(uuid).check(z.maxLength(1000, { error: 'must be at most 1000 IDs' })),
);

/** Body of `PUT /api/cancellations/{uuid}`. */
export const cancellationRequest = z.strictObject({
  applicationId: fuseId,
  deploymentId: fuseId,
  ...shownNames,
  reason: z.optional(z.nullable(typedLines(500))),
  despite,
});
export type CancellationRequest = z.infer<typeof cancellationRequest>;

/** Query of `GET /api/cancellations`; every filter narrows, `from` is inclusive and `to` exclusive. */
export const journalQuery = z.strictObject({
  cursor: z.optional(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be a cursor that a list gave' })),
  ),
  limit: z.optional(
    z.string().check(z.regex(/^(?:[1-9]\d?|1\d\d|200)$/, { error: 'must be a whole number from 1 to 200' })),
  ),
  /** One of the outcomes, or `open` for cancellations that still wait. */
  outcome: z.optional(
    z.enum([...outcomes, 'open'], { error: `must be one of ${outcomes.join(', ')}, open` }),
  ),
  applicationId: z.optional(fuseId),
  deploymentId: z.optional(fuseId),
  batchId: z.optional(uuid),
  person: z.optional(typedLines(200)),
  from: z.optional(instant),
  to: z.optional(instant),
  q: z.optional(typedLines(200)),
  /** `no`: settled, and nobody has confirmed it yet. */
  confirmed: z.optional(z.enum(['yes', 'no'], { error: 'must be yes or no' })),
});
export type JournalQuery = z.infer<typeof journalQuery>;

/** Body of `PUT /api/cancellations/{uuid}/confirmation`; the note is required where the outcome is unknown. */
export const confirmationRequest = z.strictObject({ note: z.optional(z.nullable(typedLines(2000))) });
export type ConfirmationRequest = z.infer<typeof confirmationRequest>;
