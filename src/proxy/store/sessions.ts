import { sql, type Selectable } from 'kysely';
import { z } from 'zod/mini';
import type { Backend } from './backend';
import { addChange } from './changes';
import type { Tables } from './schema';
import {
  earlierSessionMs,
  type KeyStore,
  type ListOwner,
  type SessionHolder,
  type SessionStore,
  type StoredSession,
} from './store';

const groupList = z.array(z.string());

const columns = [
  'id_hash',
  'person',
  'via',
  'role',
  'token_hash',
  'issuer',
  'subject',
  'groups',
  'created_at',
  'last_used_at',
  'expires_at',
] as const;
type SessionRow = Pick<Selectable<Tables['sessions']>, (typeof columns)[number]>;

function toHolder({ via, person, role, token_hash, issuer, subject, groups }: SessionRow): SessionHolder {
  if (via === 'link' && role !== null && token_hash !== null)
    return { via, person, role, tokenHash: token_hash };
  if (via === 'oidc' && issuer !== null && subject !== null)
    return { via, person, issuer, subject, groups: groupList.parse(JSON.parse(groups ?? '[]')) };
  throw new Error(`The session of ${person} is not complete.`);
}

function toSession(row: SessionRow): StoredSession {
  return {
    ...toHolder(row),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  };
}

function holderColumns(holder: SessionHolder) {
  const { via, person } = holder;
  return holder.via === 'link'
    ? { via, person, role: holder.role, token_hash: holder.tokenHash }
    : {
        via,
        person,
        issuer: holder.issuer,
        subject: holder.subject,
        groups: JSON.stringify(holder.groups),
      };
}

/** What a sign-in puts on record beside the person. */
function signIn(session: SessionHolder): Record<string, unknown> {
  if (session.via === 'link') return { via: 'link', role: session.role };
  const { via, issuer, subject, groups } = session;
  return { via, issuer, subject, groups };
}

export function createSessions(
  { db, certainTime }: Backend,
  owner: ListOwner,
  now: () => Date,
): SessionStore & KeyStore {
  const { realm } = owner;
  const selectValid = () =>
    db
      .selectFrom('sessions')
      .select(columns)
      .where('realm', '=', realm)
      .where('expires_at', '>', now().toISOString());

  return {
    async openSession(idHash, session) {
      await db.transaction().execute(async (tx) => {
        // By the database's clock too: one console whose clock is ahead ends nobody's session.
        // A few at each sign-in: as many as were opened are removed, and nobody waits for thousands.
        await sql`DELETE FROM sessions WHERE (realm, id_hash) IN (SELECT realm, id_hash FROM sessions
          WHERE expires_at <= ${now().toISOString()} AND expires_at <= ${certainTime} ORDER BY expires_at LIMIT 100)`.execute(
          tx,
        );
        const at = now().toISOString();
        await tx
          .insertInto('sessions')
          .values({
            realm,
            id_hash: idHash,
            created_at: at,
            expires_at: session.expiresAt,
            ...holderColumns(session),
          })
          .execute();
        await addChange(tx, owner, at, {
          kind: 'signed_in',
          person: session.person,
          detail: signIn(session),
        });
      });
    },

    async findSession(idHash) {
      const row = await selectValid().where('id_hash', '=', idHash).executeTakeFirst();
      return row === undefined ? null : toSession(row);
    },

    async touchSession(idHash, at) {
      await db
        .updateTable('sessions')
        .set({ last_used_at: at })
        .where('realm', '=', realm)
        .where('id_hash', '=', idHash)
        .execute();
    },

    async listSessions(holder) {
      const ofHolder = selectValid().where('via', '=', holder.via);
      const rows = await (
        holder.via === 'link'
          ? ofHolder.where('person', '=', holder.person)
          : ofHolder.where('issuer', '=', holder.issuer).where('subject', '=', holder.subject)
      )
        .orderBy('created_at', 'desc')
        .orderBy('id_hash')
        .execute();
      return rows.map((row) => ({ ...toSession(row), idHash: row.id_hash }));
    },

    async closeSession(idHash, which) {
      await db.transaction().execute(async (tx) => {
        const closed = await tx
          .deleteFrom('sessions')
          .where('realm', '=', realm)
          .where('id_hash', '=', idHash)
          .returning('person')
          .executeTakeFirst();
        if (closed !== undefined)
          await addChange(tx, owner, now().toISOString(), {
            kind: 'signed_out',
            person: closed.person,
            detail: { session: which },
          });
      });
    },

    async keepSessions({ since, links, issuer }) {
      const expiresSince = new Date(Date.parse(since) + earlierSessionMs).toISOString();
      const deleted = await db
        .deleteFrom('sessions')
        .where('realm', '=', realm)
        .where((eb) =>
          eb.or([
            eb('created_at', '<', since),
            eb.and([eb('created_at', 'is', null), eb('expires_at', '<', expiresSince)]),
            ...(links ? [] : [eb('via', '=', 'link')]),
            issuer === null ? eb('via', '=', 'oidc') : eb('issuer', '!=', issuer),
          ]),
        )
        .executeTakeFirst();
      return Number(deleted.numDeletedRows);
    },

    async rememberKeys(keys) {
      if (keys.length === 0) return;
      // In one order at every console, so that none waits for another one that waits for it.
      const ordered = keys.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
      await db.transaction().execute(async (tx) => {
        for (const { name, sha256 } of ordered)
          await tx
            .insertInto('known_keys')
            .values({ realm, sha256, name })
            .onConflict((conflict) => conflict.columns(['realm', 'sha256']).doUpdateSet({ name }))
            .execute();
      });
    },

    async noteKeyUse({ name, sha256 }, last_used_at) {
      await db
        .insertInto('known_keys')
        .values({ realm, sha256, name, last_used_at })
        .onConflict((conflict) => conflict.columns(['realm', 'sha256']).doUpdateSet({ last_used_at }))
        .execute();
    },

    async findKeyName(sha256) {
      const row = await db
        .selectFrom('known_keys')
        .select('name')
        .where('realm', '=', realm)
        .where('sha256', '=', sha256)
        .executeTakeFirst();
      return row?.name ?? null;
    },

    async listKeyUses() {
      const rows = await db
        .selectFrom('known_keys')
        .select(['sha256', 'last_used_at'])
        .where('realm', '=', realm)
        .execute();
      return new Map(
        rows.flatMap(({ sha256, last_used_at }) => (last_used_at === null ? [] : [[sha256, last_used_at]])),
      );
    },
  };
}
