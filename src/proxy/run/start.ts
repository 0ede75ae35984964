import { dirname } from 'node:path';
import type { Session } from '../../contract';
import { savedList } from '../../sandbox/catalogue';
import { startSandbox } from '../../sandbox/server';
import type { Access } from '../access/access';
import { liveAccess, sandboxAccess } from '../access/access';
import { createOpenIdConnect, type OpenIdConnect } from '../access/openid-connect';
import { loadTokens, signInLines } from '../access/tokens';
import type { ConsoleFileHolder } from '../config/console-file';
import { describeRevocation, type OpenConsoleFile } from '../config/console-file-holder';
import type { Config } from '../config/env';
import { createFuseClient } from '../fuse/client';
import { decideSettlement } from '../fuse/classify';
import type { Fuse } from '../fuse/fuse';
import type { Log } from './log';
import type { Metrics } from './metrics';
import { createMetrics } from './metrics';
import type { EventStreams } from '../services/events/streams';
import { recordConfiguration } from '../services/changes/record-configuration';
import { startRetention } from '../services/journal/retention';
import { createReaper, type Reaper } from '../services/cancellations/reaper';
import { createClockWatch, type ClockWatch } from './clock-watch';
import { watchReviews } from '../services/journal/overdue-reviews';
import { createEventStreams } from '../services/events/streams';
import { openStore } from '../store/open';
import { resolveDatabaseFile } from '../store/sqlite/sqlite-file';
import type { Store } from '../store/store';

/** Everything that must outlive a reload of the app: the store, the upstream and its client, the tokens. */
export interface Runtime {
  store: Store;
  reaper: Reaper;
  fuse: Fuse;
  access: Access;
  openIdConnect: OpenIdConnect | null;
  upstream: Session['upstream'];
  metrics: Metrics;
  streams: EventStreams;
  clock: ClockWatch;
  forwardingProxies: Config['forwardingProxies'];
  batchPauseMs: number;
  nonProductionEnvironments: readonly string[];
  consoleFile: ConsoleFileHolder;
  /** Why the configuration file as it stands now is not in force; null where it is. */
  configurationProblem: () => string | null;
  /** Reads the configuration file anew, and tells every open page. */
  readConfiguration: () => void;
  /** How people sign in, as `signInLines` tells it; none where no sign-in is needed. */
  signInLines: (origin: string, isTerminal: boolean) => string[];
  close(): Promise<void>;
}

const recoverEveryMs = 2_000;
const sandboxAccount = { email: 'operator@sandbox.invalid', developerKey: 'sandbox-developer-key' };

/** The folder that holds the tokens: the database's own, or `./data` beside PostgreSQL. */
function dataFolder(databaseUrl: string): string {
  return databaseUrl.startsWith('file:') ? dirname(resolveDatabaseFile(databaseUrl)) : './data';
}

type Upstream = Pick<Runtime, 'fuse' | 'access' | 'openIdConnect' | 'upstream' | 'signInLines' | 'close'>;

async function connectSandbox(config: Config, store: Store, now: () => Date): Promise<Upstream> {
  await store.seed(savedList());
  const sandbox = await startSandbox({ ...sandboxAccount, now: () => now().getTime() });
  return {
    access: sandboxAccess,
    openIdConnect: null,
    fuse: createFuseClient({
      ...sandboxAccount,
      baseUrl: new URL(sandbox.url),
      timeoutMs: config.fuseTimeoutMs,
      now,
    }),
    upstream: { kind: 'sandbox', host: sandbox.host, account: null },
    signInLines: () => [],
    close: () => sandbox.close(),
  };
}

