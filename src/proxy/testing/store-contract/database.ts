import { afterEach, beforeEach } from 'vitest';
import type { Cancellation, JournalFilters } from '../../../contract';
import type { Intent, Realm, Settlement, Store } from '../../store/store';
import { intent, settlement } from './fixtures';

/** An empty database on which several stores can be opened, and a way to look inside. */
export interface ContractDatabase {
  /** A store of its own console where the database allows several, else of the one console. */
  open(
    realm?: Realm,
    now?: () => Date,
    account?: string,
    nonProductionEnvironments?: string[],
  ): Promise<Store>;
  /** Rows of any query, through a connection of its own. */
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Closes every store and removes the database. */
  drop(): Promise<void>;
}

export type OpenDatabase = () => Promise<ContractDatabase>;

/** Gives each test of the surrounding `describe` an empty database and a store on it. */
export function useContractDatabase(open: OpenDatabase) {
  let database: ContractDatabase;
  let store: Store;

  beforeEach(async () => {
    database = await open();
    store = await database.open();
  });
  afterEach(() => database.drop());

  /** Claims and, unless `end` is null, settles a cancellation. */
  async function addCancellation(
    more: Partial<Intent> = {},
    end: Partial<Settlement> | null = {},
  ): Promise<Cancellation> {
    const claim = await store.claim(intent(more));
    if (claim.kind !== 'claimed') throw new Error(`The answer was ${claim.kind}.`);
    const { cancellation } = claim;
    return end === null ? cancellation : store.settle(cancellation.id, settlement(end));
  }

  async function listIds(filter: JournalFilters): Promise<string[]> {
    const { items } = await store.listCancellations(filter, { limit: 200 });
    return items.map(({ id }) => id);
  }

  const listEventRows = () =>
    database.query('SELECT realm, type, kind, cancellation_id, at, person FROM events ORDER BY seq');

  return {
    get database() {
      return database;
    },
    get store() {
      return store;
    },
    addCancellation,
    listIds,
    listEventRows,
  };
}
