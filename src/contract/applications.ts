import { cancellation } from './cancellations';
import { fuseId, line, lines } from './text';
import { z } from './zod';

/** The environments a form offers; any other text of 1 to 40 characters may be saved too. */
export const knownEnvironments = ['production', 'staging', 'development'] as const;

/** Whether a cancellation there wants the deployment ID typed. */
export function isProduction(environment: string): boolean {
  return environment.trim().toLowerCase() === 'production';
}

/** Body of `PUT /api/applications/{applicationId}`. */
export const applicationInput = z.strictObject({ name: line(200) });
export type ApplicationInput = z.infer<typeof applicationInput>;

/** Body of `PUT /api/applications/{applicationId}/deployments/{deploymentId}`. */
export const deploymentInput = z.strictObject({
  name: line(200),
  environment: line(40),
  tags: z.optional(z.array(line(40)).check(z.maxLength(20, { error: 'must be at most 20 tags' }))),
  note: z.optional(z.nullable(lines(2000))),
});
export type DeploymentInput = z.infer<typeof deploymentInput>;

export const deployment = z.object({
  applicationId: fuseId,
  deploymentId: fuseId,
  name: z.string(),
  environment: z.string(),
  tags: z.array(z.string()),
  note: z.nullable(z.string()),
  lastCancellation: z.nullable(cancellation),
});
export type Deployment = z.infer<typeof deployment>;

export const application = z.object({
  applicationId: fuseId,
  name: z.string(),
  deployments: z.array(deployment),
});
export type Application = z.infer<typeof application>;

export const applicationList = z.object({ items: z.array(application) });
export type ApplicationList = z.infer<typeof applicationList>;
