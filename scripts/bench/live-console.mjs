import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { root } from '../lib/install.mjs';

export const token = 'bench-operator-token';

/**
 * @typedef {{ status: number, body: string, cookie: string, milliseconds: number }} Answer
 * @typedef {Awaited<ReturnType<typeof startLiveConsole>>} LiveConsole
 */

/**
 * Starts the built console in live mode, with the caller's fake Fuse as its upstream.
 * @param {{ folder: string, fuseUrl: string, prefix?: string[], variables?: Record<string, string> }} options
 *   `prefix` is a command to run it under
 * @param {(pid: number) => void} [onSpawn] called with the process ID before the console answers
 */
export async function startLiveConsole({ folder, fuseUrl, prefix = [], variables = {} }, onSpawn) {
  const [command, ...args] = [...prefix, process.execPath, join(root, 'dist/server/main.js')];
  const child = spawn(command ?? process.execPath, args, {
    // Not the project's folder, so that the console does not read the developer's .env.
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      FUSE_EMAIL: 'bench@example.com',
      FUSE_DEVELOPER_KEY: 'bench-developer-key',
      FUSE_BASE_URL: fuseUrl,
      OPERATOR_TOKEN: token,
      SUPPORT_TOKEN: 'bench-support-token',
      DATABASE_URL: `file:${join(folder, 'console.db')}`,
      ...variables,
    },
  });
  let output = '';
  child.stderr.on('data', (data) => (output = (output + String(data)).slice(-20_000)));
  const exit = once(child, 'exit');
  onSpawn?.(child.pid ?? 0);
  let printed = '';
  /** @type {string} */
  const origin = await new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      printed += String(data);
      const [address] = /http:\/\/127\.0\.0\.1:\d+(?=\/sign-in)/.exec(printed) ?? [];
      if (address) resolve(address);
    });
    void exit.then(([, signal]) =>
      reject(new Error(`the console did not start: ${output}`, { cause: signal })),
    );
  });
  const { ask, close } = createClient(origin);

  return {
    origin,
    pid: child.pid ?? 0,
    ask,
    output: () => output,
    /** @param {NodeJS.Signals} [signal] */
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await exit;
      close();
    },
    exit,
  };
}

/**
 * What asks a running console.
 * @param {string} origin
 */
export function createClient(origin) {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });

  /**
   * Sends a request; resolves to null if the connection broke without an answer.
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @param {Record<string, string>} [identity] headers that replace the operator's token
   * @returns {Promise<Answer | null>}
   */
  const ask = (method, path, body, identity = { authorization: `Bearer ${token}` }) =>
    new Promise((resolve) => {
      const begun = performance.now();
      const text = body && JSON.stringify(body);
      const headers = {
        ...identity,
        ...(text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      };
      const sent = request(`${origin}${path}`, { method, headers, agent }, (response) => {
        let answer = '';
        response.setEncoding('utf8').on('data', (chunk) => (answer += chunk));
        response.once('error', () => resolve(null));
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: answer,
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
            milliseconds: performance.now() - begun,
          }),
        );
      });
      sent.once('error', () => resolve(null));
      sent.end(text);
    });

  return { ask, close: () => agent.destroy() };
}
