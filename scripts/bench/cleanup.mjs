import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Whatever happens to the benchmark, it leaves no folder and no process behind.

/** @type {Set<string>} */
const folders = new Set();
/** @type {Set<number>} */
const processes = new Set();

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'console-bench-'));
  folders.add(folder);
  return folder;
}

/** @param {string} folder */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

/**
 * Ends a process with this one, unless it ended before.
 * @param {number | undefined} pid
 * @returns {() => void} to be called when it has ended
 */
export function endWithUs(pid) {
  if (pid === undefined) return () => {};
  processes.add(pid);
  return () => processes.delete(pid);
}

process.on('exit', () => {
  for (const pid of processes) {
    try {
      process.kill(pid);
    } catch {
      // Gone already.
    }
  }
  for (const folder of folders) removeFolder(folder);
});
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
