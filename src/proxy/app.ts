import type { Context, MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { paths, problemStatus } from '../contract';
import type { Visitor } from './access/access';
import { checkIdentity, fingerprintIdentity } from './access/identity';
import { createJudge } from './access/judge';
import { fingerprint } from './access/tokens';
import { visitorAddress } from './access/visitor-address';
import type { AppEnv, AppOptions } from './http/app-env';
import { readSessionCookie } from './http/cookies';
import { guard } from './http/guard';
import type { Log } from './run/log';
import { mapStoreErrors, problemResponse, ProblemError, programFailed } from './http/problems';
import { applicationRoutes } from './routes/applications';
import { batchRoutes } from './routes/batches';
import { callRoutes } from './routes/calls';
import { cancellationRoutes } from './routes/cancellations';
import { changeRoutes } from './routes/changes';
import { confirmationRoutes } from './routes/confirmations';
import { eventRoutes } from './routes/events';
import { limitConcurrency } from './routes/in-lanes';
import { keyRoutes } from './routes/keys';
import { descriptionRoutes } from './routes/descriptions';
import { ownSessionRoutes } from './routes/own-sessions';
import { methodNotAllowed, route } from './routes/route';
import { sessionRoutes } from './routes/session';
import { signInRoutes } from './routes/sign-in';
import { transferRoutes } from './routes/transfer';
import { securityHeaders } from './http/security-headers';
import { createBatches } from './services/batches/batches';
import { createCalls } from './services/calls/calls';
import { createCancellations } from './services/cancellations/cancellations';
import { createLanes } from './http/lanes';
import { createArrivals } from './services/changes/arrivals';
import {
  addressOf,
  createActionLimit,
  createRepeatedRecord,
  recordRefusal,
} from './services/changes/record-refusal';
import { createVerifications } from './services/calls/verifications';
import type { Store } from './store/store';

/** The proxy as a fetch handler, and the promise that says when it may be stopped. */
export interface ConsoleApp {
  fetch(request: Request, bindings?: AppEnv['Bindings']): Response | Promise<Response>;
  /** Logs, counts and answers (400) a request that two parties could read differently, see `run/listener`. */
  refuseAmbiguous(method: string): Response;
  /** The registered routes, which a test compares with the OpenAPI description. */
  routes: readonly { method: string; path: string }[];
  /** Resolves when nothing waits for Fuse and no batch runs. */
  idle(): Promise<void>;
  /**
   * Begins no further target of a batch and resolves once all is idle, but after `drainMs` at the latest; then batches
   * that still run are marked as interrupted.
   */
  shutDown(drainMs: number): Promise<void>;
}

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError('internal', programFailed, { cause: error });
}

function requestLog(log: Log): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now();
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    c.res.headers.set('x-request-id', c.get('requestId'));
    log('request', {
      requestId: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
      person: c.get('visitor')?.person,
    });
  };
}

const peerOf = (c: Context<AppEnv>) => c.env?.incoming?.socket.remoteAddress;

function identifyVisitor({ access, ...options }: AppOptions, c: Context<AppEnv>): Promise<Visitor | null> {
  return mapStoreErrors(
    access.identify({
      authorization: c.req.header('authorization'),
      sessionId: readSessionCookie(c, options),
      peer: peerOf(c),
      address: addressOf(c),
      header: (name) => c.req.header(name),
    }),
  );
}

function identify(options: AppOptions): MiddlewareHandler<AppEnv> {
  const noteArrival = createArrivals(options);
  return async (c, next) => {
    const visitor = await identifyVisitor(options, c);
    if (visitor) {
      c.set('visitor', visitor);
      noteArrival(visitor);
      c.set('judge', createJudge(visitor, options.nonProductionEnvironments));
    }
    // Signing in is all that anybody may do without a session.
    else if (!(c.req.method === 'POST' && c.req.path === paths.session) && c.req.path !== paths.signInWays) {
      throw new ProblemError('sign_in_required', 'Sign in first, with a session or a key.');
    }
    await next();
  };
}

const healthyMs = 1_000;

/**
 * How long a request waits that its sender's limit refuses. A client that repeats it without a pause would otherwise take
 * so many turns of the event loop that other people's cancellations take half a second longer.
 */
const refusalMs = 250;

/**
 * Checks that the journal can be written. Health is open to everybody and a check waits for the disk, so requests at the
 * same time share one check, and a good result holds for a second, or until a request finds the journal unavailable.
 */
function createHealthCheck(store: Pick<Store, 'checkReachable' | 'checkWritable'>) {
  let check: Promise<void> | null = null;
  let goodUntil = -Infinity;
  return {
    async check(): Promise<void> {
      await store.checkReachable();
      if (performance.now() < goodUntil) return;
      check ??= store.checkWritable().finally(() => (check = null));
      await check;
      goodUntil = performance.now() + healthyMs;
    },
    expire: () => void (goodUntil = -Infinity),
  };
}

