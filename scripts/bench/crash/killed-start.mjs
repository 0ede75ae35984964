import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLiveConsole } from '../live-console.mjs';
import { waitUntil } from '../wait-until.mjs';

const random = (/** @type {number} */ below) => Math.floor(Math.random() * below);

/** The strace command that delays one write to disk. @param {number} number @param {string} log */
const delayWrite = (number, log) =>
  // -D: strace runs as a grandchild, so that the console is our own child and gets our signals.
  `strace -D -f --seccomp-bpf -qq -e trace=pwrite64 -e inject=pwrite64:delay_enter=60s:when=${number} -o ${log}`.split(
    ' ',
  );

/** Kills a process, and its strace, which would otherwise hide the end until the delay is over. @param {number} pid */
function kill(pid) {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
  const tracer = Number(/^TracerPid:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  process.kill(pid, 'SIGKILL');
  if (tracer > 0) process.kill(tracer, 'SIGKILL');
}

/** The number of writes to disk that have begun. @param {string} log */
const countWrites = (log) => (existsSync(log) ? readFileSync(log, 'utf8').split('pwrite64(').length - 1 : 0);

/**
 * Starts a console and kills it during its start: right before one of its writes to disk, which strace delays, or at a
 * random moment. Resolves to false if the start was over before the kill.
 * @param {Parameters<typeof startLiveConsole>[0]} options
 * @param {number | null} write the number of the write, null for a random moment
 */
export async function startKilled(options, write) {
  const log = join(options.folder, 'trace');
  let pid = 0;
  let over = false;
  const prefix = write === null ? [] : delayWrite(write, log);
  const ended = startLiveConsole({ ...options, prefix }, (id) => (pid = id))
    .then(
      (started) => ({ started, error: null }),
      (error) => ({ started: null, error }),
    )
    .finally(() => (over = true));
  if (write !== null) await waitUntil(() => over || countWrites(log) === write, 60);
  else {
    const lock = join(options.folder, 'console.db-lock');
    // Half of the kills come after the console has locked the file, because creating the tables takes only milliseconds.
    if (!existsSync(lock) && random(2) === 0) {
      await waitUntil(() => over || existsSync(lock));
      await sleep(random(30));
    } else await sleep(random(500));
  }
  if (!over) kill(pid);
  const { started, error } = await ended;
  await started?.stop('SIGKILL');
  rmSync(log, { force: true });
  if (error !== null && error.cause !== 'SIGKILL') throw error;
  return error !== null;
}
