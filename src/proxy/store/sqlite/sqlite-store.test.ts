import Database from 'libsql';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consoleStopped, intent, newId, settlement } from '../../testing/store-contract/fixtures';
import { storeContract } from '../../testing/store-contract/store-contract';
import { migrations } from '../migrations';
import { testJournalAgainstModel } from '../../testing/journal-model';
import { openStore, openStoreOn, storeOn } from '../open';
import { expectCarriedOver, release, released } from '../../testing/schema-fixtures';
import { dialect } from './sqlite-dialect';
import { openSqlite } from './sqlite-store';
import { applicationId, readPragma } from './sqlite-file';
import { StoreUnusable, type Store } from '../store';

const now = () => new Date('2026-01-02T00:00:00.000Z');
const stopped = '2026-01-03T00:00:00.000Z';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-store-'));
  file = join(folder, 'console.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const openFile = (path = file): Promise<Store> =>
  openStore({ databaseUrl: `file:${path}`, realm: 'sandbox', now });

/** A look at the file through a connection of its own. */
function look(text: string, path = file): Record<string, unknown>[] {
  const database = new Database(path);
  try {
    const rows: unknown[] = database.prepare(text).all();
    return rows.map((row) => ({ ...(typeof row === 'object' ? row : {}) }));
  } finally {
    database.close();
  }
}

const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

async function refusal(path = file): Promise<string> {
  const error = await openFile(path).then(
    (store) => store.close(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreUnusable)) throw new Error(`It was not refused: ${String(error)}`);
  expect(error.message).toContain(path);
  expect(error.message).not.toMatch(/\n|Error|SQLITE_/);
  return error.message;
}

/** Refused without a byte changed, and with nothing left beside it. */
async function refusedUntouched(): Promise<string> {
  const before = hash(file);
  const beside = readdirSync(folder);
  const message = await refusal();
  expect(hash(file)).toBe(before);
  expect(readdirSync(folder)).toEqual(beside);
  return message;
}

/** Runs the lines in a process of its own, with `store` open, until it prints a line; then kills it. */
async function killed(lines: string): Promise<string> {
  const script = `
    import { runnerImport } from 'vite';
    const { module } = await runnerImport(${JSON.stringify(join(import.meta.dirname, '../open.ts'))},
      { configFile: false, logLevel: 'silent' });
    const open = (realm) => module.openStore(
      { databaseUrl: ${JSON.stringify(`file:${file}`)}, realm, now: () => new Date() });
    ${lines}
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: unknown[] = await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  return String(line).trim();
}

storeContract('the SQLite store', async () => {
  const backend = await openSqlite(`file:${file}`, now);
  const stores: Store[] = [];
  return {
    async open(realm = 'sandbox', clock = now, account = '', nonProductionEnvironments = []) {
      const store = await openStoreOn(backend, { realm, account, now: clock, nonProductionEnvironments });
      stores.push(store);
      return store;
    },
    query: (text) => new Promise((resolve) => resolve(look(text))),
    drop: async () => {
      await stores[0]?.close();
    },
  };
});

describe('the SQLite file', () => {
  it('is made with its folder, for this user alone', async () => {
    const path = join(folder, 'a', 'b', 'console.db');
    await (await openFile(path)).close();
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'a', 'b')).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-lock`).mode & 0o777).toBe(0o600);
  });

  it('holds the settings that keep a commit safe', async () => {
    const backend = await openSqlite(`file:${file}`, now);
    const { sql } = await import('kysely');
    const read = async (name: string) => {
      const { rows } = await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(backend.db);
      return Object.values(rows[0]!)[0];
    };
    expect(await read('journal_mode')).toBe('wal');
    expect(await read('synchronous')).toBe(2);
    expect(await read('foreign_keys')).toBe(1);
    expect(await read('busy_timeout')).toBeGreaterThan(0);
    await backend.close();
  });

  it('keeps everything from one start to the next, and upgrades nothing twice', async () => {
    const store = await openFile();
    await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
    const wanted = intent();
    await store.claim(wanted);
    const settled = await store.settle(wanted.id, settlement());
    await store.close();
    const schema = look('SELECT * FROM sqlite_schema ORDER BY name');
    const again = await openFile();
    expect(await again.listApplications()).toMatchObject([{ name: 'One' }]);
    expect(await again.findCancellation(wanted.id)).toEqual(settled);
    await again.close();
    expect(look('SELECT * FROM sqlite_schema ORDER BY name')).toEqual(schema);
  });

  it('is whole without its log once it is closed', async () => {
    const store = await openFile();
    await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
    await store.close();
    const copy = join(folder, 'copy.db');
    copyFileSync(file, copy);
    expect(look('SELECT name FROM applications', copy)).toEqual([{ name: 'One' }]);
  });

  it('accepts an empty file, and an empty database', async () => {
    writeFileSync(file, '');
    const other = join(folder, 'other.db');
    look('PRAGMA journal_mode = WAL', other);
    for (const path of [file, other]) {
      const store = await openFile(path);
      expect(await store.listApplications()).toEqual([]);
      await store.close();
    }
  });

  it('is read by other programs while the console runs', async () => {
    const store = await openFile();
    await store.claim(intent());
    const script = `
      const Database = require('libsql');
      const database = new Database(${JSON.stringify(file)});
      console.log(database.prepare('SELECT count(*) AS n FROM cancellations').all()[0].n);
      database.close();`;
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe('1');
    // The reader was the last to leave its own process: the log must still be the one we write to.
    await store.claim(intent({ deploymentId: '8' }));
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe('2');
    await store.close();
  });

  it('has all that was written once it is closed, though its log was removed', async () => {
    const store = await openFile();
    await store.claim(intent());
    rmSync(`${file}-wal`);
    await expect(store.claim(intent({ deploymentId: '8' }))).rejects.toThrow('removed or replaced');
    await store.close();
    expect(look('SELECT deployment_id FROM cancellations')).toEqual([{ deployment_id: '7' }]);
  });

  it('refuses what is written while it closes', async () => {
    const backend = await openSqlite(`file:${file}`, now);
    const store = storeOn(backend, 'sandbox', now);
    const last = backend.db.transaction().execute(() => new Promise((resolve) => setTimeout(resolve, 20)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const closed = store.close();
    await expect(store.checkWritable()).rejects.toThrow('closed');
    await Promise.all([last, closed]);
  });

  it('frees its lock when it is closed', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const store = await openFile();
      await store.claim(intent({ deploymentId: String(turn) }));
      await store.close();
    }
    expect(look('SELECT count(*) AS n FROM cancellations')).toEqual([{ n: 3 }]);
  });
});

