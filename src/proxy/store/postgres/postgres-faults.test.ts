import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startFakePooler } from '../../../../scripts/bench/database/fake-pooler.mjs';
import { findPostgres, startPostgres } from '../../../../scripts/lib/postgres-server.mjs';
import { startTcpRelay } from '../../../../scripts/lib/tcp-relay.mjs';
import { consoleStopped, intent, newId, settlement } from '../../testing/store-contract/fixtures';
import { presentMoment } from '../lease';
import { openStore } from '../open';

// Faults between a console and its database, and on the server. Where a test waits, it waits for what must happen,
// and only its own time limit says how long that may take.

const programs = findPostgres();
const now = () => new Date();
const stopped = '2026-01-03T00:00:00.000Z';
const limitMs = 40_000;

describe.runIf(programs !== undefined)('PostgreSQL with faults', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let counter = 0;

  beforeAll(async () => {
    server = await startPostgres(programs ?? '');
  }, 60_000);
  afterAll(() => server.remove(), 60_000);

  async function connect(url: string): Promise<Client> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  }

  /** A database of the test's own, and a relay that leads to it. */
  async function create() {
    counter += 1;
    const name = `faults_${counter}`;
    await (await connect(server.url)).query(`CREATE DATABASE ${name}`);
    const relay = await startTcpRelay(server.port);
    onTestFinished(() => relay.close());
    const url = (port: number) => `postgres://console@127.0.0.1:${port}/${name}`;
    const open = async (port: number) => {
      const store = await openStore({ databaseUrl: url(port), realm: 'live', now });
      onTestFinished(() => store.close());
      return store;
    };
    return {
      name,
      relay,
      url: url(server.port),
      admin: await connect(url(server.port)),
      openDirectly: () => open(server.port),
      openThroughRelay: () => open(relay.port),
    };
  }

  const isWaiting = `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'
    AND application_name = 'fuse-cancel-console' AND datname = current_database()`;
  const lockWriter = 'SELECT pg_advisory_lock(1182090051, -2)';
  const unlockWriter = 'SELECT pg_advisory_unlock(1182090051, -2)';

  it(
    'goes on when a connection ends in the middle of a statement',
    async () => {
      const { admin, openDirectly } = await create();
      const store = await openDirectly();
      await admin.query(lockWriter);
      const claim = store.claim(intent()).catch(String);
      await expect.poll(async () => (await admin.query(isWaiting)).rowCount).toBe(1);
      await admin.query(`SELECT pg_terminate_backend(pid) FROM (${isWaiting}) AS waiting`);
      expect(await claim).toMatch(/terminat/);
      await admin.query(unlockWriter);
      expect((await store.claim(intent())).kind).toBe('claimed');
    },
    limitMs,
  );

  it(
    'goes on when the server crashes and starts again',
    async () => {
      const { openDirectly } = await create();
      const store = await openDirectly();
      const reading = Array.from({ length: 20 }, () => store.lastEvent().catch(() => undefined));
      server.stop('immediate');
      server.start();
      await Promise.all(reading);
      await expect
        .poll(() => store.claim(intent()).then(({ kind }) => kind, String), { timeout: limitMs })
        .toBe('claimed');
    },
    limitMs,
  );

  it.each(['blackhole', 'hold', 'cut'] as const)(
    'uses no connection again that a %s has broken',
    async (fault) => {
      const { relay, openThroughRelay } = await create();
      const store = await openThroughRelay();
      // As many connections as the pool may have, all of them idle when the fault comes.
      await Promise.all(Array.from({ length: 20 }, () => store.checkWritable()));
      await relay.set(fault);
      await expect(store.checkWritable()).rejects.toThrow(/time|terminated|ECONN/);
      await relay.set('pass');
      // The very first one, and others beside it: nobody tries a dead connection at a requester's expense.
      const targets = ['1', '2', '3', '4', '5'];
      const claims = await Promise.all(targets.map((deploymentId) => store.claim(intent({ deploymentId }))));
      expect(claims.map(({ kind }) => kind)).toEqual(targets.map(() => 'claimed'));
    },
    limitMs,
  );

  it(
    'takes the writer over from a console that was cut off in the middle of a transaction',
    async () => {
      const { relay, admin, url, openDirectly, openThroughRelay } = await create();
      const [store, cutOff] = [await openDirectly(), await openThroughRelay()];
      await store.saveApplication('100', { name: 'A' }, { onlyNew: true });
      await store.saveDeployment('100', '7', { name: 'B', environment: 'c' }, { onlyNew: true });
      const holder = await connect(url);
      await holder.query('BEGIN; LOCK TABLE batch_targets');
      const targets = [{ applicationId: '100', deploymentId: '7', cancellationId: newId() }];
      const batch = {
        id: newId(),
        person: 'Ann',
        reason: null,
        requestedAt: stopped,
        pauseMs: 0,
        despite: null,
        targets,
      };
      const creating = cutOff.createBatch(batch).catch(() => undefined);
      await expect.poll(async () => (await admin.query(isWaiting)).rowCount).toBe(1);
      // From here on its transaction waits for a word that never comes, with the one writer's lock.
      await relay.set('blackhole');
      await holder.query('COMMIT');
      const other = intent({ deploymentId: '8' });
      await expect
        .poll(() => store.claim(other).then(({ kind }) => kind, String), { timeout: limitMs })
        .toBe('claimed');
      expect(await store.findBatch(batch.id)).toBeNull();
      await relay.set('pass');
      await creating;
    },
    limitMs,
  );

  it(
    'says that it cannot be written while nobody can have the writer',
    async () => {
      const { admin, openDirectly } = await create();
      const store = await openDirectly();
      await store.checkWritable();
      await admin.query(lockWriter);
      await expect(store.checkWritable()).rejects.toThrow(/lock timeout/);
      await admin.query(unlockWriter);
      await store.checkWritable();
    },
    limitMs,
  );

  it(
    'frees what a frozen console holds, and lets it neither claim nor settle over when it wakes',
    async () => {
      const { admin, relay, openDirectly, openThroughRelay } = await create();
      const [other, frozen] = [await openDirectly(), await openThroughRelay()];
      const left = intent();
      const claimedAt = presentMoment();
      await frozen.claim(left);
      expect(frozen.holds(claimedAt)).toBe(true);
      expect(await other.recover(consoleStopped)).toBe(0);
      // Its connections stay open, and nothing comes of it any more: frozen, or on the other side of a network.
      await relay.set('hold');
      await admin.query(`UPDATE instances SET seen_at = seen_at - interval '25 s'`);
      expect(await other.recover(consoleStopped)).toBe(0);
      await expect.poll(() => other.recover(consoleStopped), { timeout: limitMs }).toBe(1);
      expect(await other.findCancellation(left.id)).toMatchObject({
        outcome: 'unknown',
        cause: 'console_stopped',
      });
      expect((await other.claim(intent())).kind).toBe('claimed');
      // Its request would be a second DELETE.
      expect(frozen.holds(claimedAt)).toBe(false);
      await relay.set('pass');
      await expect
        .poll(() => frozen.settle(left.id, settlement()).catch(String), { timeout: limitMs })
        .toMatchObject({ outcome: 'unknown', settledAt: stopped });
      // Under a new number it goes on.
      const next = intent({ deploymentId: '8' });
      await expect
        .poll(() => frozen.claim(next).then(({ kind }) => kind, String), { timeout: limitMs })
        .toBe('claimed');
      const numbers = await admin.query('SELECT DISTINCT instance FROM cancellations');
      expect(numbers.rowCount).toBe(3);
    },
    2 * limitMs,
  );

  it(
    'takes nobody for gone whose connection breaks for a moment, nor anybody after it lost the database itself',
    async () => {
      const { admin, relay, openThroughRelay } = await create();
      const [store, other] = [await openThroughRelay(), await openThroughRelay()];
      const held = intent();
      await store.claim(held);
      await relay.set('cut');
      // As if this took long: nobody was heard of, since nobody could be.
      await admin.query(`UPDATE instances SET seen_at = seen_at - interval '1 hour'`);
      await relay.set('pass');
      await expect.poll(() => other.recover(consoleStopped).catch(String), { timeout: limitMs }).toBe(0);
      expect((await store.settle(held.id, settlement())).outcome).toBe('accepted');
    },
    limitMs,
  );

  it(
    'frees what a console left that is gone with its connections',
    async () => {
      const { admin, relay, openDirectly, openThroughRelay } = await create();
      const [other, killed] = [await openDirectly(), await openThroughRelay()];
      const left = intent();
      await killed.claim(left);
      await relay.set('cut');
      await expect.poll(() => other.recover(consoleStopped), { timeout: limitMs }).toBe(1);
      const [row] = (await admin.query('SELECT outcome FROM cancellations')).rows;
      expect(row).toEqual({ outcome: 'unknown' });
    },
    limitMs,
  );

  it(
    'notices that the newest event it knew is gone, or is another one',
    async () => {
      const { admin, openDirectly } = await create();
      const store = await openDirectly();
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      const first = await store.historyId();
      await store.saveApplication('2', { name: 'Two' }, { onlyNew: true });
      expect(await store.historyId()).toBe(first);
      const version = await store.listVersion();
      // As after a failover to a server that was one event behind: the number is given again.
      await admin.query('DELETE FROM events WHERE seq = 2');
      await admin.query(`SELECT setval('events_seq_seq', 1)`);
      await store.saveApplication('3', { name: 'Three' }, { onlyNew: true });
      expect(await store.lastEvent()).toBe(2);
      const second = await store.historyId();
      expect(second).not.toBe(first);
      expect(await store.listVersion()).not.toBe(version);
      expect(await store.historyId()).toBe(second);
    },
    limitMs,
  );

  it('refuses to start behind a pooler that shares sessions, and changes nothing there', async () => {
    const { admin, name } = await create();
    const pooler = await startFakePooler(server.port, 'console', name);
    onTestFinished(() => pooler.close());
    const databaseUrl = `postgres://console@127.0.0.1:${pooler.port}/${name}`;
    await expect(openStore({ databaseUrl, realm: 'live', now })).rejects.toThrow(
      /^The database .* cannot be used: a connection pooler such as PgBouncer .*session mode\.$/,
    );
    const tables = await admin.query("SELECT FROM pg_tables WHERE schemaname = 'public'");
    expect(tables.rowCount).toBe(0);
  });
});
