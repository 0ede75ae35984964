import { cancellation } from './cancellations';
import { fuseId, instant } from './ids';
import { z } from './zod';

/** A saved deployment, with the newest cancellation of it. */
export const deployment = z.object({
  applicationId: fuseId,
  deploymentId: fuseId,
  name: z.string(),
  environment: z.string(),
  tags: z.array(z.string()),
  note: z.nullable(z.string()),
  lastCancellation: z.nullable(cancellation),
  /** Why, by whom and since when nobody may cancel its calls; left out where they may be cancelled. */
  protection: z.optional(z.object({ reason: z.string(), person: z.nullable(z.string()), at: instant })),
  /**
   * The last change of its environment; a change out of production for a week also after others, until it is production
   * again.
   */
  environmentChange: z.optional(
    z.object({ from: z.string(), to: z.string(), person: z.nullable(z.string()), at: instant }),
  ),
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
