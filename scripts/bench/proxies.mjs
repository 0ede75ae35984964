import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../lib/install.mjs';
import { endWithBenchmark, removeFolder, temporaryFolder } from './cleanup.mjs';

/** The path of a program, or null. @param {string} name */
export const findProgram = (name) =>
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path)) ?? null;

/**
 * Starts a script of the benchmark that prints its address when it listens.
 * @param {string} name
 * @param {string[]} args
 */
export async function startScript(name, ...args) {
  const child = spawn(process.execPath, [join(root, 'scripts/bench', name), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.once('exit', endWithBenchmark(child.pid));
  const [line] = await once(child.stdout, 'data');
  return { origin: String(line).trim(), stop: () => child.kill() };
}

/** @param {string} upstream */
export const startHttpProxy = (upstream) => startScript('http-proxy.mjs', upstream);

/** A port that was free just now, for a program that cannot report the port it took. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** @param {number} port */
const isOpen = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy()));
    socket.once('error', () => resolve(null));
  });

/**
 * nginx as a plain reverse proxy, one worker, a fresh connection upstream each time; null where it is not installed.
 * @param {string} upstream
 */
export async function startNginx(upstream) {
  const program = findProgram('nginx');
  if (program === null) return null;
  const folder = temporaryFolder();
  const port = await freePort();
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; worker_processes 1;
pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  ${places.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 100000;
    location / { proxy_pass ${upstream}; }
  }
}
`,
  );
  const child = spawn(
    program,
    ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')],
    {
      stdio: 'ignore',
    },
  );
  const exit = once(child, 'exit');
  child.once('exit', endWithBenchmark(child.pid));
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error('nginx did not start');
    await sleep(20);
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await exit;
      removeFolder(folder);
    },
  };
}
