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
 * What SIGHUP does: `reload`, as a service manager asks for, but `stop` where the terminal that the console was started
 * from has been closed, which sends the same signal. On Windows it means nothing else.
 */
export function onHangUp({ reload, stop }: { reload: () => void; stop: () => void }): void {
  const startedFromTerminal = process.platform === 'win32' || hasTerminal();
  process.on('SIGHUP', () => {
    if (startedFromTerminal && !hasTerminal()) stop();
    else reload();
  });
}
