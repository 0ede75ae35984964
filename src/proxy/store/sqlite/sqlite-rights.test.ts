import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openStore } from '../open';
import { StoreUnusable } from '../store';

let folder: string;
let file: string;

// root may do everything, so this file's own process becomes "nobody", for good.
beforeAll(() => {
  if (process.getuid?.() === 0) process.setuid?.(65534);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-rights-'));
  file = join(folder, 'console.db');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

const open = () => openStore({ databaseUrl: `file:${file}`, realm: 'sandbox', now: () => new Date() });

it.each([
  ['file', '444'],
  ['file', '000'],
  ['folder', '555'],
  ['folder', '000'],
])('refuses a %s of mode %s and leaves it as it was', async (which, mode) => {
  await (await open()).close();
  const before = readFileSync(file);
  chmodSync(which === 'file' ? file : folder, Number.parseInt(mode, 8));
  const error: unknown = await open().catch((reason: unknown) => reason);
  chmodSync(folder, 0o700);
  chmodSync(file, 0o600);
  expect(error).toBeInstanceOf(StoreUnusable);
  expect(String(error)).toContain(`${file} cannot be used: this user may not read and write`);
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('refuses a lock that another user made', async () => {
  await (await open()).close();
  chmodSync(`${file}-lock`, 0o000);
  await expect(open()).rejects.toThrow(/-lock/);
});
