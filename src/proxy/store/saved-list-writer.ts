import type { Kysely } from 'kysely';
import { randomInt } from 'node:crypto';
import type { Backend } from './backend';
import { readSavedVersion } from './saved-changes';
import type { Whole } from './saved-list-record';
import type { Tables } from './schema';
import type { ListOwner } from './store';
import { writeTransaction } from './write-lock';

/** In the last try a change of many entries lets others wait, so that they cannot put it off for ever. */
const lastTry = 3;

/** Runs what changes the saved list of an account, each change in one transaction with what tells of it. */
export function createListWriter({ db, changed }: Backend, owner: ListOwner, now: () => Date) {
  /** Runs a change and, in the same transaction, adds the event that tells of it, if something has changed. */
  async function change<T>(
    person: string | null,
    work: (tx: Kysely<Tables>, at: string) => Promise<T>,
    hasChanged: (result: T) => boolean,
  ): Promise<T> {
    const at = now().toISOString();
    const result = await writeTransaction(db, 'applications', async (tx) => {
      const done = await work(tx, at);
      if (hasChanged(done))
        await tx
          .insertInto('events')
          .values({ realm: owner.realm, type: 'applications', kind: 'changed', at, person })
          .execute();
      return done;
    });
    if (hasChanged(result)) changed();
    return result;
  }

  /**
   * A change of many entries. What it does to each is put on record before, piece by piece, so that no other writer waits
   * for that; if the list is changed by somebody else meanwhile, it is put on record anew.
   */
  async function changeMany<T, Recorded>(
    person: string | null,
    recordParts: (on: Kysely<Tables>, whole: Whole) => Promise<Recorded>,
    work: (tx: Kysely<Tables>, whole: Whole, recorded: Recorded) => Promise<T>,
    hasChanged: (result: T) => boolean,
  ): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const whole = { owner, at: now().toISOString(), person, parts: randomInt(2 ** 48 - 1) };
      const version = await readSavedVersion(db, owner.realm);
      const ahead = tries < lastTry ? { recorded: await recordParts(db, whole) } : null;
      const done = await change(
        person,
        async (tx) => {
          if (ahead !== null && (await readSavedVersion(tx, owner.realm)) !== version) return null;
          const { recorded } = ahead ?? { recorded: await recordParts(tx, whole) };
          return { result: await work(tx, whole, recorded) };
        },
        (done) => done !== null && hasChanged(done.result),
      );
      if (done === null || !hasChanged(done.result))
        await db.deleteFrom('changes').where('part_of', '=', whole.parts).execute();
      if (done !== null) return done.result;
    }
  }

  return { change, changeMany };
}
