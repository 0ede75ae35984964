import Database from 'libsql';
import { randomUUID } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { accepted, cancellationOf, openConsole, problemOf, scriptedFuse } from './testing/test-app';

afterEach(() => vi.restoreAllMocks());

/** Runs a statement as another program does. */
function sqlite(file: string, statement: string): void {
  const database = new Database(file);
  database.prepare(statement).all();
  database.close();
}

const cancel = () =>
  [
    `/api/cancellations/${randomUUID()}`,
    { method: 'PUT', body: { applicationId: '10', deploymentId: '20' } },
  ] as const;

describe('GET /healthz', () => {
  it('costs one write for all requests within a second, and never reports a failure as healthy', async () => {
    const { ask, store } = await openConsole();
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now);
    const checkWritable = vi.spyOn(store, 'checkWritable');
    for (let round = 0; round < 3; round += 1)
      await Promise.all(Array.from({ length: 20 }, () => ask('/healthz')));
    expect(checkWritable).toHaveBeenCalledTimes(1);
    vi.spyOn(store, 'claim').mockRejectedValue(new Error('disk full'));
    expect((await ask(...cancel())).status).toBe(503);
    checkWritable.mockRejectedValue(new Error('disk full'));
    expect((await ask('/healthz')).status).toBe(503);
    expect((await ask('/healthz')).status).toBe(503);
  });
});

describe('the database’s files, removed or replaced', () => {
  it.each<[string, (folder: string) => void]>([
    ['the folder is moved away', (folder) => renameSync(folder, `${folder}-moved`)],
    [
      'the folder is replaced by its copy',
      (folder) => {
        renameSync(folder, `${folder}-moved`);
        cpSync(`${folder}-moved`, folder, { recursive: true });
      },
    ],
    ['the write-ahead log is removed', (folder) => rmSync(join(folder, 'console.db-wal'))],
    ['the shared memory is removed', (folder) => rmSync(join(folder, 'console.db-shm'))],
    ['the file is removed', (folder) => rmSync(join(folder, 'console.db'))],
    [
      'the file is replaced',
      (folder) => {
        copyFileSync(join(folder, 'console.db'), join(folder, 'copy.db'));
        renameSync(join(folder, 'copy.db'), join(folder, 'console.db'));
      },
    ],
  ])('stop all that is written, and nothing is sent: %s', async (_, harm) => {
    const { ask, folder, sent } = await openConsole();
    onTestFinished(() => rmSync(`${folder}-moved`, { recursive: true, force: true }));
    expect((await ask('/healthz')).status).toBe(200);
    harm(folder);
    expect((await ask('/healthz')).status).toBe(503);
    const problem = await problemOf(await ask(...cancel()));
    expect(problem).toMatchObject({ status: 503, code: 'journal_unavailable' });
    expect(problem.detail).toContain('Nothing was sent to Fuse.');
    expect((await ask('/api/applications/11', { method: 'PUT', body: { name: 'x' } })).status).toBe(503);
    expect((await ask('/api/cancellations')).status).toBe(200);
    expect(sent).toEqual([]);
    mkdirSync(folder, { recursive: true });
  });

  it.each<[string, (file: string) => void]>([
    ['the file is emptied', (file) => truncateSync(file)],
    ['the file loses its end', (file) => truncateSync(file, statSync(file).size - 4096)],
    ['the write-ahead log is emptied', (file) => truncateSync(`${file}-wal`)],
    ['the write-ahead log loses all but its first bytes', (file) => truncateSync(`${file}-wal`, 2000)],
  ])('stop all that is written when they are cut short in place: %s', async (_, harm) => {
    const { ask, folder, sent } = await openConsole();
    const file = join(folder, 'console.db');
    sqlite(file, 'PRAGMA wal_checkpoint(PASSIVE)');
    const name = { method: 'PUT', body: { name: 'In the log alone' } };
    expect((await ask('/api/applications/1001', name)).status).toBe(201);
    expect((await ask('/healthz')).status).toBe(200);
    harm(file);
    for (let round = 0; round < 2; round += 1) {
      expect((await ask('/healthz')).status).toBe(503);
      expect((await ask(...cancel())).status).toBe(503);
      expect((await ask('/api/applications/1001', name)).status).toBe(503);
    }
    expect(sent).toEqual([]);
  });

  it('may become smaller by what another program does with SQLite', async () => {
    const { ask, folder } = await openConsole();
    const file = join(folder, 'console.db');
    const put = async (id: number) => {
      const answer = await ask(`/api/applications/${id}`, { method: 'PUT', body: { name: 'x'.repeat(200) } });
      expect(answer.status).toBe(201);
    };
    for (let id = 1001; id <= 1050; id += 1) await put(id);
    const { size } = statSync(`${file}-wal`);
    sqlite(file, 'VACUUM');
    await put(1051);
    sqlite(file, 'PRAGMA wal_checkpoint(TRUNCATE)');
    await put(1052);
    expect(statSync(`${file}-wal`).size).toBeLessThan(size);
  });

  it('delay the outcome, which is written once they are back', async () => {
    const { fuse } = scriptedFuse(() => {
      renameSync(folder, `${folder}-moved`);
      return accepted;
    });
    const { ask, folder, store } = await openConsole({ overrides: { fuse } });
    const [path, request] = cancel();
    expect(await cancellationOf(await ask(path, request))).toMatchObject({
      outcome: 'accepted',
      journaled: false,
    });
    renameSync(`${folder}-moved`, folder);
    const id = path.slice(-36);
    await expect.poll(() => store.findCancellation(id)).toMatchObject({ outcome: 'accepted', status: 202 });
    expect((await ask('/healthz')).status).toBe(200);
  });
});

describe('an error of the program itself', () => {
  it.each([
    new TypeError('x is not a function'),
    Object.assign(new Error('no such column'), { code: '42703' }),
  ])('is never told as the journal’s: %s', async (fault) => {
    const { ask, store, log } = await openConsole();
    vi.spyOn(store, 'claim').mockRejectedValue(fault);
    const problem = await problemOf(await ask(...cancel()));
    expect(problem).toMatchObject({ status: 500, code: 'internal' });
    expect(problem.detail).toMatch(/inside the console.*Nothing was sent to Fuse\.$/);
    expect(JSON.stringify(problem)).not.toContain(fault.message);
    const line = log.find((one) => one.includes('"event":"error"')) ?? '';
    expect(line).toContain(fault.message);
    expect(line).toContain('faults.test.ts');
  });

  it.each([
    Object.assign(new Error('permission denied'), { code: '42501' }),
    Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' }),
    Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
    new Error('Connection terminated unexpectedly'),
  ])('is none where the database is at fault: %s', async (fault) => {
    const { ask, store } = await openConsole();
    vi.spyOn(store, 'listCancellations').mockRejectedValue(fault);
    expect(await problemOf(await ask('/api/cancellations'))).toMatchObject({ code: 'journal_unavailable' });
  });
});
