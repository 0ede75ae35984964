import { sql, type Kysely } from 'kysely';
import {
  deploymentKey,
  historyLength,
  type DeploymentHistory,
  type RecentCancellation,
} from '../../contract';
import { nextTurn } from '../run/next-turn';
import { isOfAccount } from './of-account';
import type { Tables } from './schema';
import type { JournalStore, ListOwner } from './store';

/** Deployments that are looked up with one query where other requests wait: about a millisecond. */
const chunkSize = 25;

type Row = Omit<RecentCancellation, 'undocumented'> & {
  seq: number;
  undocumented: number;
  applicationId: string;
  deploymentId: string;
};
type Target = Pick<DeploymentHistory, 'applicationId' | 'deploymentId'>;

/**
 * The newest cancellations of some deployments of an account. Each deployment is a query of its own on the index that ends with
 * `seq`, so that it reads no more rows than it returns, however long the journal is.
 */
export function createHistoryReader(
  db: Kysely<Tables>,
  { realm, account }: ListOwner,
): Pick<JournalStore, 'listDeploymentHistories'> {
  const newest = ({ applicationId, deploymentId }: Target) => sql<Row>`SELECT * FROM (
    SELECT seq, application_id AS "applicationId", deployment_id AS "deploymentId", id, person, outcome,
      undocumented, status, cause, requested_at AS "requestedAt", sent_at AS "sentAt", settled_at AS "settledAt"
    FROM cancellations
    WHERE realm = ${realm} AND application_id = ${applicationId} AND deployment_id = ${deploymentId}
      AND ${isOfAccount('account', account)}
    ORDER BY seq DESC LIMIT ${historyLength}) AS newest`;

  return {
    async listDeploymentHistories(targets) {
      const byTarget = new Map<string, RecentCancellation[]>();
      for (let start = 0; start < targets.length; start += chunkSize) {
        if (start > 0) await nextTurn();
        const chunk = targets.slice(start, start + chunkSize).map(newest);
        const { rows } = await sql<Row>`${sql.join(chunk, sql` UNION ALL `)}`.execute(db);
        for (const row of rows.toSorted((one, other) => other.seq - one.seq)) {
          const { seq: _, applicationId, deploymentId, undocumented, ...rest } = row;
          const key = deploymentKey({ applicationId, deploymentId });
          const listed = byTarget.get(key) ?? [];
          listed.push({ ...rest, undocumented: undocumented !== 0 });
          byTarget.set(key, listed);
        }
      }
      return targets.map(({ applicationId, deploymentId }) => ({
        applicationId,
        deploymentId,
        cancellations: byTarget.get(deploymentKey({ applicationId, deploymentId })) ?? [],
      }));
    },
  };
}
