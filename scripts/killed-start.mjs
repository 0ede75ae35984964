import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLiveConsole } from './live-console.mjs';

const random = (/** @type {number} */ below) => Math.floor(Math.random() * below);

/** @param {number} number of the write to disk before which the process is killed */
const killBefore = (number) =>
  // -D: the console is our own child and gets our signals, strace runs beside it.
  `strace -D -f -qq -o /dev/null -e trace=pwrite64 -e inject=pwrite64:signal=SIGKILL:when=${number}`.split(
    ' ',
  );

/** Waits until it is so, some seconds at most. @param {() => boolean} so */
export async function until(so) {
  for (let turn = 0; turn < 4_000 && !so(); turn += 1) await sleep(0);
}

/**
 * Starts a console that is killed on its way: by strace right before one of its writes to disk, or at any moment.
 * Answers false where the start was over before that.
 * @param {Parameters<typeof startLiveConsole>[0]} options
 * @param {number | null} write its number, null for any moment
 */
export async function startKilled(options, write) {
  let pid = 0;
  const prefix = write === null ? [] : killBefore(write);
  const ended = startLiveConsole({ ...options, prefix }, (id) => (pid = id)).then(
    (started) => ({ started, error: null }),
    (error) => ({ started: null, error }),
  );
  if (write === null) {
    const lock = join(options.folder, 'console.db-lock');
    // Half of them from the moment the console has the file in hand: the tables take some milliseconds.
    if (!existsSync(lock) && random(2) === 0) {
      await until(() => existsSync(lock));
      await sleep(random(30));
    } else await sleep(random(500));
    process.kill(pid, 'SIGKILL');
  }
  const { started, error } = await ended;
  await started?.stop('SIGKILL');
  if (error !== null && error.cause !== 'SIGKILL') throw error;
  return error !== null;
}
