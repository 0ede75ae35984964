import type { Backend } from './backend';
import type { Realm, Store } from './store';

/** Signed-in people of one realm; an expired session is not found. */
export function sessions(
  { db }: Backend,
  realm: Realm,
  now: () => Date,
): Pick<Store, 'openSession' | 'findSession' | 'closeSession'> {
  return {
    async openSession(idHash, { person, role, tokenHash, expiresAt }) {
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('sessions').where('expires_at', '<=', now().toISOString()).execute();
        await tx
          .insertInto('sessions')
          .values({ realm, id_hash: idHash, person, role, token_hash: tokenHash, expires_at: expiresAt })
          .execute();
      });
    },

    async findSession(idHash) {
      const row = await db
        .selectFrom('sessions')
        .select(['person', 'role', 'token_hash', 'expires_at'])
        .where('realm', '=', realm)
        .where('id_hash', '=', idHash)
        .where('expires_at', '>', now().toISOString())
        .executeTakeFirst();
      if (row === undefined) return null;
      return { person: row.person, role: row.role, tokenHash: row.token_hash, expiresAt: row.expires_at };
    },

    async closeSession(idHash) {
      await db.deleteFrom('sessions').where('realm', '=', realm).where('id_hash', '=', idHash).execute();
    },
  };
}
