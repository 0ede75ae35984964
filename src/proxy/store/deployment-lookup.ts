import { sql, type Kysely } from 'kysely';
import { deploymentKey } from '../../contract';
import { withAnyZeros } from '../../contract/ids';
import { nextTurn } from '../run/next-turn';
import type { Backend } from './backend';
import type { Tables } from './schema';
import { parseTags } from './saved-list-queries';
import type { ListOwner, SavedDeployment, SavedPlace, TaggedDeployment } from './store';

type Target = Pick<SavedDeployment, 'applicationId' | 'deploymentId'>;
type SavedRow = TaggedDeployment & { note: string | null; protectedReason: string | null };

/** Rows of one statement: a few milliseconds, for which everything else waits. */
const chunkSize = 500;

/** Rows as JSON texts, each for one statement. */
export async function toJsonChunks(rows: readonly (readonly (string | null)[])[]): Promise<string[]> {
  const chunks: string[] = [];
  for (let from = 0; from < rows.length; from += chunkSize) {
    if (from > 0) await nextTurn();
    chunks.push(JSON.stringify(rows.slice(from, from + chunkSize)));
  }
  return chunks;
}

/** Those of the targets that are saved, by `deploymentKey`; outside of a transaction other requests go on meanwhile. */
export async function findSavedDeployments(
  db: Kysely<Tables>,
  jsonRows: Backend['jsonRows'],
  { realm, account }: Pick<ListOwner, 'realm' | 'account'>,
  targets: readonly Target[],
): Promise<Map<string, SavedRow>> {
  const saved = new Map<string, SavedRow>();
  const ids = targets.map(({ applicationId, deploymentId }) => [applicationId, deploymentId]);
  for (const [index, chunk] of (await toJsonChunks(ids)).entries()) {
    if (index > 0 && !db.isTransaction) await nextTurn();
    const rows = await db
      .selectFrom('deployments as d')
      .innerJoin('applications as a', (join) =>
        join
          .onRef('a.realm', '=', 'd.realm')
          .onRef('a.account', '=', 'd.account')
          .onRef('a.application_id', '=', 'd.application_id'),
      )
      .select([
        'd.application_id as applicationId',
        'a.name as applicationName',
        'd.deployment_id as deploymentId',
        'd.name as deploymentName',
        'd.environment',
        'd.tags',
        'd.note',
        'd.protected_reason as protectedReason',
      ])
      .where('d.realm', '=', realm)
      .where('d.account', '=', account)
      .where(
        sql<boolean>`(d.application_id, d.deployment_id) IN (SELECT value ->> 0, value ->> 1 FROM ${jsonRows(chunk)})`,
      )
      .execute();
    for (const row of rows) saved.set(deploymentKey(row), { ...row, tags: parseTags(row.tags) });
  }
  return saved;
}

/** See `SavedListStore.findTwins`: a few hundred look-ups in an index, in one statement. */
export async function findTwins(
  db: Kysely<Tables>,
  { realm, account }: ListOwner,
  target: Target,
): Promise<SavedPlace[]> {
  const rows = await db
    .selectFrom('deployments')
    .select(['application_id as applicationId', 'deployment_id as deploymentId', 'environment', 'tags'])
    .where((eb) => eb.and({ realm, account }))
    .where('application_id', 'in', withAnyZeros(target.applicationId))
    .where('deployment_id', 'in', withAnyZeros(target.deploymentId))
    .execute();
  return rows
    .filter((row) => deploymentKey(row) !== deploymentKey(target))
    .map((row) => ({ ...row, tags: parseTags(row.tags) }));
}
