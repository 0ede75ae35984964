import { cancellation } from './cancellations';
import { fuseId, fuseIdPattern } from './text';
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

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isText = (value: unknown) => typeof value === 'string';
const isId = (value: unknown) => typeof value === 'string' && fuseIdPattern.test(value);
const isListOf = (value: unknown, fits: (entry: unknown) => boolean) =>
  Array.isArray(value) && value.every(fits);

const isDeployment = (one: unknown) =>
  isRecord(one) &&
  isId(one['applicationId']) &&
  isId(one['deploymentId']) &&
  isText(one['name']) &&
  isText(one['environment']) &&
  isListOf(one['tags'], isText) &&
  (one['note'] === null || isText(one['note'])) &&
  (one['lastCancellation'] === null || cancellation.safeParse(one['lastCancellation']).success);

const isApplication = (one: unknown) =>
  isRecord(one) &&
  isId(one['applicationId']) &&
  isText(one['name']) &&
  isListOf(one['deployments'], isDeployment);

/**
 * Whether `applicationList` would accept it, without a copy: with 10,000 deployments that schema takes longer than
 * all else that the page does until it shows them.
 */
export const isApplicationList = (value: unknown): value is ApplicationList =>
  isRecord(value) && isListOf(value['items'], isApplication);
