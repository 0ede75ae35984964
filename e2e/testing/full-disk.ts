import { spawnSync } from 'node:child_process';
import { expect } from '@playwright/test';
import type { LiveConsole } from './live-console';

/** Whether a program is installed and works. */
export const canRun = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
export const canLimit = canRun('prlimit', '--version');

/** Lets no file of the console grow past its first byte, as on a full disk. */
export function fillDisk({ server }: LiveConsole) {
  const { status } = spawnSync('prlimit', ['--pid', String(server.pid), '--fsize=1:unlimited']);
  expect(status).toBe(0);
}

export function freeDisk({ server }: LiveConsole) {
  spawnSync('prlimit', ['--pid', String(server.pid), '--fsize=unlimited:unlimited']);
}