async function connectLive(
  config: Config,
  account: NonNullable<Config['fuse']>,
  { store, consoleFile, now, clock }: Pick<Runtime, 'store' | 'consoleFile' | 'clock'> & { now: () => Date },
): Promise<Upstream> {
  const folder = dataFolder(config.databaseUrl);
  const tokens = await loadTokens(config.tokens, folder);
  const { fuseTimeoutMs: timeoutMs, ca } = config;
  const fuse = createFuseClient({
    ...account,
    timeoutMs,
    now,
    ...(ca !== null && { ca }),
    onDate: (at) => clock.heardFuse(at),
  });
  return {
    access: liveAccess({ store, tokens, proxy: config.identityProxy, consoleFile, now }),
    openIdConnect: createOpenIdConnect({ consoleFile, now, network: config }),
    fuse,
    upstream: { kind: 'live', host: fuse.host, account: account.email },
    signInLines: (origin, isTerminal) =>
      !consoleFile.current().signIn.links
        ? []
        : signInLines({ tokens, given: config.tokens, folder }, origin, isTerminal),
    close: () => Promise.resolve(),
  };
}

/**
 * Opens the store, settles the cancellations that an earlier run has left open, and connects the upstream: Fuse when
 * credentials are set, else the sandbox. Rejects with `StoreUnusable` or `BadConfiguration`.
 */
export async function startRuntime(
  config: Config,
  consoleFile: OpenConsoleFile,
  now: () => Date,
  log: Log,
): Promise<Runtime> {
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    realm: config.fuse ? 'live' : 'sandbox',
    ...(config.fuse && { account: config.fuse.email }),
    now,
    nonProductionEnvironments: config.nonProductionEnvironments,
  });
  try {
    const recover = () => store.recover(decideSettlement({ kind: 'console_stopped' }, now().toISOString()));
    await recover();
    const clock = createClockWatch({ store, now, log });
    const upstream = await (config.fuse
      ? connectLive(config, config.fuse, { store, consoleFile, now, clock })
      : connectSandbox(config, store, now));
    const streams = createEventStreams({ store, now, log, clock });
    const reaper = createReaper({ store, now, log });
    const metrics = createMetrics();
    const reviews = watchReviews({ store, now, log });
    let mustApply = true;
    /** What the configuration in force leaves in the database, sessions that it ends and keys by their names; in words. */
    const applyConfiguration = async () => {
      mustApply = false;
      const { keys } = consoleFile.current();
      const failed =
        (event: string) =>
        (error: unknown): undefined => {
          mustApply = true;
          log(event, { error });
        };
      const endedSessions = await upstream.access.sessions
        ?.endByConfiguration()
        .catch(failed('sessions_not_ended'));
      await store.rememberKeys(keys).catch(failed('keys_not_remembered'));
      const sessions = describeRevocation(consoleFile.current());
      return sessions === null ? {} : { sessions, ...(endedSessions !== undefined && { endedSessions }) };
    };
    await applyConfiguration();
    await recordConfiguration({ store, log }, consoleFile);
    // Another console on the same PostgreSQL can stop at any time: the remaining ones settle what it has left open.
    const recovery = setInterval(() => {
      if (mustApply) void applyConfiguration();
      recover().catch((error: unknown) => log('not_recovered', { error }));
    }, recoverEveryMs).unref();
    const retention = startRetention({ store, consoleFile, now, log });
    return {
      ...upstream,
      store,
      reaper,
      streams,
      clock,
      forwardingProxies: config.forwardingProxies,
      batchPauseMs: config.batchPauseMs,
      nonProductionEnvironments: config.nonProductionEnvironments,
      consoleFile,
      configurationProblem: () => consoleFile.problem(),
      readConfiguration() {
        const read = async () => {
          const result = await consoleFile.reload();
          const problem = consoleFile.problem();
          const applied = result === 'taken_over' && (await applyConfiguration());
          log('configuration_read', { result, ...(problem !== null && { problem }), ...applied });
          metrics.configurationRead(result);
          streams.tellConfigurationRead();
          await recordConfiguration({ store, log }, consoleFile);
        };
        read().catch((error: unknown) => log('configuration_not_read', { error }));
      },
      metrics,
      async close() {
        clearInterval(recovery);
        retention.stop();
        clock.stop();
        reaper.stop();
        reviews.stop();
        streams.close();
        await store.close();
        await upstream.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
