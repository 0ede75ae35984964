import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConsoleFile } from './console-file-holder';

const groups = { operator: ['ops'], support: ['desk'], given: [] };

describe('the configuration in force', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'console-file-'));
    path = join(folder, 'console.yaml');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (text?: string, environment: Record<string, string> = {}, isOptional = true) => {
    if (text !== undefined) writeFileSync(path, text);
    return openConsoleFile({ path, isOptional, groups, hasTrustedProxy: false }, environment);
  };

  it('is that of today’s variables without a file', async () => {
    const file = await open();
    expect(file.current()).toMatchObject({ rules: null, signIn: { links: true }, keys: [] });
    expect(Object.keys(file.current().groups).sort()).toEqual(['desk', 'ops']);
    expect(file.hasFile()).toBe(false);
  });

  it('needs the file that CONFIG_FILE names', async () => {
    await expect(open(undefined, {}, false)).rejects.toThrow(
      /console\.yaml \(CONFIG_FILE\) cannot be read \(ENOENT\)\.$/,
    );
    await expect(
      openConsoleFile({ path: folder, isOptional: true, groups, hasTrustedProxy: false }, {}),
    ).rejects.toThrow(/EISDIR/);
    await expect(open('keys: [')).rejects.toThrow(/console\.yaml, line 1/);
  });

  it('is never a file that lets nobody in', async () => {
    await expect(open('signIn: { links: false }')).rejects.toThrow(
      /console\.yaml, line 1, column 11: signIn\.links/,
    );
    const file = await open('{}');
    writeFileSync(path, 'signIn: { links: false }');
    expect(await file.reload()).toBe('refused');
    expect(file.current().signIn.links).toBe(true);
  });

  it('is another one after the file has changed and was read anew', async () => {
    const file = await open('signIn: { sessionHours: 8 }');
    writeFileSync(path, 'signIn: { sessionHours: 4 }');
    expect(file.current().signIn.sessionHours).toBe(8);
    expect(await file.reload()).toBe('taken_over');
    expect(file.current().signIn.sessionHours).toBe(4);
    expect(await file.reload()).toBe('unchanged');
  });

  it('comes with the first file, and stays where that is empty or missing later', async () => {
    const file = await open();
    writeFileSync(path, 'signIn: { sessionHours: 4 }');
    expect(await file.reload()).toBe('taken_over');
    for (const empty of ['', '# nothing\n', '---\n']) {
      writeFileSync(path, empty);
      expect(await file.reload()).toBe('refused');
      expect(file.problem()).toMatch(/console\.yaml is empty/);
    }
    rmSync(path);
    expect(await file.reload()).toBe('refused');
    expect(file.problem()).toMatch(/console\.yaml is missing/);
    expect([file.hasFile(), file.current().signIn.sessionHours]).toEqual([true, 4]);
    writeFileSync(path, '{}');
    expect(await file.reload()).toBe('taken_over');
    expect(file.current().signIn.sessionHours).toBe(12);
  });

  it('is that of no file until there is one', async () => {
    const file = await open();
    expect(await file.reload()).toBe('unchanged');
    writeFileSync(path, '');
    expect(await file.reload()).toBe('taken_over');
    rmSync(path);
    expect(await file.reload()).toBe('refused');
  });

  it('stays as it is after a bad file, which is told until a good one comes', async () => {
    const file = await open('signIn: { sessionHours: 8 }');
    writeFileSync(path, 'signIn: { sessionHours: 0 }');
    expect(await file.reload()).toBe('refused');
    expect(file.current().signIn.sessionHours).toBe(8);
    expect(file.problem()).toMatch(/line 1, column 25: signIn\.sessionHours must be at least 1\.$/);
    writeFileSync(path, 'signIn: { sessionHours: 8 }');
    expect(await file.reload()).toBe('unchanged');
    expect(file.problem()).toBeNull();
  });

  it('takes secrets from the environment of the start, also where it has been cleared since', async () => {
    const environment: Record<string, string> = { NAME: 'night' };
    const file = await open('groups: { a: { may: [cancel], tags: ["${NAME}"] } }', environment);
    expect(file.references()).toEqual(['NAME']);
    expect(file.secrets).toEqual({ NAME: 'night' });
    delete environment['NAME'];
    expect(await file.reload()).toBe('unchanged');
  });

  it('tells its secrets, also one that is written into it', async () => {
    const provider = (secret: string) =>
      `groups: {}\nsignIn: { openIdConnect: { issuer: https://login.example.com, clientId: c, clientSecret: ${secret} } }`;
    expect((await open(provider('plain'))).secrets).toEqual({ clientSecret: 'plain' });
    expect((await open(provider('"${SECRET}"'), { SECRET: 'x' })).secrets).toEqual({ SECRET: 'x' });
  });
});
