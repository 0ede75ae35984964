import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/install.mjs';

/** @typedef {{ status: number, body: string, milliseconds: number }} Answer */

/**
 * Starts the built console in sandbox mode, on a port and database of its own, and waits for its first answer.
 * @param {string} [databaseUrl] a new SQLite file by default
 */
export async function serve(databaseUrl) {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/server/main.js')], {
    // Not the project's folder: a developer's .env is not for this console.
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATABASE_URL: databaseUrl ?? `file:${join(folder, 'console.db')}`,
    },
  });
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the console did not start'))),
  ]);
  const [origin = ''] = /http:\S+/.exec(String(line)) ?? [];

  /**
   * @param {string} path
   * @param {string} [body] sent with PUT
   * @returns {Promise<Answer>}
   */
  const ask = (path, body) =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const headers = body
        ? { origin, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
        : {};
      request(`${origin}${path}`, { method: body ? 'PUT' : 'GET', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: text,
            milliseconds: performance.now() - begun,
          }),
        );
      })
        .on('error', reject)
        .end(body);
    });

  await ask('/healthz');
  return {
    origin,
    pid: child.pid,
    ask,
    secondsToFirstAnswer: (performance.now() - started) / 1000,
    async stop() {
      const exit = once(child, 'exit');
      child.kill();
      await exit;
      rmSync(folder, { recursive: true });
    },
  };
}
