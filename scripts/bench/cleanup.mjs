import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The benchmark leaves no folder and no process behind, however it ends.

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
 * Ends a process when the benchmark ends.
 * @param {number | undefined} pid
 * @returns {() => void} to be called when it has ended
 */
export function endWithBenchmark(pid) {
  if (pid === undefined) return () => {};
  processes.add(pid);
  return () => processes.delete(pid);
}

process.on('exit', () => {
  for (const pid of processes) {
    try {
      process.kill(pid);
    } catch {
      // It has ended already.
    }
  }
  for (const folder of folders) removeFolder(folder);
});
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