/**
 * Builds the proxy from its parts: the guard, access, the routes and one error envelope. The same app is mounted in the
 * standalone server and in Vite's dev server. It opens no port; its only timers belong to cancellations and batches
 * under way, see `idle`.
 */
export function createApp(options: AppOptions): ConsoleApp {
  const { store, log, now, metrics, clock, streams } = options;
  const cancellations = createCancellations(options);
  const batches = createBatches({ ...options, cancellations });
  const lanes = createLanes();
  const recordRepeated = createRepeatedRecord(options);
  const limitActions = createActionLimit(options);
  const health = createHealthCheck(store);
  const app = new Hono<AppEnv>();

  const refuse = (problem: ProblemError, c: Context<AppEnv>) => {
    metrics.refused(problem.code);
    return problemResponse(problem, c.get('requestId'));
  };
  app.onError(async (error, c: Context<AppEnv>) => {
    const problem = toProblem(error);
    await recordRefusal({ ...options, recordRepeated, limitActions }, problem, c);
    if (problem.code === 'too_many_requests') await wait(refusalMs, undefined, { ref: false });
    if (problem.code === 'journal_unavailable') health.expire();
    if (problemStatus[problem.code] >= 500) {
      log('error', { requestId: c.get('requestId'), code: problem.code, error: problem.cause });
    }
    return refuse(problem, c);
  });
  app.notFound((c) => {
    const page = options.page?.(c.req.raw);
    if (page) return page;
    const isPage = c.req.method !== 'GET' && Boolean(options.page?.(new Request(c.req.url)));
    return refuse(
      isPage
        ? methodNotAllowed(c.req.method, ['GET', 'HEAD'])
        : new ProblemError('not_found', 'There is nothing at this address.'),
      c,
    );
  });

  // Without a header's name: an ID that a client sends is not taken for ours.
  app.use(requestId({ headerName: '' }));
  app.use(async (c, next) => {
    c.set('address', visitorAddress(options.forwardingProxies, peerOf(c), c.req.header('x-forwarded-for')));
    await next();
  });
  app.use(requestLog(log));
  app.use(guard(options.allowedHosts));
  route(app, paths.health, {
    GET: async (c) => {
      await mapStoreErrors(health.check());
      return c.json({ status: 'ok', lostLogLines: options.lostLogLines(), clock: clock.difference() });
    },
  });
  const identified = identify(options);
  app.use('/api/*', identified, checkIdentity(options), limitConcurrency(lanes));
  app.use(paths.metrics, identified);
  sessionRoutes(app, { ...options, recordRepeated });
  ownSessionRoutes(app, options);
  keyRoutes(app, options);
  signInRoutes(app, { ...options, recordRepeated });
  transferRoutes(app, { ...options, lanes });
  applicationRoutes(app, store);
  changeRoutes(app, { ...options, lanes });
  cancellationRoutes(app, { ...options, lanes }, cancellations);
  batchRoutes(app, store, batches);
  const calls = createCalls(options);
  confirmationRoutes(app, { store, now, verifications: createVerifications({ ...options, calls }) });
  callRoutes(app, calls);
  descriptionRoutes(app);
  eventRoutes(app, options, (c) => {
    const { via } = c.get('visitor');
    const sessionId = via === 'link' || via === 'oidc' ? readSessionCookie(c, options) : undefined;
    const identity = fingerprintIdentity(options, c.get('visitor'));
    return {
      identity,
      sessionHash: sessionId === undefined ? undefined : fingerprint(sessionId),
      mustRenew: via === 'proxy',
      async stillAllowed() {
        const visitor = await identifyVisitor(options, c);
        return visitor !== null && fingerprintIdentity(options, visitor) === identity;
      },
    };
  });
  route(app, paths.metrics, {
    GET: async (c) => {
      const { body, contentType } = await metrics.text({
        openStreams: streams.size,
        lostLogLines: options.lostLogLines(),
        // Metrics tell of the other things also while the journal cannot be read.
        overdueReviews: await store.countOverdueReviews().catch(() => null),
        clockAhead: clock.ahead(),
      });
      return c.body(body, 200, { 'content-type': contentType });
    },
  });

  return {
    fetch: (request, bindings) => app.fetch(request, bindings ?? {}),
    refuseAmbiguous(method) {
      const problem = new ProblemError('invalid_request', 'This request could be read in two ways.');
      const requestId = randomUUID();
      metrics.refused(problem.code);
      log('request', { requestId, method, path: null, status: 400, ms: 0 });
      const response = problemResponse(problem, requestId);
      response.headers.set('x-request-id', requestId);
      return response;
    },
    routes: app.routes,
    async idle() {
      await batches.idle();
      await cancellations.idle();
    },
    async shutDown(drainMs) {
      const drained = Promise.all([batches.shutDown(), cancellations.shutDown()]);
      const timer = new AbortController();
      await Promise.race([drained, wait(drainMs, undefined, timer).catch(() => undefined)]);
      timer.abort();
      await batches.interrupt().catch((error: unknown) => log('batches_not_interrupted', { error }));
    },
  };
}
