import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { formsOf, secretsIn } from '../scripts/lib/secret-forms.mjs';
import { account, startLive, tokens } from './testing/live-console';

const basic = Buffer.from(`${account.email}:${account.developerKey}`).toString('base64');
const secrets = { key: account.developerKey, pair: `${account.email}:${account.developerKey}`, basic };
const everything = { ...secrets, email: account.email, operator: tokens.operator, support: tokens.support };

test('no log, database, stream, export or answer contains a credential', async () => {
  const echoes = formsOf(account.developerKey).concat(
    formsOf(account.email),
    `Authorization: Basic ${basic}`,
  );
  let turn = 0;
  const live = await startLive({
    behave(socket, request) {
      const echo = echoes[turn % echoes.length] ?? '';
      turn += 1;
      const words = JSON.stringify({ error: `Bad login ${echo} from <${request.slice(0, 20)}>` });
      const call = JSON.stringify({
        call_details: { status: echo, phone_number: echo, events: [{ event: echo }] },
      });
      const body = request.startsWith('GET') ? call : words;
      socket.end(
        `HTTP/1.1 ${request.startsWith('GET') ? '200 OK' : '401 No'}\r\nContent-Type: application/json\r\n` +
          `WWW-Authenticate: Basic realm="${echo}"\r\nRetry-After: ${echo}\r\nX-Echo: ${echo}\r\n` +
          `Set-Cookie: ${echo}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    },
  });
  const seen: Record<string, string> = {};
  try {
    const stop = new AbortController();
    const headers = { authorization: `Bearer ${tokens.support}` };
    let read = '';
    const reader = (await fetch(`${live.server.origin}/api/events`, { headers, signal: stop.signal })).body;
    void (async () => {
      for await (const chunk of reader ?? []) read += Buffer.from(chunk).toString();
    })().catch(() => {});
    for (const [at] of echoes.entries()) {
      const answer = await live.cancel();
      seen[`cancellation ${at}`] = JSON.stringify([...answer.headers]) + (await answer.text());
      const call = await live.ask(`/api/calls/${at + 1}`);
      seen[`call ${at}`] = JSON.stringify([...call.headers]) + (await call.text());
    }
    const batch = `/api/batches/${crypto.randomUUID()}`;
    const targets = [{ applicationId: '10', deploymentId: '20' }];
    const started = await live.ask(batch, { method: 'PUT', body: { targets } });
    seen['a batch started'] = await started.text();
    await expect.poll(async () => (await (await live.ask(batch)).json()).state).not.toBe('running');
    const paths = [
      batch,
      '/api/applications',
      '/api/cancellations',
      '/api/cancellations.csv',
      '/api/cancellations.json',
      '/api/applications.csv',
      '/api/applications.json',
      '/api/batches',
      '/api/openapi.json',
    ];
    for (const path of [...paths, '/metrics', '/healthz', '/', '/api/nothing', '/api/cancellations/x']) {
      const answer = await live.ask(path);
      seen[path] = JSON.stringify([...answer.headers]) + (await answer.text());
    }
    const wrong = await live.ask('/api/cancellations', { token: account.developerKey });
    seen['a wrong token'] = await wrong.text();
    // The account's e-mail is shown on purpose, so that nobody takes one account for another.
    const session = await (await live.ask('/api/session')).text();
    expect(secretsIn(session, secrets)).toEqual([]);
    await expect.poll(() => read).toContain('event: cancellation');
    stop.abort();
    seen['stream'] = read;

    // Read while the console runs, so that the write-ahead log is included.
    const folder = dirname(live.server.file);
    for (const file of readdirSync(folder)) seen[file] = readFileSync(join(folder, file), 'latin1');
    expect(Object.keys(seen)).toContain('console.db-wal');
    await live.server.stop();
    seen['the file after a stop'] = readFileSync(live.server.file, 'latin1');
    // At the start the console prints its account and where the tokens are; every line with JSON is of the log.
    const log = live.server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(log.length).toBeGreaterThan(echoes.length);
    seen['log'] = log.join('\n');
    expect(secretsIn(live.server.output(), secrets)).toEqual([]);
    // A record names the account that it was sent with, on purpose: as a member, as a cell, and as a column of the tables.
    const named = new RegExp(`"account":"${account.email}"|(?<=,)${account.email}(?=,)`, 'g');
    const isTable = (what: string) => what.startsWith('console.db') || what === 'the file after a stop';
    for (const [what, text] of Object.entries(seen)) {
      const wanted = isTable(what) ? { ...everything, email: 'nobody@example.com' } : everything;
      expect.soft(secretsIn(text.replaceAll(named, ''), wanted), what).toEqual([]);
    }
    expect(seen['cancellation 0']).toContain('[withheld: it holds credentials]');
  } finally {
    await live.dispose();
  }
});

test.describe('npm run check:build', () => {
  let folder = '';
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'console-build-'));
    cpSync('dist', folder, { recursive: true });
  });
  test.afterEach(() => rmSync(folder, { recursive: true }));

  const check = (variables: Record<string, string> = {}) =>
    spawnSync(process.execPath, ['scripts/check-build.mjs', folder], {
      env: { PATH: process.env['PATH'], ...variables },
      encoding: 'utf8',
    });
  const plant = (name: string, text: string) => writeFileSync(join(folder, name), text);

  test('passes for the real build', () => {
    expect(check({ FUSE_DEVELOPER_KEY: account.developerKey, VITE_KEY: 'a-secret-of-vite' }).stderr).toBe('');
  });

  test('finds a key of 8 digits, and ignores a shorter one, which could be any number', () => {
    plant('server/a.js', 'const timeout = 60000007, size = 1048577');
    expect(check({ FUSE_DEVELOPER_KEY: '60000007' }).stderr).toContain('FAULT server/a.js');
    expect(check({ FUSE_DEVELOPER_KEY: '6000000', FUSE_TIMEOUT_MS: '600000' }).stderr).toBe('');
  });

  const plants = [
    ['the value of a VITE_ variable', 'client/assets/a.js', 'const a="a-secret-of-vite"'],
    [
      'it in Base64',
      'client/assets/a.js',
      `const a="${Buffer.from('xa-secret-of-vite').toString('base64')}"`,
    ],
    ['the developer key, URL-encoded', 'server/a.js', encodeURIComponent(account.developerKey)],
    ['the name of a VITE_ variable', 'client/assets/a.js', 'const a={VITE_FUSE_KEY:1}'],
    ['the MSW worker', 'client/mockServiceWorker.js', '/* eslint-disable */'],
    ['the MSW worker’s code', 'client/assets/a.js', 'setupWorker()'],
    ['a source map', 'client/assets/a.js.map', '{}'],
  ] as const;
  for (const [what, name, text] of plants) {
    test(`fails for ${what}`, () => {
      plant(name, text);
      const { status, stderr } = check({
        FUSE_DEVELOPER_KEY: account.developerKey,
        VITE_KEY: 'a-secret-of-vite',
      });
      expect(status).toBe(1);
      expect(stderr).toContain(`FAULT ${name}`);
    });
  }
});

test('a build made with all credentials in the environment contains none of them', () => {
  const outDir = `test-results/build-${crypto.randomUUID()}`;
  const variables = { ...everything, vite: 'vite-canary-0123456789' };
  const env = {
    PATH: process.env['PATH'],
    FUSE_EMAIL: account.email,
    FUSE_DEVELOPER_KEY: account.developerKey,
    OPERATOR_TOKEN: tokens.operator,
    SUPPORT_TOKEN: tokens.support,
    VITE_FUSE_DEVELOPER_KEY: variables.vite,
  };
  const build = (part: string, ...more: string[]) =>
    spawnSync(
      process.execPath,
      [
        'node_modules/vite/bin/vite.js',
        'build',
        ...more,
        '--outDir',
        join(outDir, part),
        '--logLevel',
        'error',
      ],
      { env, encoding: 'utf8' },
    );
  try {
    for (const { status, stderr } of [build('client'), build('server', '--ssr', 'src/proxy/main.ts')])
      expect(status, stderr).toBe(0);
    const files = readdirSync(outDir, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(files.map(({ parentPath, name }) => join(parentPath, name))).toContain(
      join(outDir, 'server/main.js'),
    );
    for (const { parentPath, name } of files)
      expect.soft(secretsIn(readFileSync(join(parentPath, name), 'latin1'), variables), name).toEqual([]);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
});
