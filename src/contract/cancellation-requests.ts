import { savedLine, typedLines } from './text';
import { fuseId, uuid } from './ids';
import { z } from './zod';

/**
 * What the person saw when they confirmed. What differs from the saved list is refused with 409 `changed`; the journal
 * keeps what is saved.
 */
export const shownNames = {
  applicationName: z.optional(savedLine(200)),
  deploymentName: z.optional(savedLine(200)),
  environment: z.optional(savedLine(40)),
  /** The deployment's ID once more. Where a configuration file is in force, its rules say which deployments need it. */
  confirmedDeploymentId: z.optional(fuseId),
};

/** What has to be saved as the person saw it. */
export const shownFields = ['environment', 'deploymentName', 'applicationName'] as const;

/**
 * The IDs of the running batches and accepted cancellations of the same targets that the person saw and cancels in
 * spite of. Where there are others, the request is refused with 409 `overlap`.
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

/** Body of `PUT /api/cancellations/{uuid}/confirmation`; the note is required where the outcome is unknown. */
export const confirmationRequest = z.strictObject({ note: z.optional(z.nullable(typedLines(2000))) });
export type ConfirmationRequest = z.infer<typeof confirmationRequest>;
