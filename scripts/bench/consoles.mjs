import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLiveConsole, token } from '../live-console.mjs';
import { startScript } from './proxies.mjs';

/**
 * An upstream in a process of its own, so that what it does is not counted as the console's.
 * @param {number} delay before it answers, in milliseconds
 */
export const startUpstream = (delay = 0) => startScript('upstream.mjs', String(delay));

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
