import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A console for one test: a real server process on a free port with a new SQLite file. */
export interface ConsoleServer {
  origin: string;
  /** The ID of the present process, which changes with a restart. */
  readonly pid: number | undefined;
  /** The SQLite file, in a folder of its own. */
  file: string;
  /** The output read so far; lines may still be on their way. */
  output(): string;
  /** The output, complete up to this call. */
  log(): Promise<string>;
  /** Closes the reading end of the output. */
  closeOutput(): void;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Stops it and starts it again on the same port and file, with these variables changed. */
  restart(signal?: NodeJS.Signals, changed?: Record<string, string>): Promise<void>;
  /** Stops it and removes its files. */
  dispose(): Promise<void>;
}

export type Mount = 'standalone' | 'dev';

const commands: Record<Mount, string[]> = {
  standalone: [join(root, 'dist/server/main.js')],
  dev: [
    join(root, 'node_modules/vite/bin/vite.js'),
    root,
    '--config',
    join(root, 'vite.config.ts'),
    '--clearScreen',
    'false',
  ],
};

/** Listens on a free loopback port. Resolves to the port. */
export async function listenOnFreePort(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

// Below the ephemeral ports (RFC 6335 §6; Linux uses them from 32768 on), any of which a connection could take while a
// test restarts its console.
const [lowest, highest] = [10_000, 30_000];

/** A free port that no connection gets by chance. */
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
  const environment = { ...variables };
  let output = '';
  let current: ChildProcess;

  async function start() {
    const child = spawn(process.execPath, commands[mount], {
      // Not the project's folder: a developer's own .env must not make a test console a live one.
      cwd: folder,
      stdio: ['pipe', 'pipe', stderr],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: String(port),
        DATABASE_URL: `file:${file}`,
        ...environment,
      },
    });
    current = child;
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
    if (current.exitCode !== null || current.signalCode !== null) return current.exitCode;
    const exit = once(current, 'exit');
    current.kill(signal);
    await exit;
    return current.exitCode;
  }

  await start();
  return {
    origin,
    file,
    get pid() {
      return current.pid;
    },
    output: () => output,
    async log() {
      // The log is in order: once it has this request's line, it has all earlier lines.
      const { headers } = await fetch(`${origin}/api/session`);
      const id = headers.get('x-request-id') ?? 'that has none';
      for (let waited = 0; !output.includes(id); waited += 10) {
        if (waited > 10_000) throw new Error(`The log has no line of request ${id}:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return output;
    },
    closeOutput() {
      current.stdout?.destroy();
      current.stderr?.destroy();
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
