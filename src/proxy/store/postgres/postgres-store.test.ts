import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, startPostgres } from '../../../../scripts/lib/postgres-server.mjs';
import type { ContractDatabase } from '../../testing/store-contract/database';
import { consoleStopped, intent, newId, settlement } from '../../testing/store-contract/fixtures';
import { storeContract } from '../../testing/store-contract/store-contract';
import { migrations } from '../migrations';
import { testJournalAgainstModel } from '../../testing/journal-model';
import { openStore } from '../open';
import { getTypeParser } from './postgres-store';
import { dialect } from './postgres-dialect';
import { expectCarriedOver, release, released } from '../../testing/schema-fixtures';
import { ReaderLeft, StoreUnusable, type Realm, type Store } from '../store';

const now = () => new Date('2026-01-02T00:00:00.000Z');
const stopped = '2026-01-03T00:00:00.000Z';

const given = process.env['TEST_POSTGRES_URL'];
const programs = given === undefined ? findPostgres() : undefined;
const available = given !== undefined || programs !== undefined;

let base = given ?? '';
let server: Awaited<ReturnType<typeof startPostgres>> | undefined;

beforeAll(async () => {
  if (programs === undefined) return;
  server = await startPostgres(programs);
  base = server.url;
}, 60_000);

afterAll(() => server?.remove(), 60_000);

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({
    connectionString: url,
    types: { getTypeParser },
  });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

let counter = 0;

interface PostgresDatabase extends ContractDatabase {
  url: string;
  /** Cuts every connection of its consoles, as their end does, and waits until the server knows. */
  crash(): Promise<void>;
}

async function create(): Promise<PostgresDatabase> {
  counter += 1;
  const database = `console_test_${process.pid}_${counter}`;
  await query(base, `CREATE DATABASE ${database}`);
  const address = new URL(base);
  address.pathname = `/${database}`;
  const url = address.href;
  const stores: Store[] = [];
  return {
    url,
    async open(realm: Realm = 'sandbox', clock = now, account = '', nonProductionEnvironments = []) {
      const store = await openStore({
        databaseUrl: url,
        realm,
        account,
        now: clock,
        nonProductionEnvironments,
      });
      stores.push(store);
      return store;
    },
    query: (text) => query(url, text),
    async crash() {
      await query(
        url,
        `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
         WHERE application_name = 'fuse-cancel-console' AND datname = current_database()`,
      );
      // A console that lives would be back at once.
      for (const store of stores) await store.close();
    },
    async drop() {
      for (const store of stores) await store.close();
      await query(base, `DROP DATABASE ${database} WITH (FORCE)`);
    },
  };
}

const missing = available ? '' : ' NOT FOUND (no TEST_POSTGRES_URL, no initdb): its store is not tested';

