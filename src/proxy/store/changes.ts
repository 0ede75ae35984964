import type { Kysely, Selection } from 'kysely';
import { changeKindsOf, type Change } from '../../contract';
import type { Backend } from './backend';
import type { ChangeStore, NewChange } from './change-store';
import { decodeCursor, toPage } from './cursor';
import { isOfAccount } from './of-account';
import type { Tables } from './schema';
import type { ListOwner } from './store';

const columns = [
  'c.seq',
  'c.at',
  'c.person',
  'c.account',
  'c.kind',
  'c.application_id as applicationId',
  'c.deployment_id as deploymentId',
  'c.before',
  'c.after',
  'c.detail',
] as const;
type ChangeRow = Selection<Tables & { c: Tables['changes'] }, 'c', (typeof columns)[number]> & {
  partOf: number | null;
};

const toText = (members: Record<string, unknown> | null = null) =>
  members === null ? null : JSON.stringify(members);

function toMembers(text: string | null): Record<string, unknown> | null {
  const members: unknown = text === null ? null : JSON.parse(text);
  return members === null ? null : { ...Object(members) };
}

function toChange({ before, after, detail, ...row }: ChangeRow): Change {
  return { ...row, before: toMembers(before), after: toMembers(after), detail: toMembers(detail) };
}

/** Writes a change down in the transaction that carries it out; what is marked with `parts` belongs to it from then on. */
export async function addChange(
  tx: Kysely<Tables>,
  { realm, account }: ListOwner,
  at: string,
  { kind, person, applicationId, deploymentId, before, after, detail }: NewChange,
  parts: number | null = null,
): Promise<void> {
  await tx
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
      parts,
    })
    .execute();
}

/** The changes of one realm, of every account that it ever had. */
export function createChanges({ db }: Backend, owner: ListOwner, now: () => Date): ChangeStore {
  return {
    async recordChange(change) {
      await addChange(db, owner, now().toISOString(), change);
    },

    async listChanges(filter, { cursor, limit, withParts = false }) {
      const { kind, subject, applicationId, deploymentId, account, person, from, to, partOf } = filter;
      let query = db
        .selectFrom('changes as c')
        .leftJoin('changes as whole', 'whole.parts', 'c.part_of')
        .select([...columns, 'whole.seq as partOf'])
        .where('c.realm', '=', owner.realm)
        .where('c.seq', '<', decodeCursor(cursor))
        .where((eb) => eb.or([eb('c.part_of', 'is', null), eb('whole.seq', 'is not', null)]))
        .orderBy('c.seq', 'desc')
        .limit(limit + 1);
      if (partOf !== undefined)
        query = query.where('c.part_of', '=', (eb) =>
          eb.selectFrom('changes as w').select('w.parts').where('w.seq', '=', Number(partOf)),
        );
      else if (!withParts && applicationId === undefined && deploymentId === undefined)
        query = query.where('c.part_of', 'is', null);
      if (kind !== undefined) query = query.where('c.kind', '=', kind);
      if (subject !== undefined) query = query.where('c.kind', 'in', changeKindsOf[subject]);
      if (applicationId !== undefined) query = query.where('c.application_id', '=', applicationId);
      if (deploymentId !== undefined) query = query.where('c.deployment_id', '=', deploymentId);
      if (account !== undefined) query = query.where(isOfAccount('c.account', account.toLowerCase()));
      if (person !== undefined) query = query.where('c.person', '=', person);
      if (from !== undefined) query = query.where('c.at', '>=', from);
      if (to !== undefined) query = query.where('c.at', '<', to);
      const { rows, nextCursor } = toPage(await query.execute(), limit);
      return { items: rows.map(toChange), nextCursor };
    },
  };
}
