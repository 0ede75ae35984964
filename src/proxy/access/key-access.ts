import { timingSafeEqual } from 'node:crypto';
import type { Grant } from '../../contract';
import type { ConsoleFile, ConsoleFileHolder } from '../config/console-file';
import { ProblemError } from '../http/problems';
import type { Store } from '../store/store';
import { fingerprint } from './tokens';

/** How exact the time of a key's last use is: every note of it is a durable write. */
const noteEveryMs = 60_000;

/** A script that has shown a key which the configuration in force knows. */
interface Script {
  person: string;
  /** What it may do by the configuration in force when this is called: nothing once its key is removed or has expired. */
  grantsNow: () => readonly Grant[];
}

/** The prefix lets scanners for secrets find a key that stands where it should not. */
export const keyPrefix = 'fcc_';

export const isLikeKey = (token: string) => token.startsWith(keyPrefix);

/** A script’s name in the journal. */
const nameOf = (key: string) => `${key} (key)`;

/** The keys of scripts, by the configuration in force. */
export function createKeyAccess({
  store,
  consoleFile,
  now,
}: {
  store: Pick<Store, 'findKeyName' | 'noteKeyUse' | 'recordChange'>;
  consoleFile: ConsoleFileHolder;
  now: () => Date;
}) {
  const notedAt = new Map<string, number>();
  const refusedAt = new Map<string, number>();

  /** Nobody waits for this, and nothing depends on it. */
  function noteUse(key: ConsoleFile['keys'][number]): void {
    const time = now();
    if (time.getTime() - (notedAt.get(key.sha256) ?? -Infinity) < noteEveryMs) return;
    notedAt.set(key.sha256, time.getTime());
    store.noteKeyUse(key, time.toISOString()).catch(() => notedAt.delete(key.sha256));
  }

  /** Puts on record that a key was used after its end; once a minute for a script that goes on trying. */
  function noteExpired({ name, expires }: ConsoleFile['keys'][number]): void {
    const time = now().getTime();
    if (time - (refusedAt.get(name) ?? -Infinity) < noteEveryMs) return;
    refusedAt.set(name, time);
    store
      .recordChange({ kind: 'expired_key_used', person: nameOf(name), detail: { expires } })
      .catch(() => refusedAt.delete(name));
  }

  const findKey = (hash: Buffer) =>
    consoleFile.current().keys.find(({ sha256 }) => timingSafeEqual(hash, Buffer.from(sha256)));
  const isExpired = ({ expires }: ConsoleFile['keys'][number]) => expires <= now().toISOString();

  return {
    /** The script with this key, or null for a token that is no key. Problem `sign_in_required` for an expired key. */
    find(token: string): Script | null {
      const hash = Buffer.from(fingerprint(token));
      const key = findKey(hash);
      if (key === undefined) return null;
      if (isExpired(key)) {
        noteExpired(key);
        throw new ProblemError(
          'sign_in_required',
          `The key “${key.name}” expired at ${key.expires}. Ask those who run the console for a new one.`,
        );
      }
      noteUse(key);
      const grantsNow = () => {
        const current = findKey(hash);
        return current === undefined || isExpired(current) ? [] : current.grants;
      };
      return { person: nameOf(key.name), grantsNow };
    },

    /** Why this token, which `find` does not know, is refused: a key that was in force here is known to have been removed. */
    async whyUnknown(token: string): Promise<string> {
      // Where the database does not answer, the token is refused all the same.
      const name = await store.findKeyName(fingerprint(token)).catch(() => null);
      return name === null
        ? 'That key or token is unknown, or it has been removed.'
        : `The key “${name}” has been removed from the configuration. Ask those who run the console for a new one.`;
    },
  };
}
