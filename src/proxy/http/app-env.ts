import type { BlockList } from 'node:net';
import type { Session } from '../../contract';
import type { Access, Visitor } from '../access/access';
import type { OpenIdConnect } from '../access/openid-connect';
import type { ConsoleFileHolder } from '../config/console-file';
import type { Judge } from '../access/judge';
import type { Fuse } from '../fuse/fuse';
import type { ClockWatch } from '../run/clock-watch';
import type { Log } from '../run/log';
import type { Metrics } from '../run/metrics';
import type { Reaper } from '../services/cancellations/reaper';
import type { EventStreams } from '../services/events/streams';
import type { Store } from '../store/store';
import type { AllowedHosts } from './guard';

/** Everything the proxy needs from outside; all of it outlives a reload of this module. */
export interface AppOptions {
  store: Store;
  reaper: Reaper;
  fuse: Fuse;
  access: Access;
  /** Null where nobody signs in. */
  openIdConnect: OpenIdConnect | null;
  upstream: Session['upstream'];
  /** Called at each request, since the port is known only once the server is bound. */
  allowedHosts: () => AllowedHosts;
  /** The proxies in front whose `X-Forwarded-For` names the visitor's address. */
  forwardingProxies: readonly BlockList[];
  now: () => Date;
  log: Log;
  /** Log lines that could not be written since the start. */
  lostLogLines: () => number;
  metrics: Metrics;
  streams: EventStreams;
  clock: Pick<ClockWatch, 'ahead' | 'difference'>;
  /** Between two cancellations of a batch, in milliseconds. */
  batchPauseMs: number;
  /** Environments that the configuration says are not production, beside those known by name. */
  nonProductionEnvironments: readonly string[];
  consoleFile: ConsoleFileHolder;
  /** Why the configuration file as it stands now is not in force, in one line; null where it is. */
  configurationProblem: () => string | null;
  /** Answers for the built page's files; left out where something else serves them (Vite). */
  page?: (request: Request) => Response | null;
}

/** Hono's environment: the socket that the Node adapter hands over, and what the middleware sets. */
export interface AppEnv {
  Bindings: { incoming?: { socket: { remoteAddress?: string | undefined; destroy(): void } } };
  Variables: { requestId: string; address: string | undefined; visitor: Visitor; judge: Judge };
}
