import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { startLive, tokens, type LiveConsole } from './live-console';
import { requestText, speak } from './raw-http';
import type { Mount } from './console-server';

/** A request of its own shape; what is left out is as the page would send it. */
export interface Shape {
  method?: string;
  target?: string;
  headers?: Record<string, string | string[] | null>;
  body?: string;
  version?: string;
}

/** What is tried, the status it must get, and the request, by its shape or as raw bytes. */
export type Attempt = readonly [what: string, status: number | number[], request: string | Shape];

/** The body of a cancellation that a console of `startLive` carries out. */
export const cancellationBody = '{"applicationId":"10","deploymentId":"20"}';

/** A sign-in with a wrong token. */
export const signInRequest: Shape = {
  method: 'POST',
  target: '/api/session',
  body: '{"name":"x","token":"x"}',
};

/** Somebody who can send any bytes to a live console, in the name of a person who is signed in there. */
export interface Attacker {
  readonly live: LiveConsole;
  /** The victim’s session. */
  readonly cookie: string;
  /** A cancellation as the victim’s page would send it, as text, but for what the attack changes. */
  request(shape: Shape): string;
  /** Each attempt gets its status, and afterwards nothing has happened. */
  expectRefused(attempts: readonly Attempt[]): Promise<void>;
  /** Nothing reached Fuse, nothing is in the journal, and the server answers. */
  expectNothingHappened(what: string): Promise<void>;
}

/** Every route that only operators may use, each with a body that would change something. */
export function operatorRoutes(): (readonly [string, Shape])[] {
  const targets = '[{"applicationId":"10","deploymentId":"20"}]';
  const csv = '"application_id,application_name\\n77,planted\\n"';
  const values = '{"name":"x","environment":"y","tags":[],"note":null}';
  const ids = '"applicationId":"10","deploymentId":"21"';
  const post = (target: string, sent: string): Shape => ({ method: 'POST', target, body: sent });
  const remove = (target: string): Shape => ({ method: 'DELETE', target, body: '' });
  return [
    ['cancel', {}],
    ['start a batch', { target: `/api/batches/${randomUUID()}`, body: `{"targets":${targets}}` }],
    ['stop a batch', { target: `/api/batches/${randomUUID()}/stop`, body: '' }],
    ['save an application', { target: '/api/applications/11', body: '{"name":"x"}' }],
    [
      'save a deployment',
      { target: '/api/applications/10/deployments/20', body: '{"name":"x","environment":"y"}' },
    ],
    ['remove an application', remove('/api/applications/10')],
    ['remove a deployment', remove('/api/applications/10/deployments/20')],
    ['import', post('/api/applications/import', `{"mode":"apply","content":${csv}}`)],
    ['edit', post('/api/applications/edit', `{"targets":${targets},"change":{"remove":true}}`)],
    ['restore', post('/api/applications/restore', `{"items":[{${ids},"before":${values},"after":null}]}`)],
  ];
}

/** The tests of one topic, on each mount against a console of their own. */
export function attackBothMounts(
  topic: string,
  defineTests: (attacker: Attacker, mount: Mount) => void,
): void {
  for (const mount of ['standalone', 'dev'] as const)
    test.describe(`${topic}, on the ${mount} mount`, () => {
      test.describe.configure({ mode: 'default' });
      let live: LiveConsole;
      let cookie = '';
      let identity = '';

      test.beforeAll(async () => {
        live = await startLive({ mount });
        const { origin } = live.server;
        const signedIn = await fetch(`${origin}/api/session`, {
          method: 'POST',
          headers: { origin, 'content-type': 'application/json' },
          body: JSON.stringify({ name: 'Victim', token: tokens.operator }),
        });
        cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
        expect(cookie).not.toBe('');
        ({ identity } = JSON.parse(await signedIn.text()));
      });
      test.afterAll(() => live.dispose());

      const attacker: Attacker = {
        get live() {
          return live;
        },
        get cookie() {
          return cookie;
        },
        request({ method = 'PUT', target, headers = {}, body = cancellationBody, version }) {
          const { origin } = live.server;
          const own = {
            Host: new URL(origin).host,
            Cookie: cookie,
            'Console-Identity': identity,
            Origin: origin,
            'Content-Type': 'application/json',
            'Content-Length': String(Buffer.byteLength(body, 'latin1')),
          };
          const path = target ?? `/api/cancellations/${randomUUID()}`;
          return requestText(method, path, { ...own, ...headers }, body, version);
        },
        async expectRefused(attempts) {
          await Promise.all(
            attempts.map(async ([what, status, request]) => {
              const bytes = typeof request === 'string' ? request : attacker.request(request);
              const answer = await speak(live.server.origin, bytes);
              const words = `${what}: ${answer.text.slice(0, 300)}`;
              expect.soft([status].flat(), words).toContain(answer.statuses[0]);
            }),
          );
          await attacker.expectNothingHappened(attempts.map(([what]) => what).join(', '));
        },
        async expectNothingHappened(what) {
          expect.soft(live.fuse.connections, `${what}: connections to Fuse`).toBe(0);
          const journal = await live.ask('/api/cancellations');
          expect.soft(await journal.json(), `${what}: journal`).toEqual({ items: [], nextCursor: null });
        },
      };
      defineTests(attacker, mount);
    });
}
