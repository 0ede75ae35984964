import { sql } from 'kysely';
import type { Backend } from './backend';
import type { Realm, SessionStore } from './store';

export function createSessions({ db, certainTime }: Backend, realm: Realm, now: () => Date): SessionStore {
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
      const row = await db
        .selectFrom('sessions')
        .select(['person', 'role', 'token_hash as tokenHash', 'expires_at as expiresAt'])
        .where('realm', '=', realm)
        .where('id_hash', '=', idHash)
        .where('expires_at', '>', now().toISOString())
        .executeTakeFirst();
      return row ?? null;
    },

    async closeSession(idHash) {
      await db.deleteFrom('sessions').where('realm', '=', realm).where('id_hash', '=', idHash).execute();
    },
  };
}
