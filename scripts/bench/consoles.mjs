import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLiveConsole, token } from '../live-console.mjs';
import { root } from '../install.mjs';

/**
 * An upstream in a process of its own, so that what it does is not counted as the console's.
 * @param {number} delay before it answers, in milliseconds; `/api/apps/{id}…` with `id` from 90,000 adds `id - 90,000`
 */
export async function startUpstream(delay = 0) {
  const child = spawn(process.execPath, [join(root, 'scripts/bench/upstream.mjs'), String(delay)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { url: String(line).trim(), stop: () => child.kill() };
}

/**
 * A live console with a saved list and the cookie of someone signed in.
 * @param {{ fuseUrl: string, list: import('./saved-list.mjs').SavedList, variables?: Record<string, string> }} options
 */
export async function startConsole({ fuseUrl, list, variables = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'console-bench-'));
  const console_ = await startLiveConsole({ folder, fuseUrl, variables });
  const body = { content: JSON.stringify(list), mode: 'apply' };
  const saved = await console_.ask('POST', '/api/applications/import', body);
  if (saved?.status !== 200) throw new Error(`the list could not be saved: ${saved?.body}`);
  const { origin } = console_;
  const session = await console_.ask('POST', '/api/session', { name: 'Sam Bench', token }, { origin });
  return {
    ...console_,
    folder,
    cookie: session?.cookie ?? '',
    async dispose() {
      await console_.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
