import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openConsole } from '../testing/test-app';
import { consoleFileSchema } from './console-file-schema';

it('is what docs/console.schema.json and docs/configuration.md say', async () => {
  const cwd = fileURLToPath(new URL('../../..', import.meta.url));
  const check = promisify(execFile)(process.execPath, ['scripts/config-docs.mjs', '--check'], { cwd });
  await expect(check).resolves.toMatchObject({ stdout: '' });
});

it('is answered to an editor, which has no session', async () => {
  const { ask } = await openConsole({ live: true });
  const answer = await ask('/console.schema.json');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual(consoleFileSchema());
});

it('refuses unknown keys everywhere, as the console does', () => {
  const open: string[] = [];
  JSON.stringify(consoleFileSchema(), (key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('properties' in value)) return value;
    if (!('additionalProperties' in value) || value.additionalProperties !== false) open.push(key);
    return value;
  });
  expect(open).toEqual([]);
});
