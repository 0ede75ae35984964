import { startLiveConsole, token } from './live-console.mjs';
import { endWithBenchmark, removeFolder, temporaryFolder } from './cleanup.mjs';
import { startScript } from './proxies.mjs';

/**
 * Starts an upstream in a process of its own, so that its work is not counted as the console's.
 * @param {number} delay before it answers, in milliseconds
 */
export const startUpstream = (delay = 0) => startScript('upstream.mjs', String(delay));

/**
 * Starts a live console with a saved list and a signed-in person.
 * @param {{ fuseUrl: string, list: import('./saved-list.mjs').SavedList, variables?: Record<string, string> }} options
 */
export async function startConsole({ fuseUrl, list, variables = {} }) {
  const folder = temporaryFolder();
  let ended = () => {};
  const console_ = await startLiveConsole(
    { folder, fuseUrl, variables },
    (pid) => (ended = endWithBenchmark(pid)),
  );
  const body = { content: JSON.stringify(list), mode: 'apply' };
  const saved = await console_.ask('POST', '/api/applications/import', body);
  if (saved?.status !== 200) throw new Error(`the list could not be saved: ${saved?.body}`);
  const { origin } = console_;
  const session = await console_.ask('POST', '/api/session', { name: 'Sam Bench', token }, { origin });
  return {
    ...console_,
    folder,
    cookie: session?.cookie ?? '',
    /** The headers that the person’s page sends. */
    person: {
      cookie: session?.cookie ?? '',
      origin,
      'console-identity': String(JSON.parse(session?.body ?? '{}').identity),
    },
    async dispose() {
      await console_.stop();
      ended();
      removeFolder(folder);
    },
  };
}
