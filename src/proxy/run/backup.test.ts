import Database from 'libsql';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backUp, runBackup } from './backup';
import { intent, settlement } from '../testing/store-contract/fixtures';
import { openStore } from '../store/open';
import { StoreUnusable } from '../store/store';

const now = () => new Date('2026-01-02T00:00:00.000Z');

async function folderWithJournal(records: number) {
  const folder = await mkdtemp(join(tmpdir(), 'backup-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'console.db');
  const store = await openStore({ databaseUrl: `file:${file}`, realm: 'live', now });
  for (let at = 0; at < records; at += 1) {
    const { id } = intent({ deploymentId: String(at) });
    await store.claim(intent({ id, deploymentId: String(at) }));
    await store.settle(id, settlement());
  }
  await store.close();
  return { folder, file };
}

/** Another process that writes to the file without a pause, as a console does, until the test is over. */
async function writeWithoutEnd(file: string): Promise<void> {
  const program = `
    const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve('libsql'))});
    const database = new Database(${JSON.stringify(file)}, { timeout: 5000 });
    const write = database.prepare('INSERT INTO health (id, checks) VALUES (1, 1) ON CONFLICT DO UPDATE SET checks = checks + 1');
    for (let count = 0; ; count += 1) {
      write.run([]);
      if (count === 10) console.log('writing');
    }`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  });
  await once(child.stdout, 'data');
}

describe('a backup', () => {
  it('ends while another process writes without a pause, and is the whole journal', async () => {
    const { folder, file } = await folderWithJournal(300);
    await writeWithoutEnd(file);
    const target = join(folder, 'copy.db');
    expect(backUp(`file:${file}`, target)).toMatchObject({ file: target, cancellations: 300 });
    const copy = await openStore({ databaseUrl: `file:${target}`, realm: 'live', now });
    const { items } = await copy.listCancellations({ outcome: 'accepted' }, { limit: 200 });
    expect(items).toHaveLength(200);
    expect((await copy.listCancellations({ q: 'reminders' }, { limit: 1 })).items).toHaveLength(1);
    await copy.close();
  });

  it.each([0o600, 0o640])('has the original’s mode (%o), and leaves nothing else', async (mode) => {
    const { folder, file } = await folderWithJournal(1);
    await chmod(file, mode);
    const before = await readdir(folder);
    backUp(`file:${file}`, join(folder, 'copy.db'));
    expect((await stat(join(folder, 'copy.db'))).mode & 0o777).toBe(mode);
    expect((await readdir(folder)).toSorted()).toEqual([...before, 'copy.db'].toSorted());
  });

  it('overwrites nothing, and takes no file of another program', async () => {
    const { folder, file } = await folderWithJournal(1);
    const target = join(folder, 'copy.db');
    await writeFile(target, 'mine');
    expect(() => backUp(`file:${file}`, target)).toThrow(/is there already/);
    expect(await readFile(target, 'utf8')).toBe('mine');

    const other = join(folder, 'other.db');
    const database = new Database(other);
    database.exec('CREATE TABLE t (x)');
    database.close();
    expect(() => backUp(`file:${other}`, join(folder, 'new.db'))).toThrow(/not one of this console/);
    expect(() => backUp(`file:${join(folder, 'none.db')}`, join(folder, 'new.db'))).toThrow(/no file/);
    expect((await readdir(folder)).filter((name) => name.startsWith('new'))).toEqual([]);
  });

  it('says in one line what is wrong with a target, and what to do', async () => {
    const { folder, file } = await folderWithJournal(1);
    const inFolder = (...names: string[]) => join(folder, ...names);
    await writeFile(inFolder('left.db.partial'), 'x');
    const before = await readdir(folder);
    const cases: [target: string, message: string][] = [
      [inFolder('none', 'new.db'), `there is no folder ${inFolder('none')}: make it first, or name another.`],
      [
        inFolder('a', 'b', 'new.db'),
        `there is no folder ${inFolder('a', 'b')}: make it first, or name another.`,
      ],
      [join(file, 'new.db'), `${file} is no folder: name a file in one.`],
      [folder, `${folder} is a folder: name a new file in it.`],
      [
        inFolder('left.db'),
        `${inFolder('left.db.partial')} is there already: another backup is writing it, or was ended on its way. Then remove it and try again.`,
      ],
    ];
    for (const [target, message] of cases)
      expect(() => backUp(`file:${file}`, target)).toThrow(
        new StoreUnusable(`Nothing was backed up: ${message}`),
      );
    expect(await readdir(folder)).toEqual(before);
  });

  it('says that a folder may not be written to', async () => {
    const { folder, file } = await folderWithJournal(1);
    const closed = join(folder, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o500);
    // No mode keeps root out.
    const target = process.getuid?.() === 0 ? '/sys/new.db' : join(closed, 'new.db');
    expect(() => backUp(`file:${file}`, target)).toThrow(
      /^Nothing was backed up: \S+new\.db\.partial cannot be made: (?:this user may not|its file system)[^.]*\.$/,
    );
  });

  it('says what to use for PostgreSQL, without the password, and asks for a target', () => {
    const failure = /^Nothing was backed up: DATABASE_URL is not a file. For PostgreSQL use pg_dump/;
    expect(() => backUp('postgres://ann:secret@db/console', '/tmp/copy')).toThrow(failure);
    expect(() => runBackup('file:console.db', undefined)).toThrow(/Name the file/);
  });
});