describe('a SQLite file that cannot be used', () => {
  it('is not a database', async () => {
    writeFileSync(file, 'Dear diary, '.repeat(1000));
    expect(await refusedUntouched()).toMatch(/not a SQLite file/);
  });

  it('is cut short', async () => {
    const store = await openFile();
    await store.close();
    truncateSync(file, 10_000);
    expect(await refusedUntouched()).toMatch(/damaged/);
  });

  it('has a damaged table of contents', async () => {
    await (await openFile()).close();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 100, 4096);
    writeFileSync(file, bytes);
    expect(await refusedUntouched()).toMatch(/damaged/);
  });

  it.each(['DELETE', 'WAL'])('belongs to another program (%s)', async (mode) => {
    look(`PRAGMA journal_mode = ${mode}`);
    const other = new Database(file);
    other.exec('CREATE TABLE diary (text)');
    other.close();
    expect(await refusedUntouched()).toMatch(/another program/);
  });

  it('belongs to another program that has named itself', async () => {
    const other = new Database(file);
    other.exec('PRAGMA application_id = 42');
    other.close();
    expect(await refusedUntouched()).toMatch(/another program/);
  });

  it('was written by a newer console', async () => {
    await (await openFile()).close();
    const newer = new Database(file);
    newer.exec('PRAGMA user_version = 999');
    newer.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    newer.close();
    expect(await refusedUntouched()).toMatch(/newer console/);
  });

  it('is a folder', async () => {
    mkdirSync(file);
    expect(await refusal()).toMatch(/not a file/);
  });

  it('lies below a file', async () => {
    writeFileSync(file, 'x');
    expect(await refusal(join(file, 'console.db'))).toMatch(/not a folder/);
  });

  it('has no name', async () => {
    await expect(openStore({ databaseUrl: 'file:', realm: 'live', now })).rejects.toBeInstanceOf(
      StoreUnusable,
    );
  });

  it('is used by another console, also by way of a link', async () => {
    const store = await openFile();
    await store.claim(intent());
    const link = join(folder, 'link.db');
    symlinkSync(file, link);
    expect(await refusal()).toMatch(/another console already uses it/);
    expect(await refusal(link)).toMatch(/another console already uses it/);
    expect((await store.claim(intent({ deploymentId: '8' }))).kind).toBe('claimed');
    await store.close();
  });
});

