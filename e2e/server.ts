import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A console of its own: a real server process on a free port and a fresh SQLite file. */
export interface ConsoleServer {
  origin: string;
  /** Of the process as it runs now. */
  readonly pid: number | undefined;
  /** The SQLite file, in a folder of its own. */
  file: string;
  /** What the process has written and what has been read of it: lines may still be on their way. */
  output(): string;
  /** The same with every line of what was done before this was called. */
  log(): Promise<string>;
  /** Goes away as the reader of what the process writes. */
  closeOutput(): void;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Stops it and starts it again on the same port and file, with these variables changed. */
  restart(signal?: NodeJS.Signals, changed?: Record<string, string>): Promise<void>;
  /** Stops it and removes its files. */
  dispose(): Promise<void>;
}

export type Mount = 'standalone' | 'dev';

// Set and empty, so that a developer's own .env cannot make a test console a live one.
const unset = Object.fromEntries(
  [
    'FUSE_EMAIL',
    'FUSE_DEVELOPER_KEY',
    'FUSE_BASE_URL',
    'FUSE_TIMEOUT_MS',
    'HOST',
    'PUBLIC_ORIGIN',
    'OPERATOR_TOKEN',
    'SUPPORT_TOKEN',
    'TRUSTED_PROXY',
    'IDENTITY_HEADER',
    'OPERATOR_GROUPS',
    'SUPPORT_GROUPS',
    'NON_PRODUCTION_ENVIRONMENTS',
  ].map((name) => [name, '']),
);

const commands: Record<Mount, string[]> = {
  standalone: ['dist/server/main.js'],
  dev: ['node_modules/vite/bin/vite.js', '--clearScreen', 'false'],
};

/** Listens on a free loopback port and tells which. */
export async function listenAnywhere(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

// Below the ports that systems give to connections (RFC 6335 §6, and Linux from 32768): one of those could
// be taken by any connection while a console that a test restarts is away.
const [lowest, highest] = [10_000, 30_000];

/** A port that nothing uses and that nothing is given by chance. */
export async function freePort(): Promise<number> {
  const port = lowest + Math.floor(Math.random() * (highest - lowest));
  const server = createServer().listen(port, '127.0.0.1');
  const free = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]).catch(() => false);
  if (!free) return freePort();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a console with a clean environment plus `variables`, and waits until it answers. */
export async function startConsole(
  variables: Record<string, string> = {},
  mount: Mount = 'standalone',
  stderr: number | 'pipe' = 'pipe',
): Promise<ConsoleServer> {
  const folder = await mkdtemp(join(tmpdir(), 'console-e2e-'));
  const file = join(folder, 'console.db');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = { ...unset, ...variables };
  let output = '';
  let process_: ChildProcess;

  async function start() {
    const child = spawn(process.execPath, commands[mount], {
      cwd: root,
      stdio: ['pipe', 'pipe', stderr],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: String(port),
        DATABASE_URL: `file:${file}`,
        ...environment,
      },
    });
    process_ = child;
    child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
    for (let waited = 0; ; waited += 50) {
      const ended = child.exitCode ?? child.signalCode;
      if (ended !== null) throw new Error(`The console did not start but ended (${ended}):\n${output}`);
      const answered = await fetch(`${origin}/healthz`).catch((error: unknown) => error);
      if (answered instanceof Response && answered.ok) return;
      if (waited > 30_000) throw new Error(`The console does not answer:\n${output}`, { cause: answered });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM') {
    if (process_.exitCode !== null || process_.signalCode !== null) return process_.exitCode;
    const exit = once(process_, 'exit');
    process_.kill(signal);
    await exit;
    return process_.exitCode;
  }

  await start();
  return {
    origin,
    file,
    get pid() {
      return process_.pid;
    },
    output: () => output,
    async log() {
      // The log is in order: with this request's line in it, it holds all of those before.
      const { headers } = await fetch(`${origin}/api/session`);
      const id = headers.get('x-request-id') ?? 'that has none';
      for (let waited = 0; !output.includes(id); waited += 10) {
        if (waited > 10_000) throw new Error(`The log has no line of request ${id}:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return output;
    },
    closeOutput() {
      process_.stdout?.destroy();
      process_.stderr?.destroy();
    },
    stop,
    async restart(signal, changed = {}) {
      await stop(signal);
      Object.assign(environment, changed);
      await start();
    },
    async dispose() {
      await stop('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
