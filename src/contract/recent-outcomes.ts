import { cancellation } from './cancellations';
import { fuseId } from './ids';
import { z } from './zod';

/** Deployments whose history one request may ask for. */
export const maxHistoryTargets = 100;
/** Cancellations of each of them in the answer. */
export const historyLength = 10;

const pair = String.raw`\d{1,20}/\d{1,20}`;

/** Query of `GET /api/applications/history`: `targets=20481/310274,20481/310275`. */
export const historyQuery = z.strictObject({
  targets: z.string().check(
    z.regex(new RegExp(`^${pair}(?:,${pair}){0,${maxHistoryTargets - 1}}$`), {
      error: `must be 1 to ${maxHistoryTargets} pairs of application and deployment ID, as in 20481/310274,20481/310275`,
    }),
  ),
});

const { id, person, outcome, undocumented, status, cause, requestedAt, sentAt, settledAt } =
  cancellation.shape;

/** What the saved list shows of an earlier cancellation. */
export const recentCancellation = z.object({
  id,
  person,
  outcome,
  undocumented,
  status,
  cause,
  requestedAt,
  sentAt,
  settledAt,
});
export type RecentCancellation = z.infer<typeof recentCancellation>;

/** The newest cancellations of one deployment, newest first; empty where there is none. */
export const deploymentHistory = z.object({
  applicationId: fuseId,
  deploymentId: fuseId,
  cancellations: z.array(recentCancellation),
});
export type DeploymentHistory = z.infer<typeof deploymentHistory>;

/** Answer of `GET /api/applications/history`, in the order in which the deployments were named. */
export const deploymentHistories = z.object({ items: z.array(deploymentHistory) });
