import { deploymentKey } from '../../contract';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod/mini';
import type { Application, Deployment } from '../../contract';
import { inTurns, nextTurn, sortInTurns } from '../run/next-turn';
import { cancellationColumns, toCancellation } from './rows';
import type { Tables } from './schema';
import type { Realm } from './store';

/** Part of the list: one application, or one deployment of it; or so many deployments after one, by their IDs. */
interface Part {
  applicationId?: string;
  deploymentId?: string;
  after?: { applicationId: string; deploymentId: string };
  limit?: number;
}

/** Deployments that are read at once where others wait: a few milliseconds. */
const pieceSize = 250;

const tagList = z.array(z.string());

/** Tags as they are stored. */
export function tagsOf(text: string): string[] {
  // Most deployments have none, and the list may be long.
  return text === '[]' ? [] : tagList.parse(JSON.parse(text));
}

const collator = new Intl.Collator('en', { sensitivity: 'accent', numeric: true });

function byName(nameA: string, nameB: string, idA: string, idB: string): number {
  return collator.compare(nameA, nameB) || (idA < idB ? -1 : 1);
}

function byDeploymentName(a: Deployment, b: Deployment): number {
  return byName(a.name, b.name, a.deploymentId, b.deploymentId);
}

/** The saved deployments of a realm, or a part of them, each with its newest cancellation, ordered by their IDs. */
export async function readDeployments(db: Kysely<Tables>, realm: Realm, part: Part): Promise<Deployment[]> {
  let wanted = sql`d.realm = ${realm}`;
  if (part.applicationId !== undefined) wanted = sql`${wanted} AND d.application_id = ${part.applicationId}`;
  if (part.deploymentId !== undefined) wanted = sql`${wanted} AND d.deployment_id = ${part.deploymentId}`;
  if (part.after !== undefined)
    wanted = sql`${wanted} AND (d.application_id, d.deployment_id) >
      (${part.after.applicationId}, ${part.after.deploymentId})`;
  // Two queries: a left join would carry two dozen empty columns for each deployment without a record.
  let query = db
    .selectFrom('deployments as d')
    .select(['d.application_id', 'd.deployment_id', 'd.name', 'd.environment', 'd.tags', 'd.note'])
    .where(sql<boolean>`${wanted}`)
    .orderBy('d.application_id')
    .orderBy('d.deployment_id');
  if (part.limit !== undefined) query = query.limit(part.limit);
  const rows = await query.execute();
  const end = rows.at(-1);
  if (end === undefined) return [];
  wanted = sql`${wanted} AND (d.application_id, d.deployment_id) <= (${end.application_id}, ${end.deployment_id})`;
  const records = await db
    .selectFrom('deployments as d')
    .innerJoin('cancellations as c', (join) =>
      join.on(
        'c.seq',
        '=',
        sql<number>`(SELECT max(l.seq) FROM cancellations l WHERE l.realm = d.realm
          AND l.application_id = d.application_id AND l.deployment_id = d.deployment_id)`,
      ),
    )
    .select(cancellationColumns.map((column) => `c.${column}` as const))
    .where(sql<boolean>`${wanted}`)
    .execute();
  const last = new Map(records.map(toCancellation).map((record) => [deploymentKey(record), record]));
  return rows.map((row) => ({
    applicationId: row.application_id,
    deploymentId: row.deployment_id,
    name: row.name,
    environment: row.environment,
    tags: tagsOf(row.tags),
    note: row.note,
    lastCancellation: last.get(`${row.application_id}/${row.deployment_id}`) ?? null,
  }));
}

/** The same in pieces, between which others get their turn; not for a transaction, which others would wait for. */
async function* readInTurns(db: Kysely<Tables>, realm: Realm, part: Pick<Part, 'applicationId'>) {
  let after = { applicationId: '', deploymentId: '' };
  for (;;) {
    const piece = await readDeployments(db, realm, { ...part, after, limit: pieceSize });
    yield piece;
    after = piece.at(-1) ?? after;
    if (piece.length < pieceSize) return;
    await nextTurn();
  }
}

/** A saved application with its deployments, sorted by name; in a transaction read at once, else in pieces. */
export async function readApplication(
  db: Kysely<Tables>,
  realm: Realm,
  applicationId: string,
): Promise<Application | null> {
  const row = await db
    .selectFrom('applications')
    .select('name')
    .where('realm', '=', realm)
    .where('application_id', '=', applicationId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const part = { applicationId };
  const deployments: Deployment[] = [];
  if (db.isTransaction) deployments.push(...(await readDeployments(db, realm, part)));
  else for await (const piece of readInTurns(db, realm, part)) deployments.push(...piece);
  return { applicationId, name: row.name, deployments: await sortInTurns(deployments, byDeploymentName) };
}

/**
 * The saved applications of a realm with their deployments, sorted by name. Read in pieces, between which others get
 * their turn and the list may change: the event of that change has the page read it again.
 */
export async function readApplications(db: Kysely<Tables>, realm: Realm): Promise<Application[]> {
  const rows = await db
    .selectFrom('applications')
    .select(['application_id', 'name'])
    .where('realm', '=', realm)
    .execute();
  const byApplication = new Map<string, Deployment[]>(rows.map((row) => [row.application_id, []]));
  for await (const piece of readInTurns(db, realm, {}))
    for (const deployment of piece) byApplication.get(deployment.applicationId)?.push(deployment);
  const applications: Application[] = [];
  for await (const { application_id: applicationId, name } of inTurns(rows)) {
    const deployments = await sortInTurns(byApplication.get(applicationId) ?? [], byDeploymentName);
    applications.push({ applicationId, name, deployments });
  }
  return sortInTurns(applications, (a, b) => byName(a.name, b.name, a.applicationId, b.applicationId));
}
