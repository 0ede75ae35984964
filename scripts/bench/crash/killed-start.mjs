import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLiveConsole } from '../live-console.mjs';
import { waitUntil } from '../wait-until.mjs';

const random = (/** @type {number} */ below) => Math.floor(Math.random() * below);

/** @param {number} number of the write to disk that takes for ever @param {string} log */
const stuckAt = (number, log) =>
  // -D: the console is our own child and gets our signals, strace runs beside it.
  `strace -D -f --seccomp-bpf -qq -e trace=pwrite64 -e inject=pwrite64:delay_enter=60s:when=${number} -o ${log}`.split(
    ' ',
  );

/** Kills a process, and the strace that would keep its end to itself until its delay is over. @param {number} pid */
function kill(pid) {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
  const tracer = Number(/^TracerPid:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  process.kill(pid, 'SIGKILL');
  if (tracer > 0) process.kill(tracer, 'SIGKILL');
}

/** How many writes to disk have begun. @param {string} log */
const begun = (log) => (existsSync(log) ? readFileSync(log, 'utf8').split('pwrite64(').length - 1 : 0);

/**
 * Starts a console that is killed on its way: right before one of its writes to disk, where strace holds it up, or
 * at any moment.
 * Answers false where the start was over before that.
 * @param {Parameters<typeof startLiveConsole>[0]} options
 * @param {number | null} write its number, null for any moment
 */
export async function startKilled(options, write) {
  const log = join(options.folder, 'trace');
  let pid = 0;
  let over = false;
  const prefix = write === null ? [] : stuckAt(write, log);
  const ended = startLiveConsole({ ...options, prefix }, (id) => (pid = id))
    .then(
      (started) => ({ started, error: null }),
      (error) => ({ started: null, error }),
    )
    .finally(() => (over = true));
  if (write !== null) await waitUntil(() => over || begun(log) === write, 60);
  else {
    const lock = join(options.folder, 'console.db-lock');
    // Half of them from the moment the console has the file in hand: the tables take some milliseconds.
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
