import { spawnSync } from 'node:child_process';
import { expect } from '@playwright/test';
import type { LiveConsole } from './fuse';

export const usable = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
export const canLimit = usable('prlimit', '--version');

/** No file of the console may grow past its first byte: what a full disk is to a program. */
export function fillDisk({ server }: LiveConsole) {
  const { status } = spawnSync('prlimit', ['--pid', String(server.pid), '--fsize=1:unlimited']);
  expect(status).toBe(0);
}

export function makeSpace({ server }: LiveConsole) {
  spawnSync('prlimit', ['--pid', String(server.pid), '--fsize=unlimited:unlimited']);
}