describe('a console that is killed', () => {
  it('leaves its open cancellations, which the next start settles in both realms', async () => {
    const open = intent();
    const done = intent({ deploymentId: '8' });
    const other = join(folder, 'second.json');
    writeFileSync(other, JSON.stringify({ open, done, end: settlement() }));
    const printed = await killed(`
      const { open: first, done, end } =
        JSON.parse((await import('node:fs')).readFileSync(${JSON.stringify(other)}, 'utf8'));
      const store = await open('sandbox');
      await store.claim(first);
      await store.claim(done);
      await store.settle(done.id, end);
      console.log('claimed');`);
    expect(printed).toBe('claimed');

    const backend = await openSqlite(`file:${file}`, now);
    const live = storeOn(backend, 'live', now);
    const store = storeOn(backend, 'sandbox', now);
    expect((await store.claim(intent())).kind).toBe('busy');
    const mine = intent({ deploymentId: '9' });
    await live.claim(mine);
    expect(await live.recover(consoleStopped)).toBe(1);
    expect(await live.recover(consoleStopped)).toBe(0);
    expect(await store.findCancellation(open.id)).toMatchObject({
      outcome: 'unknown',
      cause: 'console_stopped',
      status: null,
      message: null,
      settledAt: stopped,
    });
    expect((await store.findCancellation(done.id))?.outcome).toBe('accepted');
    expect((await live.findCancellation(mine.id))?.outcome).toBeNull();
    expect(
      look(`SELECT kind, at, person FROM events WHERE cancellation_id = '${open.id}' ORDER BY seq`),
    ).toEqual([
      { kind: 'requested', at: open.requestedAt, person: 'Ann' },
      { kind: 'settled', at: stopped, person: null },
    ]);
    expect((await store.claim(intent({ id: newId() }))).kind).toBe('claimed');
    await store.close();
  }, 30_000);

  it('in the middle of making the tables leaves a file that the next start completes', async () => {
    await killed(`
      const Database = (await import('libsql')).default;
      const database = new Database(${JSON.stringify(file)});
      database.prepare('PRAGMA journal_mode = WAL').all();
      database.exec('BEGIN IMMEDIATE; CREATE TABLE applications (realm TEXT)');
      console.log('begun');`);
    const store = await openFile();
    expect(await store.saveApplication('1', { name: 'One' }, { onlyNew: true })).toBe('created');
    await store.close();
    const database = new Database(file);
    expect(readPragma(database, 'user_version')).toBeGreaterThan(0);
    database.close();
    expect(existsSync(file)).toBe(true);
  }, 30_000);
});

