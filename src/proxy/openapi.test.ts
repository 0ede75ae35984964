import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { paths, problemStatus } from '../contract';
import { listAllowedHosts, type AllowedHosts } from './http/guard';
import { openConsole, tokens } from './testing/test-app';
import { createListener } from './run/listener';
import { openApiDocument } from './http/openapi/document';
import { operations } from './http/openapi/operations';

function curlVersion(): string | null {
  try {
    return execFileSync('curl', ['--version'], { encoding: 'utf8' });
  } catch {
    return null;
  }
}

describe('GET /api/openapi.json', () => {
  it('describes every route of the app, and nothing else', async () => {
    const { app, ask } = await openConsole();
    const described = Object.entries(operations).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const registered = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect([...described].sort()).toEqual([...new Set(registered)].sort());
    const answer = await ask(paths.openApi);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  it('names every problem code and both ways to sign in', () => {
    const text = JSON.stringify(openApiDocument());
    for (const code of Object.keys(problemStatus)) expect(text).toContain(code);
    expect(openApiDocument()).toMatchObject({
      openapi: '3.1.0',
      components: { securitySchemes: { token: { scheme: 'bearer' }, cookie: { in: 'cookie' } } },
    });
    expect(text).not.toContain('undefined');
  });
});

it('describes the limits of each text', () => {
  const text = JSON.stringify(openApiDocument());
  const longest = [...text.matchAll(/"maxLength":(\d+),"description"/g)].map(([, length]) => Number(length));
  expect([...new Set(longest)].sort((one, other) => one - other)).toEqual([40, 80, 200, 500, 2000]);
  expect(openApiDocument()).toHaveProperty(
    [
      'paths',
      '/api/applications/{applicationId}',
      'put',
      'requestBody',
      'content',
      'application/json',
      'schema',
    ],
    expect.objectContaining({
      properties: expect.objectContaining({
        name: {
          type: 'string',
          minLength: 1,
          maxLength: 200,
          description: expect.stringMatching(/^One line/) as unknown,
        },
      }) as unknown,
    }),
  );
});

it('takes UUIDs in either letter case, and says so', () => {
  const id = 'ABCDEF00-0000-4000-8000-00000000ffff';
  const patterns = [...JSON.stringify(openApiDocument()).matchAll(/"pattern":"(\^\[[^"]*\{8\}-[^"]*)"/g)];
  expect(patterns.length).toBeGreaterThan(5);
  for (const [, pattern = ''] of patterns) expect(id).toMatch(new RegExp(pattern));
});

it('docs/api.md is what the contract says', async () => {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const check = promisify(execFile)(process.execPath, ['scripts/api-docs.mjs', '--check'], { cwd });
  await expect(check).resolves.toMatchObject({ stdout: '' });
}, 60_000);

const version = curlVersion();

describe.runIf(version !== null)(`docs/api.md${version === null ? ' NOT TESTED: no curl' : ''}`, () => {
  it('has examples that work', async () => {
    let names: AllowedHosts = listAllowedHosts('127.0.0.1', 0, null);
    const { app } = await openConsole({ live: true, overrides: { allowedHosts: () => names } });
    const server = createServer(createListener(() => app));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    names = listAllowedHosts('127.0.0.1', port, null);
    const folder = await mkdtemp(join(tmpdir(), 'console-examples-'));
    onTestFinished(async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    });
    const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
    const examples = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, lines = '']) => lines).slice(1);
    expect(examples.length).toBeGreaterThan(5);
    const run = promisify(execFile);
    for (const example of examples) {
      await run('bash', ['-euo', 'pipefail', '-c', example], {
        cwd: folder,
        env: { ...process.env, CONSOLE: `http://127.0.0.1:${port}`, TOKEN: tokens.operator },
      });
    }
    await app.idle();
  }, 60_000);
});