describe.runIf(available)(`PostgreSQL${missing}`, () => {
  storeContract('the PostgreSQL store', create);
  testJournalAgainstModel('the PostgreSQL store', create, 5);

  async function withDatabase(work: (database: PostgresDatabase) => Promise<void>): Promise<void> {
    const database = await create();
    try {
      await work(database);
    } finally {
      await database.drop();
    }
  }

  it('searches on connections of their own, and ends in the database what nobody reads any more', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      await store.claim(intent());
      const blocker = new Client({ connectionString: database.url });
      await blocker.connect();
      await blocker.query('BEGIN; LOCK TABLE cancellations IN ACCESS EXCLUSIVE MODE');
      const leaving = new AbortController();
      const searches = Array.from({ length: 30 }, () =>
        store
          .listCancellations({ q: 'reminders' }, { limit: 10, signal: leaving.signal })
          .catch((error: unknown) => error),
      );
      const running = async () => {
        const rows = await database.query(`SELECT 1 FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`);
        return rows.length;
      };
      await expect.poll(running).toBe(2);
      // As for a cancellation, there is a connection at once.
      const session = { via: 'link', person: 'Ann', role: 'operator', tokenHash: 't' } as const;
      await store.openSession('h', { ...session, expiresAt: stopped });
      leaving.abort();
      for (const search of searches) expect(await search).toBeInstanceOf(ReaderLeft);
      expect(await running()).toBe(0);
      await blocker.end();
      expect((await store.listCancellations({ q: 'reminders' }, { limit: 10 })).items).toHaveLength(1);
    }));

  it('makes its tables once when several consoles start at once, and again does nothing', () =>
    withDatabase(async (database) => {
      await Promise.all(Array.from({ length: 6 }, () => database.open()));
      await database.open();
      expect(await database.query('SELECT version FROM fuse_console_version')).toHaveLength(1);
    }));

  it.each(released)('carries over a database of format %i with all that is in it', (format) =>
    withDatabase(async (database) => {
      const version = ['CREATE TABLE fuse_console_version (version integer NOT NULL)'];
      version.push(`INSERT INTO fuse_console_version (version) VALUES (${format})`);
      // Rows as a console wrote them that holds no lock any more.
      const { tables, rows } = release(format, dialect);
      const written = ['SET session_replication_role = replica', ...rows];
      await database.query([...version, ...tables, ...written].join(';'));
      await expectCarriedOver(await database.open(), format);
      expect(await database.query('SELECT version FROM fuse_console_version')).toEqual([
        { version: migrations.length },
      ]);
    }),
  );

  it('finds the newest record of a deployment by index, also where few deployments stand in the journal', () =>
    withDatabase(async (database) => {
      await database.open();
      await database.query(`SET session_replication_role = replica;
        INSERT INTO cancellations (realm, application_id, deployment_id, id, instance, upstream, person, requested_at,
            application_name, deployment_name, environment, search, outcome, settled_at)
          SELECT 'sandbox', '100', n % 2, 'r' || n, 1, 'u', 'Ann', '2026', 'A', 'B', 'c', '', 'accepted', '2026'
          FROM generate_series(1, 20000) n`);
      // The server does this by itself some time later.
      await database.query('ANALYZE cancellations');
      const plan = await database.query(`EXPLAIN SELECT (SELECT max(l.seq) FROM cancellations l
        WHERE l.realm = d.realm AND l.application_id = d.application_id AND l.deployment_id = d.deployment_id)
        FROM deployments d`);
      expect(JSON.stringify(plan)).toMatch(/Index Cond: [^"]*deployment_id = d\.deployment_id/);
    }));

  it('interrupts the batches of a dead console, and of no living one', () =>
    withDatabase(async (database) => {
      const [dead, alive, next] = [await database.open(), await database.open(), await database.open()];
      await next.saveApplication('100', { name: 'A' }, { onlyNew: true });
      const saved = { name: 'B', environment: 'c' };
      for (const id of ['7', '8']) await next.saveDeployment('100', id, saved, { onlyNew: true });
      const begin = async (store: Store) => {
        const targets = ['7', '8'].map((deploymentId) => ({
          applicationId: '100',
          deploymentId,
          cancellationId: newId(),
        }));
        const of = {
          id: newId(),
          person: 'Ann',
          reason: null,
          requestedAt: stopped,
          pauseMs: 0,
          despite: null,
          targets,
        };
        await store.createBatch(of);
        return of;
      };
      const [left, held] = [await begin(dead), await begin(alive)];
      const first = left.targets[0];
      const names = { applicationName: 'A', deploymentName: saved.name, environment: saved.environment };
      await dead.claim(intent({ ...names, id: first?.cancellationId ?? '', batchId: left.id }));
      await dead.close();
      expect(await next.recover(consoleStopped)).toBe(1);
      expect(await next.findBatch(left.id)).toMatchObject({
        state: 'interrupted',
        stopReason: 'console_stopped',
        finishedAt: stopped,
        targets: [
          { state: 'done', cancellation: { outcome: 'unknown', cause: 'console_stopped' } },
          { state: 'not_tried', notTriedReason: 'console_stopped' },
        ],
      });
      expect(await next.findBatch(held.id)).toMatchObject({ state: 'running', counts: { waiting: 2 } });
    }));

  it('settles what a dead console left open, and nothing of a living one', () =>
    withDatabase(async (database) => {
      const [dead, alive, next] = [await database.open(), await database.open('live'), await database.open()];
      const left = intent();
      const held = intent();
      await dead.claim(left);
      await alive.claim(held);
      expect(await next.recover(consoleStopped)).toBe(0);
      await dead.close();
      expect((await next.claim(intent())).kind).toBe('busy');
      expect(await next.recover(consoleStopped)).toBe(1);
      expect(await next.findCancellation(left.id)).toMatchObject({
        outcome: 'unknown',
        cause: 'console_stopped',
        settledAt: stopped,
      });
      expect(
        await database.query(
          `SELECT kind, at, person FROM events WHERE cancellation_id = '${left.id}' ORDER BY seq`,
        ),
      ).toEqual([
        { kind: 'requested', at: left.requestedAt, person: 'Ann' },
        { kind: 'settled', at: stopped, person: null },
      ]);
      expect((await alive.findCancellation(held.id))?.outcome).toBeNull();
      expect((await alive.settle(held.id, settlement())).outcome).toBe('accepted');
      expect((await next.claim(intent())).kind).toBe('claimed');
    }));

  it('settles in both realms', () =>
    withDatabase(async (database) => {
      const [dead, next] = [await database.open('live'), await database.open('sandbox')];
      const left = intent();
      await dead.claim(left);
      await dead.close();
      expect(await next.recover(consoleStopped)).toBe(1);
      const live = await database.open('live');
      expect((await live.findCancellation(left.id))?.outcome).toBe('unknown');
    }));

  it('shows itself alive again after its connections were cut', () =>
    withDatabase(async (database) => {
      const [cut, other] = [await database.open(), await database.open()];
      const ended = await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'fuse-cancel-console' AND datname = current_database()`,
      );
      expect(ended.length).toBeGreaterThanOrEqual(2);
      const wanted = intent();
      let claimed = '';
      // What was committed though its answer was lost is known.
      while (!['claimed', 'known'].includes(claimed))
        claimed = await cut.claim(wanted).then(
          ({ kind }) => kind,
          () => 'lost',
        );
      let recovered = -1;
      while (recovered < 0)
        recovered = await other.recover(consoleStopped).then(
          (count) => count,
          () => -1,
        );
      expect(recovered).toBe(0);
    }));

  it('leaves alone what a console is sending whose connection with the lock breaks just then', () =>
    withDatabase(async (database) => {
      const [sending, other] = [await database.open(), await database.open()];
      const wanted = intent();
      await sending.claim(wanted);
      const cut = await database.query(
        `SELECT pg_terminate_backend(l.pid) FROM pg_locks l
         JOIN cancellations c ON c.instance::text = l.objid::text
         WHERE l.locktype = 'advisory'`,
      );
      expect(cut).toHaveLength(1);
      expect(await other.recover(consoleStopped)).toBe(0);
      expect((await other.claim(intent())).kind).toBe('busy');
      expect((await sending.settle(wanted.id, settlement())).outcome).toBe('accepted');
    }));

  it('tells of what happened while it could not hear of it', () =>
    withDatabase(async (database) => {
      const deaf = await database.open();
      let told = 0;
      deaf.onEvent(() => (told += 1));
      const before = told;
      // One transaction: the event is told when it commits, and by then nobody listens.
      const client = new Client({ connectionString: database.url });
      await client.connect();
      await client.query('BEGIN');
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
         WHERE locktype = 'advisory' AND granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      await client.query(
        `INSERT INTO events (realm, type, kind, at) VALUES ('sandbox', 'applications', 'changed', '')`,
      );
      await client.query('COMMIT');
      await client.end();
      expect(rowCount).toBe(1);
      await expect.poll(() => told).toBeGreaterThan(before);
      expect(await deaf.listEvents(0, 10)).toHaveLength(1);
    }));

  it('takes no claim from a console that was taken for gone', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      await store.claim(intent());
      const [own] = await database.query('SELECT instance FROM cancellations');
      const copy = (id: string, instance: number) =>
        database.query(`INSERT INTO cancellations (id, realm, application_id, deployment_id, application_name,
            deployment_name, environment, person, requested_at, upstream, instance, search)
          SELECT '${id}', realm, application_id, '${id}', application_name,
            deployment_name, environment, person, requested_at, upstream, ${instance}, search
          FROM cancellations LIMIT 1`);
      await copy('a', Number(own?.['instance']));
      await expect(copy('b', 999)).rejects.toThrow(/taken this one for gone/);
    }));

  it('keeps an event from being seen before one of a lower number', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      const slow = new Client({ connectionString: database.url });
      await slow.connect();
      await slow.query(`BEGIN;
        INSERT INTO events (realm, type, kind, at) VALUES ('live', 'applications', 'changed', '')`);
      const claim = store.claim(intent());
      const claimed = claim.then(() => 'claimed');
      const waiting = `SELECT 1 FROM pg_stat_activity
        WHERE wait_event = 'advisory' AND datname = current_database()`;
      const seenWaiting = async (): Promise<string> =>
        (await database.query(waiting)).length > 0 ? 'waiting' : seenWaiting();
      expect(await Promise.race([claimed, seenWaiting()])).toBe('waiting');
      expect(await database.query('SELECT seq FROM events')).toEqual([]);
      await slow.query('COMMIT');
      await slow.end();
      await claim;
      expect(await database.query('SELECT realm FROM events ORDER BY seq')).toEqual([
        { realm: 'live' },
        { realm: 'sandbox' },
      ]);
    }));

  it('claims while somebody else changes the saved list, however long that takes', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      const changing = new Client({ connectionString: database.url });
      await changing.connect();
      await changing.query('BEGIN');
      await changing.query(`UPDATE deployments SET note = 'being imported' WHERE 1 = 0`);
      expect((await store.claim(intent())).kind).toBe('claimed');
      await changing.query('ROLLBACK');
      await changing.end();
    }));

  it('does not save a deployment of an application that is being removed', () =>
    withDatabase(async (database) => {
      const store = await database.open();
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      const removing = new Client({ connectionString: database.url });
      await removing.connect();
      await removing.query(`BEGIN; DELETE FROM applications WHERE application_id = '1'`);
      const saved = store.saveDeployment('1', '7', { name: 'x', environment: 'y' }, { onlyNew: false });
      const waiting = `SELECT 1 FROM pg_stat_activity
        WHERE wait_event = 'advisory' AND datname = current_database()`;
      await expect.poll(() => database.query(waiting)).toHaveLength(1);
      await removing.query('COMMIT');
      await removing.end();
      expect(await saved).toBe('no_application');
    }));

  it('refuses a database of a newer console', () =>
    withDatabase(async (database) => {
      await database.open();
      await database.query('UPDATE fuse_console_version SET version = 999');
      await expect(database.open()).rejects.toThrow(/newer console/);
    }));

  it('refuses a database of another program, and leaves it as it was', () =>
    withDatabase(async (database) => {
      await database.query('CREATE TABLE events (diary text)');
      await expect(database.open()).rejects.toThrow(/another program/);
      expect(await database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([
        { tablename: 'events' },
      ]);
    }));

  it('names a database that does not exist', async () => {
    const address = new URL(base);
    address.pathname = '/nowhere';
    await expect(openStore({ databaseUrl: address.href, realm: 'live', now })).rejects.toThrow(
      /nowhere cannot be used: there is no such database/,
    );
  });
});

describe('a PostgreSQL address that cannot be used', () => {
  it.each([
    'postgres://console:s3cret-pass@127.0.0.1:1/console',
    'postgresql://console:s3cret-pass@127.0.0.1:1/console?sslmode=disable',
    'postgres://console:s3cret-pass@127.0.0.1:99999/console',
    'postgres://console:s3cret-pass@[/console',
  ])('%s is refused in one line without the password', async (databaseUrl) => {
    const opening = openStore({ databaseUrl, realm: 'live', now });
    await expect(opening).rejects.toBeInstanceOf(StoreUnusable);
    await expect(opening).rejects.toThrow(/^The database .* cannot be used: .+$/);
    await expect(opening).rejects.not.toThrow(/s3cret/);
  });

  it('of another kind is refused', async () => {
    await expect(openStore({ databaseUrl: 'mysql://x', realm: 'live', now })).rejects.toBeInstanceOf(
      StoreUnusable,
    );
  });
});