describe.each(released)('a file of format %i', (format) => {
  function make() {
    const database = new Database(file);
    database.prepare('PRAGMA journal_mode = WAL').all();
    const { tables, rows } = release(format, dialect);
    const pragmas = [`PRAGMA application_id = ${applicationId}`, `PRAGMA user_version = ${format}`];
    for (const statement of [...tables, ...pragmas, ...rows]) database.exec(statement);
    database.close();
  }

  it('is carried over with all that is in it', async () => {
    make();
    const store = await openFile();
    await expectCarriedOver(store, format);
    await store.close();
    expect(look('PRAGMA user_version')).toEqual([{ user_version: migrations.length }]);
  });

  it('is as it was when the start is killed in between', async () => {
    make();
    await killed(`
      const Database = (await import('libsql')).default;
      const database = new Database(${JSON.stringify(file)});
      database.exec('BEGIN IMMEDIATE; ALTER TABLE cancellations ADD COLUMN new_column TEXT');
      console.log('begun');`);
    const store = await openFile();
    await expectCarriedOver(store, format);
    expect(await store.listBatches({ limit: 1 })).toMatchObject({ items: [{ state: 'running' }] });
    await store.close();
  }, 30_000);
});

it('finds the running batches of a claim without reading those that are over', async () => {
  await (await openFile()).close();
  const [step] = look(`EXPLAIN QUERY PLAN SELECT b.id FROM batches b JOIN batch_targets t ON t.batch_id = b.id
    WHERE b.state = 'running' AND b.realm = 'live' AND b.stop_reason IS NULL AND t.application_id = '1'
      AND t.deployment_id = '2'`);
  expect(step?.['detail']).toBe('SEARCH b USING INDEX batches_running_realm (realm=?)');
});

it('finds the newest change of the saved list without reading what else has happened', async () => {
  await (await openFile()).close();
  const [step] = look(`EXPLAIN QUERY PLAN SELECT seq FROM events
    WHERE realm = 'live' AND type = 'applications' ORDER BY seq DESC LIMIT 1`);
  expect(step?.['detail']).toContain('events_applications');
});

describe('the text index', () => {
  const indexed = () => look('SELECT count(*) AS n FROM cancellations_search_docsize')[0]?.['n'];
  const found = async (store: Store, q: string) =>
    (await store.listCancellations({ q }, { limit: 200 })).items.map(({ deploymentId }) => deploymentId);
  async function settled(store: Store, deploymentId: string) {
    const { id } = intent({ deploymentId, id: newId() });
    await store.claim(intent({ deploymentId, id }));
    await store.settle(id, settlement({ message: `Said of ${deploymentId}.` }));
  }

  it('takes in what is settled, up to the first open record, and a search finds the rest', async () => {
    const store = await openFile();
    for (let one = 1000; one < 1070; one += 1) await settled(store, String(one));
    const open = intent({ deploymentId: '1070', id: newId() });
    await store.claim(open);
    await settled(store, '1071');
    const finds = async () => {
      expect(await found(store, 'main line')).toHaveLength(72);
      for (const one of ['1000', '1069', '1071'])
        expect(await found(store, `said of ${one}.`)).toEqual([one]);
      expect(await found(store, open.id)).toEqual(['1070']);
    };
    await finds();
    await expect.poll(indexed).toBe(70);
    await finds();
    await store.settle(open.id, settlement({ message: 'Late words' }));
    expect(await found(store, 'late words')).toEqual(['1070']);
    await expect.poll(indexed).toBe(72);
    await finds();
    expect(await found(store, 'late words')).toEqual(['1070']);
    await store.close();
    look(`INSERT INTO cancellations_search (cancellations_search, rank) VALUES ('integrity-check', 1)`);
  }, 15_000);

  it('misses nothing when the console ends before it was written', async () => {
    const first = await openFile();
    await settled(first, '1000');
    await first.close();
    expect(indexed()).toBe(0);
    const store = await openFile();
    expect(await found(store, 'said of 1000')).toEqual(['1000']);
    await settled(store, '1001');
    await expect.poll(indexed).toBe(2);
    expect(await found(store, 'said of 100')).toEqual(['1001', '1000']);
    await store.close();
  }, 15_000);
});

