import { cancellation } from './cancellations';
import { fuseId } from './text';
import { z } from './zod';

/** The environments a form offers; any other text of 1 to 40 characters may be saved too. */
export const knownEnvironments = ['production', 'staging', 'development'] as const;

/** Whether a cancellation there wants the deployment ID typed. */
export function isProduction(environment: string): boolean {
  return environment.trim().toLowerCase() === 'production';
}

/** A saved deployment, with the newest cancellation of it. */
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

/** A saved application with its deployments. */
export const application = z.object({
  applicationId: fuseId,
  name: z.string(),
  deployments: z.array(deployment),
});
export type Application = z.infer<typeof application>;

/** Answer of `GET /api/applications`: the whole saved list. */
export const applicationList = z.object({ items: z.array(application) });
export type ApplicationList = z.infer<typeof applicationList>;
