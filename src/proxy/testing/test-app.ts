import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Cancellation } from '../../contract';
import { cancellation, identityHeader, paths, problem, session, toGrants } from '../../contract';
import { z } from '../../contract/zod';
import { liveAccess, sandboxAccess } from '../access/access';
import { createJudge } from '../access/judge';
import { createOpenIdConnect } from '../access/openid-connect';
import { createApp } from '../app';
import { noConsoleFile, type ConsoleFileHolder } from '../config/console-file';
import type { Exchange, Fuse } from '../fuse/fuse';
import type { AppOptions } from '../http/app-env';
import { listAllowedHosts } from '../http/guard';
import { createLog } from '../run/log';
import { createMetrics } from '../run/metrics';
import { openApiDocument } from '../http/openapi/document';
import { createReaper } from '../services/cancellations/reaper';
import { createEventStreams } from '../services/events/streams';
import { openStore } from '../store/open';

export const host = '127.0.0.1:4180';
/** The sandbox’s cookie of somebody who looks at it as support does. */
export const asSandboxSupport = { cookie: 'console_sandbox_4180=support' };
export const tokens = { operator: 'operator-token-for-tests', support: 'support-token-for-tests' };

export const operatorJudge = createJudge(
  { grants: toGrants('operator'), grantsNow: () => toGrants('operator') },
  [],
);
/** An operator of this name, as the services take who cancels. */
export const asOperator = (person: string) => ({ person, judge: operatorJudge });

export const accepted: Extract<Exchange, { kind: 'answered' }> = {
  kind: 'answered',
  status: 202,
  doubt: null,
  isPage: false,
  message: null,
  retryAfter: null,
  sentAt: '2026-01-02T03:04:05.000Z',
  answeredAt: '2026-01-02T03:04:05.100Z',
};

/** What is in force without a configuration file. */
export const noFile: ConsoleFileHolder = { current: () => noConsoleFile };

export const noRules = { consoleFile: noFile, nonProductionEnvironments: [] };

/** An upstream that counts what reaches it and answers as the test says. */
export function scriptedFuse(answer: () => Exchange | Promise<Exchange> = () => accepted) {
  const sent: string[] = [];
  const fuse: Fuse = {
    host: 'fuse.test',
    async cancelCalls(applicationId, deploymentId) {
      sent.push(`${applicationId}/${deploymentId}`);
      return answer();
    },
    getCallStatus: () => Promise.resolve({ kind: 'not_connected', cause: 'connection_refused' }),
  };
  return { fuse, sent };
}

interface Ask {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The app on a fresh SQLite file, with deployment 20 and 21 of application 10 saved. */
export async function openConsole(
  options: {
    live?: boolean;
    heartbeatMs?: number | undefined;
    sweepMs?: number;
    overrides?: Partial<AppOptions>;
  } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'console-'));
  const now = () => new Date();
  const store = await openStore({
    databaseUrl: `file:${join(folder, 'console.db')}`,
    realm: options.live ? 'live' : 'sandbox',
    now,
  });
  onTestFinished(async () => {
    streams.close();
    reaper.stop();
    await store.close();
    await rm(folder, { recursive: true });
  });
  await store.saveApplication('10', { name: 'Reminders' }, { onlyNew: false });
  for (const [id, name] of [
    ['20', 'Payments'],
    ['21', 'Visits'],
  ] as const) {
    await store.saveDeployment('10', id, { name, environment: 'production' }, { onlyNew: false });
  }
  const log: string[] = [];
  const write = createLog((line) => log.push(line.trimEnd()), now);
  const { fuse, sent } = scriptedFuse();
  const streams = createEventStreams({
    store,
    now,
    log: () => undefined,
    ...(options.heartbeatMs !== undefined && { heartbeatMs: options.heartbeatMs }),
    ...(options.overrides?.clock !== undefined && { clock: options.overrides.clock }),
  });
  const reaper = createReaper({
    store: options.overrides?.store ?? store,
    now,
    log: write,
    sweepMs: options.sweepMs ?? 10,
  });
  const consoleFile = options.overrides?.consoleFile ?? noFile;
  const appOptions: AppOptions = {
    store,
    reaper,
    fuse,
    access: options.live ? liveAccess({ store, tokens, proxy: null, consoleFile, now }) : sandboxAccess,
    openIdConnect: options.live ? createOpenIdConnect({ consoleFile, now }) : null,
    upstream: options.live
      ? { kind: 'live', host: 'fuse.test', account: 'ops@example.com' }
      : { kind: 'sandbox', host: 'fuse.test', account: null },
    allowedHosts: () => listAllowedHosts('127.0.0.1', 4180, null),
    forwardingProxies: [],
    now,
    metrics: createMetrics(),
    streams,
    clock: { ahead: () => ({ database: null, fuse: null }), difference: () => null },
    batchPauseMs: 0,
    nonProductionEnvironments: [],
    consoleFile,
    configurationProblem: () => null,
    lostLogLines: () => 0,
    log: write,
    ...options.overrides,
  };
  const app = createApp(appOptions);

  /**
   * A request as the console's own page would send it; `headers` replace or, when empty, remove. With a cookie it
   * carries the identity of that cookie's session, as the page does.
   */
  const ask = async (path: string, { method = 'GET', body, headers = {} }: Ask = {}): Promise<Response> => {
    const own = new Headers({ host });
    if (method !== 'GET') own.set('origin', `http://${host}`);
    if (method !== 'GET' && headers['cookie'] !== undefined && !(identityHeader in headers)) {
      const shown = session.safeParse(await (await ask(paths.session, { headers })).json());
      if (shown.success) own.set(identityHeader, shown.data.identity);
    }
    if (body !== undefined) own.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(headers)) {
      if (value === '') own.delete(name);
      else own.set(name, value);
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    // A real request always tells the length of its body.
    if (body !== undefined && !own.has('content-length')) {
      own.set('content-length', String(Buffer.byteLength(text)));
    }
    const answer = await app.fetch(
      new Request(`http://${host}${path}`, {
        method,
        headers: own,
        ...(body !== undefined && { body: text }),
      }),
    );
    expectDescribed(method, path, answer.status);
    return answer;
  };

  return { app, appOptions, ask, store, streams, sent, log, folder };
}

let described: { method: string; path: RegExp; statuses: string[] }[] | undefined;

/** Whatever a test asks: a route answers nothing but what the OpenAPI document says. */
function expectDescribed(method: string, path: string, status: number): void {
  described ??= Object.entries(openApiPaths.parse(openApiDocument()).paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([name, { responses }]) => ({
      method: name.toUpperCase(),
      path: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?|$)`),
      statuses: Object.keys(responses),
    })),
  );
  const operation = described.find((one) => one.method === method && one.path.test(path));
  if (operation !== undefined) expect(operation.statuses, `${method} ${path}`).toContain(String(status));
}

const openApiPaths = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) })),
  ),
});

export async function problemOf(response: Response) {
  return problem.parse(await response.json());
}

export async function cancellationOf(response: Response): Promise<Cancellation> {
  return cancellation.parse(await response.json());
}
