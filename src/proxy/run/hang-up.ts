import { closeSync, openSync } from 'node:fs';

/** Whether this process belongs to a terminal that is still there. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/**
 * Calls `reload` on SIGHUP, which service managers send for it. The same signal says that the terminal has been closed:
 * then the console that was started from it ends by the signal, as it does without a listener. On Windows it means
 * nothing else.
 */
export function reloadOnHangUp(reload: () => void): void {
  if (process.platform === 'win32') return;
  const startedFromTerminal = hasTerminal();
  const listener = () => {
    if (!startedFromTerminal || hasTerminal()) return reload();
    process.off('SIGHUP', listener);
    process.kill(process.pid, 'SIGHUP');
  };
  process.on('SIGHUP', listener);
}
