import { sql } from 'kysely';
import type { Backend } from './backend';
import { prepared } from './sqlite/prepared';
import type { Realm, Store } from './store';

/** Signed-in people of one realm; an expired session is not found. */
export function sessions(
  { db, certainTime }: Backend,
  realm: Realm,
  now: () => Date,
): Pick<Store, 'openSession' | 'findSession' | 'closeSession'> {
  const find = prepared(db, (values: { idHash: string; now: string }) =>
    db
      .selectFrom('sessions')
      .select(['person', 'role', 'token_hash', 'expires_at'])
      .where('realm', '=', realm)
      .where('id_hash', '=', values.idHash)
      .where('expires_at', '>', values.now),
  );

  return {
    async openSession(idHash, { person, role, tokenHash, expiresAt }) {
      await db.transaction().execute(async (tx) => {
        // By the database's clock too: one console whose clock is ahead ends nobody's session.
        // A few at each sign-in: as many as were opened are removed, and nobody waits for thousands.
        await sql`DELETE FROM sessions WHERE (realm, id_hash) IN (SELECT realm, id_hash FROM sessions
          WHERE expires_at <= ${now().toISOString()} AND expires_at <= ${certainTime} ORDER BY expires_at LIMIT 100)`.execute(
          tx,
        );
        await tx
          .insertInto('sessions')
          .values({ realm, id_hash: idHash, person, role, token_hash: tokenHash, expires_at: expiresAt })
          .execute();
      });
    },

    async findSession(idHash) {
      const row = await find({ idHash, now: now().toISOString() });
      if (row === undefined) return null;
      return { person: row.person, role: row.role, tokenHash: row.token_hash, expiresAt: row.expires_at };
    },

    async closeSession(idHash) {
      await db.deleteFrom('sessions').where('realm', '=', realm).where('id_hash', '=', idHash).execute();
    },
  };
}
