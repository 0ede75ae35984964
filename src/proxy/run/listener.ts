import { getRequestListener } from '@hono/node-server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConsoleApp } from '../app';
import { answersAnyHost } from '../http/guard';
import { securityHeaders } from '../http/security-headers';

/** Time to send a request, not to answer it: a cancellation may wait for Fuse much longer. */
export const serverTimeouts = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
  // Longer than a reverse proxy or a browser keeps a connection: after Node's own 5 s it could close a connection on
  // which a request is arriving.
  keepAliveTimeout: 75_000,
};

// A path that a proxy in front and a URL parser here would not agree on: two slashes at its start (a host to
// some), dot segments (percent-encoded ones too, WHATWG URL §4.4), backslashes, fragments, raw bytes.
const twoReadings = /^\/\/|\/(?:\.|%2e){1,2}(?:[/?]|$)|[^\x21-\x7e]|[\\#]/i;

// The headers in which a proxy in front names the person. If one comes twice, the client has sent one of them.
const identity = /^x-forwarded-(?:email|user|preferred-username|groups)$/;

/** A request that two parties could read differently (RFC 9112 §3.2, §6.1, §11.2). */
function isAmbiguous({ rawHeaders, headers, url = '' }: IncomingMessage): boolean {
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  const coding = headers['transfer-encoding'];
  const hosts = names.filter((name) => name === 'host').length;
  return (
    // A load balancer may ask for health in HTTP/1.0, which has no Host; in 1.1 Node requires it.
    (hosts !== 1 && !(hosts === 0 && answersAnyHost(url.split('?', 1)[0] ?? ''))) ||
    names.some((name, at) => identity.test(name) && names.indexOf(name) !== at) ||
    !url.startsWith('/') ||
    twoReadings.test(url) ||
    (coding !== undefined && coding.toLowerCase() !== 'chunked')
  );
}

/** The app that answers now: the dev server replaces it. */
type CurrentApp = () => ConsoleApp | Promise<ConsoleApp>;

/** Answers 400 to a request that could be read in two ways; true if it does. */
export function refuseAmbiguous(
  app: CurrentApp,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (!isAmbiguous(request)) return false;
  void answerAmbiguous(app, request, response);
  return true;
}

async function answerAmbiguous(app: CurrentApp, { method = '' }: IncomingMessage, response: ServerResponse) {
  let headers = {};
  let body = '';
  try {
    const refusal = (await app()).refuseAmbiguous(method);
    headers = Object.fromEntries(refusal.headers);
    body = await refusal.text();
  } catch {
    // The app could not be loaded; the answer is the same without its words.
  }
  response
    .writeHead(400, {
      ...securityHeaders,
      ...headers,
      connection: 'close',
      'content-length': Buffer.byteLength(body),
    })
    .end(body);
}

/** The app as a listener for `node:http`, the same for both mounts. */
export function createListener(
  app: CurrentApp,
): (request: IncomingMessage, response: ServerResponse) => void {
  const listener = getRequestListener(
    async (request, bindings) => (await app()).fetch(request, { incoming: bindings.incoming }),
    // Stands in a request's URL where it names no host.
    { hostname: 'localhost' },
  );
  return (request, response) => {
    if (!refuseAmbiguous(app, request, response)) void listener(request, response);
  };
}
