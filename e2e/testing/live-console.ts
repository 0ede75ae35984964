import type { RawUpstream } from '../../src/testing/raw-upstream';
import { startRawUpstream, type Behave } from '../../src/testing/raw-upstream';
import type { ConsoleServer, Mount } from './console-server';
import { startConsole } from './console-server';

/** The account of every live console under test. */
export const account = { email: 'ops-canary@example.com', developerKey: 'cAnary/Key+0123456789?&=' };
export const tokens = { operator: 'operator-token-canary', support: 'support-token-canary' };

export const accept: Behave = (socket) => {
  socket.end('HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n');
};

/** An answer with a body and its Content-Length. */
export const answer =
  (status: string, body: string | Buffer = '', ...headers: string[]): Behave =>
  (socket) => {
    const head = [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers];
    socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]));
  };

/** A live console with a fake Fuse; deployment 20 of application 10 is saved. */
export interface LiveConsole {
  server: ConsoleServer;
  fuse: RawUpstream;
  /** Sends a request as a script does, with the operator's token by default. */
  ask(path: string, options?: { method?: string; body?: unknown; token?: string }): Promise<Response>;
  /** Cancels the calls of a deployment, with a new ID by default. */
  cancel(more?: { id?: string; deploymentId?: string; reason?: string }): Promise<Response>;
  dispose(): Promise<void>;
}

/** Variables of a live console whose Fuse is at `baseUrl`. */
function liveVariables(baseUrl: string): Record<string, string> {
  return {
    FUSE_EMAIL: account.email,
    FUSE_DEVELOPER_KEY: account.developerKey,
    FUSE_BASE_URL: baseUrl,
    OPERATOR_TOKEN: tokens.operator,
    SUPPORT_TOKEN: tokens.support,
  };
}

/** Starts a live console whose Fuse answers on raw sockets. */
export async function startLive(
  options: { behave?: Behave; mount?: Mount; variables?: Record<string, string>; stderr?: number } = {},
): Promise<LiveConsole> {
  const fuse = await startRawUpstream(options.behave ?? accept);
  const variables = { ...liveVariables(fuse.url), ...options.variables };
  const server = await startConsole(variables, options.mount, options.stderr);
  const ask: LiveConsole['ask'] = (path, { method = 'GET', body, token = tokens.operator } = {}) =>
    fetch(`${server.origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const saved = await ask('/api/applications/10', { method: 'PUT', body: { name: 'Reminders' } });
  const deployment = { name: 'Payments', environment: 'staging' };
  await ask('/api/applications/10/deployments/20', { method: 'PUT', body: deployment });
  if (saved.status !== 201) throw new Error(`The application was not saved: ${saved.status}`);
  const sent: string[] = [];
  return {
    server,
    fuse,
    ask,
    cancel({ id = crypto.randomUUID(), deploymentId = '20', reason } = {}) {
      // Names the earlier cancellations, which would otherwise be refused as an overlap.
      const body = {
        applicationId: '10',
        deploymentId,
        ...(reason !== undefined && { reason }),
        despite: sent.slice(-1000),
      };
      sent.push(id);
      return ask(`/api/cancellations/${id}`, { method: 'PUT', body });
    },
    async dispose() {
      await server.dispose();
      await fuse.close();
    },
  };
}
