import { savedLine, typedLine, typedLines } from './text';
import { z } from './zod';

/** Body of `PUT /api/applications/{applicationId}`. */
export const applicationInput = z.strictObject({
  name: typedLine(200),
  /** The saved name that the person has seen: where another one is saved by now, 409 `conflict`. */
  seen: z.optional(z.strictObject({ name: savedLine(200) })),
});
export type ApplicationInput = z.infer<typeof applicationInput>;

/** Body of `PUT /api/applications/{applicationId}/deployments/{deploymentId}`. */
export const deploymentInput = z.strictObject({
  name: typedLine(200),
  environment: typedLine(40),
  tags: z.optional(z.array(typedLine(40)).check(z.maxLength(20, { error: 'must be at most 20 tags' }))),
  note: z.optional(z.nullable(typedLines(2000))),
  /** Nobody may cancel its calls, for this reason. Null takes the protection off; left out, it stays as it is. */
  protectedReason: z.optional(z.nullable(typedLine(200))),
});
export type DeploymentInput = z.infer<typeof deploymentInput>;