describe('a claim that fails between the console and the database', () => {
  /** A store whose first statement is lost, or is carried out and its answer lost. */
  async function losing(what: 'statement' | 'answer') {
    const backend = await openSqlite(`file:${file}`, now);
    let armed = true;
    const lose = () => {
      if (!armed) return;
      armed = false;
      throw new Error('connection lost');
    };
    const db = backend.db.withPlugin({
      transformQuery({ node }) {
        if (what === 'statement') lose();
        return node;
      },
      async transformResult({ result }) {
        if (what === 'answer') lose();
        return result;
      },
    });
    return storeOn({ ...backend, db }, 'sandbox', now);
  }

  const orphans = async (store: Store) => (await store.listOrphans()).map(({ id }) => id);

  it('is an orphan, until it is settled', async () => {
    const store = await losing('answer');
    const lost = intent();
    await expect(store.claim(lost)).rejects.toThrow('connection lost');
    expect(await orphans(store)).toEqual([lost.id]);
    expect((await store.claim(lost)).kind).toBe('known');
    expect((await store.claim(intent())).kind).toBe('busy');
    expect(await orphans(store)).toEqual([lost.id]);
    await store.settle(lost.id, settlement({ outcome: 'not_sent' }));
    expect(await orphans(store)).toEqual([]);
    expect((await store.claim(intent())).kind).toBe('claimed');
    await store.close();
  });

  it('is an ordinary claim when it is made again and the first had not arrived', async () => {
    const store = await losing('statement');
    const wanted = intent();
    await expect(store.claim(wanted)).rejects.toThrow('connection lost');
    expect(await orphans(store)).toEqual([]);
    expect(await store.findCancellation(wanted.id)).toBeNull();
    expect((await store.claim(wanted)).kind).toBe('claimed');
    expect((await store.claim(wanted)).kind).toBe('known');
    expect(await orphans(store)).toEqual([]);
    await store.close();
  });

  it('leaves no moment in which what is being sent is an orphan', async () => {
    const store = await openFile();
    for (let turns = 0; turns < 30; turns += 1) {
      const wanted = intent({ deploymentId: String(1000 + turns) });
      const claims = [store.claim(wanted), store.claim(wanted)];
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const looks = [orphans(store), Promise.all(claims).then(() => orphans(store))];
      expect((await Promise.all(claims)).map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'known']);
      expect(await Promise.all(looks)).toEqual([[], []]);
      await store.settle(wanted.id, settlement());
    }
    await store.close();
  });

  it('is nobody else’s orphan', async () => {
    const backend = await openSqlite(`file:${file}`, now);
    const store = storeOn(backend, 'sandbox', now);
    const others = [
      storeOn({ ...backend, instance: () => Promise.resolve(99) }, 'sandbox', now),
      storeOn(backend, 'live', now),
    ];
    await store.claim(intent());
    for (const other of others) expect(await orphans(other)).toEqual([]);
    await store.close();
  });
});

describe('a full disk', () => {
  it('fails every write and loses nothing', async () => {
    const backend = await openSqlite(`file:${file}`, now);
    const store = storeOn(backend, 'sandbox', now);
    const kept = intent();
    await store.claim(kept);
    const { sql } = await import('kysely');
    const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(backend.db);
    await sql.raw(`PRAGMA max_page_count = ${rows[0]!.page_count}`).execute(backend.db);
    const wide = 'x'.repeat(50_000);
    const refused = intent({ deploymentId: '8', reason: wide });
    await expect(store.claim(refused)).rejects.toThrow(/full/);
    await expect(store.saveApplication('1', { name: wide }, { onlyNew: true })).rejects.toThrow(/full/);
    expect(await store.findCancellation(refused.id)).toBeNull();
    await sql.raw(`PRAGMA max_page_count = 1000000`).execute(backend.db);
    expect((await store.claim(refused)).kind).toBe('claimed');
    expect((await store.findCancellation(kept.id))?.outcome).toBeNull();
    await store.close();
  });
});

