import type { Visitor } from '../../access/access';
import type { ConsoleFileHolder } from '../../config/console-file';
import type { Log } from '../../run/log';
import type { Store } from '../../store/store';

const hourMs = 60 * 60_000;
/** After this long a record that could not be written is tried again: each request would write to the log. */
const retryMs = 60_000;
/** More people and scripts than a team has; beyond it those whose time is over are forgotten. */
const maxKnown = 1_000;

/**
 * Puts on record who comes in by headers, key or token, for which the console keeps no session: once for as long as a
 * session would last, for all consoles on the database. Nobody waits for it.
 */
export function createArrivals(options: {
  store: Pick<Store, 'listChanges' | 'recordChange'>;
  consoleFile: ConsoleFileHolder;
  now: () => Date;
  log: Log;
}): (visitor: Visitor) => void {
  const { store, consoleFile, now, log } = options;
  /** When the latest record of each was written, or was found. */
  const recordedAt = new Map<string, number>();

  async function record({ person, via, groups }: Visitor, since: number): Promise<number> {
    const kind = 'signed_in';
    const from = new Date(since).toISOString();
    // Somebody has few sign-ins within that time, in whatever way.
    const { items } = await store.listChanges({ kind, person, from }, { limit: 50 });
    const known = items.find(({ detail }) => detail?.['via'] === via);
    if (known !== undefined) return Date.parse(known.at);
    await store.recordChange({ kind, person, detail: { via, ...(groups && { groups }) } });
    return now().getTime();
  }

  return (visitor) => {
    if (visitor.via !== 'proxy' && visitor.via !== 'key' && visitor.via !== 'token') return;
    const time = now().getTime();
    const since = time - consoleFile.current().signIn.sessionHours * hourMs;
    const name = `${visitor.via} ${visitor.person}`;
    if ((recordedAt.get(name) ?? -Infinity) > since) return;
    if (recordedAt.size >= maxKnown)
      for (const [one, at] of recordedAt) if (at <= since) recordedAt.delete(one);
    // Before the record is written: a page sends several requests at once.
    recordedAt.set(name, time);
    record(visitor, since).then(
      (at) => recordedAt.set(name, at),
      (error: unknown) => {
        recordedAt.set(name, since + retryMs);
        log('sign_in_not_written', { error });
      },
    );
  };
}
