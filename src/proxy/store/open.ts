import type { Backend } from './backend';
import { createBatches } from './batches';
import { createChanges } from './changes';
import { createClaims } from './claims';
import { createConfirmations } from './confirmations';
import { createEvents } from './events';
import { createJournalReader } from './journal-reader';
import { createJournalCounter } from './journal-counts';
import { createPins } from './pins';
import { createHistoryReader } from './recent-outcomes';
import { openPostgres } from './postgres/postgres-store';
import { createSavedList } from './saved-list';
import { takeOverList } from './take-over-list';
import { createRetention } from './retention';
import { createReviews } from './reviews';
import { createSessions } from './sessions';
import { openSqlite } from './sqlite/sqlite-store';
import { StoreUnusable, type ListOwner, type Realm, type Store } from './store';

/**
 * Opens the database at `databaseUrl` (`file:…`, `postgres://…` or `postgresql://…`), making or upgrading its
 * tables where needed. `now` dates the list's events and ends sessions. Rejects with `StoreUnusable`, and
 * leaves the database as it was, when it cannot be used.
 */
export async function openStore(options: StoreOptions & { databaseUrl: string }): Promise<Store> {
  const backend = await openBackend(options.databaseUrl, options.now);
  try {
    return await openStoreOn(backend, options);
  } catch (error) {
    await backend.close();
    throw error;
  }
}

interface StoreOptions {
  realm: Realm;
  /** The Fuse account's e-mail; '' in the sandbox. */
  account?: string;
  now: () => Date;
  nonProductionEnvironments?: readonly string[];
}

/** The same on a database that is open. */
export async function openStoreOn(
  backend: Backend,
  { realm, account, now, nonProductionEnvironments }: StoreOptions,
): Promise<Store> {
  const owner = listOwner(realm, account, nonProductionEnvironments);
  if (realm === 'live' && owner.account !== '') await takeOverList(backend.db, owner, now().toISOString());
  return storeOf(backend, owner, now);
}

/** An e-mail address means the same in capitals. */
function listOwner(realm: Realm, account = '', nonProduction: readonly string[] = []): ListOwner {
  return { realm, account: account.toLowerCase(), nonProduction };
}

/** The store of one realm, of no account, on an open database. */
export function storeOn(backend: Backend, realm: Realm, now: () => Date): Store {
  return storeOf(backend, listOwner(realm), now);
}

function storeOf(backend: Backend, owner: ListOwner, now: () => Date): Store {
  const { realm } = owner;
  let closing: Promise<void> | undefined;
  return {
    ...createSavedList(backend, owner, now),
    ...createClaims(backend, owner),
    ...createJournalReader(backend, realm),
    ...createJournalCounter(backend, realm),
    ...createHistoryReader(backend.db, owner),
    ...createConfirmations(backend, realm),
    ...createReviews(backend, realm),
    ...createBatches(backend, owner),
    ...createEvents(backend, realm),
    ...createChanges(backend, owner, now),
    ...createRetention(backend, owner, now),
    ...createSessions(backend, owner, now),
    ...createPins(backend.db, owner),
    async checkReachable() {
      await backend.instance();
    },
    async checkWritable() {
      // A count, because SQLite does not write what is there already.
      await backend.db
        .insertInto('health')
        .values({ id: 1, checks: 1 })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(({ eb }) => ({ checks: eb('health.checks', '+', 1) })),
        )
        .execute();
    },
    clockAheadMs: backend.clockAheadMs,
    close: () => (closing ??= backend.close()),
  };
}

function openBackend(databaseUrl: string, now: () => Date): Promise<Backend> {
  if (databaseUrl.startsWith('file:')) return openSqlite(databaseUrl, now);
  if (/^postgres(?:ql)?:\/\//.test(databaseUrl)) return openPostgres(databaseUrl, now);
  throw new StoreUnusable('The database’s address must begin with file: or postgres://.');
}
