import type { Kysely, Selection } from 'kysely';
import { changeKindsOf, type Change } from '../../contract';
import type { Backend } from './backend';
import type { ChangeStore, NewChange } from './change-store';
import { decodeCursor, toPage } from './cursor';
import type { Tables } from './schema';
import type { ListOwner } from './store';

const columns = [
  'seq',
  'at',
  'person',
  'account',
  'kind',
  'application_id as applicationId',
  'deployment_id as deploymentId',
  'before',
  'after',
  'detail',
  'part_of as partOf',
] as const;
type ChangeRow = Selection<Tables, 'changes', (typeof columns)[number]>;

const toText = (members: Record<string, unknown> | null = null) =>
  members === null ? null : JSON.stringify(members);

function toMembers(text: string | null): Record<string, unknown> | null {
  const members: unknown = text === null ? null : JSON.parse(text);
  return members === null ? null : { ...Object(members) };
}

function toChange({ before, after, detail, ...row }: ChangeRow): Change {
  return { ...row, before: toMembers(before), after: toMembers(after), detail: toMembers(detail) };
}

/** Writes a change down in the transaction that carries it out, and answers its number. */
export async function addChange(
  tx: Kysely<Tables>,
  { realm, account }: ListOwner,
  at: string,
  { kind, person, applicationId, deploymentId, before, after, detail }: NewChange,
): Promise<number> {
  const { seq } = await tx
    .insertInto('changes')
    .values({
      realm,
      account: account === '' ? null : account,
      at,
      person,
      kind,
      application_id: applicationId ?? null,
      deployment_id: deploymentId ?? null,
      before: toText(before),
      after: toText(after),
      detail: toText(detail),
    })
    .returning('seq')
    .executeTakeFirstOrThrow();
  return seq;
}

/** The changes of one realm, of every account that it ever had. */
export function createChanges({ db }: Backend, owner: ListOwner, now: () => Date): ChangeStore {
  return {
    async recordChange(change) {
      await addChange(db, owner, now().toISOString(), change);
    },

    async listChanges(filter, { cursor, limit, withParts = false }) {
      const { kind, subject, applicationId, deploymentId, person, from, to, partOf } = filter;
      let query = db
        .selectFrom('changes')
        .select(columns)
        .where('realm', '=', owner.realm)
        .where('seq', '<', decodeCursor(cursor))
        .orderBy('seq', 'desc')
        .limit(limit + 1);
      if (partOf !== undefined) query = query.where('part_of', '=', Number(partOf));
      else if (!withParts && applicationId === undefined && deploymentId === undefined)
        query = query.where('part_of', 'is', null);
      if (kind !== undefined) query = query.where('kind', '=', kind);
      if (subject !== undefined) query = query.where('kind', 'in', changeKindsOf[subject]);
      if (applicationId !== undefined) query = query.where('application_id', '=', applicationId);
      if (deploymentId !== undefined) query = query.where('deployment_id', '=', deploymentId);
      if (person !== undefined) query = query.where('person', '=', person);
      if (from !== undefined) query = query.where('at', '>=', from);
      if (to !== undefined) query = query.where('at', '<', to);
      const { rows, nextCursor } = toPage(await query.execute(), limit);
      return { items: rows.map(toChange), nextCursor };
    },
  };
}