describe('a file that another program holds locked', () => {
  const save = (store: Store) => store.saveApplication('2', { name: 'Other' }, { onlyNew: true });
  const writes: [(store: Store) => Promise<unknown>, string][] = [
    [(store) => store.checkWritable(), 'SELECT sum(checks) AS n FROM health'],
    [(store) => store.claim(intent({ deploymentId: '8' })), 'SELECT count(*) AS n FROM cancellations'],
    [save, 'SELECT count(*) AS n FROM applications'],
  ];

  it.each([0, 1, 2])(
    'fails a write (%i), and keeps the others once it is let go',
    async (failing) => {
      const store = await openFile();
      const other = new Database(file);
      other.exec('BEGIN IMMEDIATE');
      await expect(writes[failing]![0](store)).rejects.toThrow(/locked/);
      other.exec('ROLLBACK');
      // The one that failed comes last: done again it would clear away what it left.
      for (const [write, count] of [...writes.slice(failing + 1), ...writes.slice(0, failing + 1)]) {
        // On its own connection a console sees also what is not committed.
        const counted = () => Number(Object(other.prepare(count).all()[0])['n']);
        const before = counted();
        await write(store);
        expect(counted()).toBe(before + 1);
      }
      other.close();
      await store.close();
    },
    15_000,
  );

  it('keeps no one from reading, and lets a write through once it is let go', async () => {
    const store = await openFile();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const done: string[] = [];
    const claim = store.claim(intent()).then(({ kind }) => done.push(kind));
    const saved = save(store).then((result) => done.push(result));
    // The event loop turns while both wait, and what is read is what is committed.
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(await store.listCancellations({}, { limit: 1 })).toMatchObject({ items: [] });
    }
    expect(done).toEqual([]);
    other.exec('ROLLBACK');
    await Promise.all([claim, saved]);
    expect(done.toSorted()).toEqual(['claimed', 'created']);
    other.close();
    await store.close();
  });

  it('fails all that wait at the same time, and not one after the other', async () => {
    const store = await openFile();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const claims = ['1', '2', '3', '4'].map((deploymentId) => store.claim(intent({ deploymentId })));
    const results = Promise.allSettled(claims);
    await Promise.race(claims).catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    other.exec('ROLLBACK');
    expect((await results).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    other.close();
    await store.close();
  });

  it('shows nobody what another transaction has not committed', async () => {
    const backend = await openSqlite(`file:${file}`, now);
    const store = storeOn(backend, 'sandbox', now);
    const given: Promise<unknown>[] = [];
    const failed = backend.db.transaction().execute(async (tx) => {
      await tx
        .insertInto('applications')
        .values({ realm: 'sandbox', account: '', application_id: '1', name: 'x' })
        .execute();
      given.push(store.listApplications(), save(store), store.listApplications());
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('given up');
    });
    await expect(failed).rejects.toThrow('given up');
    expect(JSON.stringify(await Promise.all(given))).not.toContain('"x"');
    await store.close();
  });
});

testJournalAgainstModel(
  'the SQLite store',
  () => {
    const own = mkdtempSync(join(tmpdir(), 'console-model-'));
    const crashed: Store[] = [];
    let path = join(own, 'console.db');
    let store: Store;
    return Promise.resolve({
      open: async () => (store = await openFile(path)),
      // The next console gets what lies in the files now, and nothing that a close would still write.
      crash: () => {
        crashed.push(store);
        const left = join(own, `console-${crashed.length}.db`);
        for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${left}${end}`);
        path = left;
        return Promise.resolve();
      },
      drop: async () => {
        for (const one of crashed) await one.close();
        rmSync(own, { recursive: true });
      },
    });
  },
  40,
);
