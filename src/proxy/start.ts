import { dirname } from 'node:path';
import type { Session } from '../contract';
import { savedList } from '../sandbox/catalogue';
import { startSandbox } from '../sandbox/server';
import type { Access } from './access/access';
import { liveAccess, openAccess } from './access/access';
import { loadTokens } from './access/tokens';
import type { Config } from './env';
import { createFuseClient } from './fuse/client';
import type { Fuse } from './fuse/fuse';
import { openStore } from './store/open';
import type { Store } from './store/store';

/** Everything that must outlive a reload of the app: the store, the upstream and its client, the tokens. */
export interface Runtime {
  store: Store;
  fuse: Fuse;
  access: Access;
  upstream: Session['upstream'];
  /** Sign-in links by role, relative to the console's own origin; null where no sign-in is needed. */
  signInLinks: { operator: string; support: string } | null;
  close(): Promise<void>;
}

const sandboxAccount = { email: 'operator@sandbox.invalid', developerKey: 'sandbox-developer-key' };

/** The folder that holds the tokens: the database's own, or `./data` beside PostgreSQL. */
function dataFolder(databaseUrl: string): string {
  return databaseUrl.startsWith('file:') ? dirname(databaseUrl.slice('file:'.length)) : './data';
}

async function startSandboxed(config: Config, store: Store, now: () => Date): Promise<Runtime> {
  await store.seed(savedList());
  const sandbox = await startSandbox({ ...sandboxAccount, now: () => now().getTime() });
  return {
    store,
    access: openAccess,
    fuse: createFuseClient({
      ...sandboxAccount,
      baseUrl: new URL(sandbox.url),
      timeoutMs: config.fuseTimeoutMs,
      now,
    }),
    upstream: { kind: 'sandbox', host: sandbox.host, account: null },
    signInLinks: null,
    async close() {
      await store.close();
      await sandbox.close();
    },
  };
}

async function startLive(
  config: Config,
  fuse: NonNullable<Config['fuse']>,
  store: Store,
  now: () => Date,
): Promise<Runtime> {
  const tokens = await loadTokens(config.tokens, dataFolder(config.databaseUrl));
  const link = (token: string) => `/sign-in#token=${encodeURIComponent(token)}`;
  const client = createFuseClient({ ...fuse, timeoutMs: config.fuseTimeoutMs, now });
  return {
    store,
    access: liveAccess({ store, tokens, trustedProxy: config.trustedProxy, now }),
    fuse: client,
    upstream: { kind: 'live', host: client.host, account: fuse.email },
    signInLinks: { operator: link(tokens.operator), support: link(tokens.support) },
    close: () => store.close(),
  };
}

/**
 * Opens the store, settles what an earlier run left open, and connects the upstream: the real Fuse when
 * credentials are set, else the sandbox. Rejects with `StoreUnusable` or `BadConfiguration`.
 */
export async function startRuntime(config: Config, now: () => Date): Promise<Runtime> {
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    realm: config.fuse ? 'live' : 'sandbox',
    now,
  });
  try {
    await store.recover(now().toISOString());
    return await (config.fuse
      ? startLive(config, config.fuse, store, now)
      : startSandboxed(config, store, now));
  } catch (error) {
    await store.close();
    throw error;
  }
}
