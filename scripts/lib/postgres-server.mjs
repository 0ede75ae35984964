import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The folder of the newest PostgreSQL's programs (`initdb`, `pg_ctl`); undefined if none is installed. */
export function findPostgres() {
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : [];
  return [
    ...versions.map((version) => join(packaged, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

/** @param {'-u' | '-g'} flag */
function postgresUserId(flag) {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

/** initdb and the server refuse to run as root, so they run as the user that the package created. */
const isRoot = process.getuid?.() === 0;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

/**
 * Starts a PostgreSQL server on loopback, in a folder of its own that `remove` deletes.
 * @param {string} programs the folder that `findPostgres` returns
 */
export async function startPostgres(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'console-postgres-'));
  const data = join(folder, 'data');
  const port = await freePort();

  /** @param {string} program @param {string[]} args */
  function run(program, ...args) {
    const path = join(programs, program);
    const command = isRoot ? 'setpriv' : path;
    const rest = isRoot ? ['--reuid=postgres', '--regid=postgres', '--clear-groups', path, ...args] : args;
    execFileSync(command, rest, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  }

  function start() {
    const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=`;
    run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', `${options}''`, 'start');
  }

  /** @param {'fast' | 'immediate'} mode `immediate` is a crash: nothing is written any more */
  function stop(mode) {
    run('pg_ctl', '-D', data, '-w', '-m', mode, 'stop');
  }

  if (isRoot) {
    chownSync(folder, postgresUserId('-u'), postgresUserId('-g'));
    chmodSync(folder, 0o700);
  }
  run('initdb', '-D', data, '-U', 'console', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync');
  start();
  return {
    port,
    url: `postgres://console@127.0.0.1:${port}/postgres`,
    start,
    stop,
    remove() {
      stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
