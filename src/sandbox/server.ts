import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createQueue, type CallQueue } from './calls';
import {
  catalogue as defaultCatalogue,
  type Answer,
  type CatalogueApplication,
  type Refusal,
} from './catalogue';
import { discardBody, isAuthentic, send, sendAccepted, sendText } from './wire';

export interface SandboxOptions {
  /** The only account, which HTTP Basic must carry. */
  email: string;
  developerKey: string;
  /** Ms since 1970; the machine's clock by default. */
  now?: () => number;
  /** 0, the default, lets the system choose. */
  port?: number;
  catalogue?: readonly CatalogueApplication[];
  /** How long a `slow` deployment takes to answer, in ms; 5000 by default. */
  slowAnswerMs?: number;
}

export interface Sandbox {
  /** Origin without a slash at the end, such as `http://127.0.0.1:40123`. */
  url: string;
  /** The same without the scheme. */
  host: string;
  /** Ends every connection, hanging ones included, and stops listening. May be called again. */
  close(): Promise<void>;
}

interface SandboxState {
  isAuthentic(request: IncomingMessage): boolean;
  now(): number;
  slowAnswerMs: number;
  deployments: Map<string, { answer: Answer; queue: CallQueue }>;
}

/**
 * Starts a stand-in for Fuse on 127.0.0.1: Fuse's wire format over HTTP, with calls that move as `now` does.
 * Rejects with the system's error when the port cannot be had (`EADDRINUSE`, `EACCES`).
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = createWorld(options);
  const server = createServer((request, response) => {
    discardBody(request, () => answer(state, request, response));
  });
  const port = await new Promise<number>((resolve, reject) => {
    // The listener stays after the start: an error without a listener would end the process.
    server.on('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const host = `127.0.0.1:${port}`;
  return {
    url: `http://${host}`,
    host,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createWorld(options: SandboxOptions): SandboxState {
  const { email, developerKey, now = Date.now, catalogue = defaultCatalogue, slowAnswerMs = 5_000 } = options;
  const startedAt = now();
  const deployments: SandboxState['deployments'] = new Map();
  for (const { applicationId, deployments: list } of catalogue)
    for (const { deploymentId, answer, calls } of list) {
      const prefix = String(9001 + deployments.size);
      const queue = createQueue(prefix, calls, startedAt);
      deployments.set(`${applicationId}/${deploymentId}`, { answer, queue });
    }
  return {
    isAuthentic: (request) => isAuthentic(request, email, developerKey),
    now,
    slowAnswerMs,
    deployments,
  };
}

function answer(state: SandboxState, request: IncomingMessage, response: ServerResponse): void {
  // The path is compared as it came: nothing to decode, so nothing that cannot be decoded.
  const [path = ''] = (request.url ?? '').split('?');
  const target = /^\/api\/apps\/([^/]+\/[^/]+)\/cancel$/.exec(path)?.[1];
  const callId = /^\/api\/outbound\/([^/]+)$/.exec(path)?.[1];
  const allowed = target === undefined ? 'GET' : 'DELETE';

  if (target === undefined && callId === undefined) send(response, 404, { error: 'Not found.' });
  else if (request.method !== allowed)
    send(response, 405, { error: `Invalid HTTP method (only ${allowed} allowed).` }, { Allow: allowed });
  else if (!state.isAuthentic(request)) refuse(response, 401);
  else if (target !== undefined) cancel(state, target, response);
  else if (callId !== undefined) sendCall(state, callId, response);
}

function cancel(state: SandboxState, target: string, response: ServerResponse): void {
  const deployment = state.deployments.get(target);
  if (deployment === undefined) return refuse(response, 404);
  const { answer, queue } = deployment;
  switch (answer) {
    case 'queue':
      queue.cancel(state.now());
      return sendAccepted(response);
    case 'slow': {
      queue.cancel(state.now());
      const timer = setTimeout(() => sendAccepted(response), state.slowAnswerMs);
      response.once('close', () => clearTimeout(timer));
      return;
    }
    case 'never':
      return;
    case 'drop':
      response.destroy();
      return;
    default:
      return refuse(response, answer);
  }
}

function sendCall(state: SandboxState, callId: string, response: ServerResponse): void {
  const now = state.now();
  for (const { queue } of state.deployments.values()) {
    const details = queue.find(callId, now);
    if (details !== undefined) return send(response, 200, { call_details: details });
  }
  send(response, 404, { error: 'Outbound call not found.' });
}

const errors: Record<Exclude<Refusal, 502>, string> = {
  401: 'Authentication headers are invalid or the account is inactive.',
  403: 'This account does not have the permission to cancel calls.',
  404: 'No deployment was found by that application id and deployment id.',
  405: 'Invalid HTTP method (only DELETE allowed).',
  429: 'Too many requests.',
  500: 'Database error.',
};

const headers: Partial<Record<Refusal, Record<string, string>>> = {
  401: { 'WWW-Authenticate': 'Basic realm="Fuse"' },
  405: { Allow: 'DELETE' },
  429: { 'Retry-After': '120' },
};

const gatewayPage =
  '<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n';

function refuse(response: ServerResponse, status: Refusal): void {
  if (status === 502) sendText(response, 502, 'text/html', gatewayPage);
  else send(response, status, { error: errors[status] }, headers[status]);
}
