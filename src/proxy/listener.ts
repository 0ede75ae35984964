import { getRequestListener } from '@hono/node-server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConsoleApp } from './app';
import { securityHeaders } from './security-headers';

/** Time to send a request, not to answer it: a cancellation may wait for Fuse much longer. */
export const patience = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
  // Longer than a reverse proxy or a browser keeps a connection: Node's own 5 s close one that is just being used.
  keepAliveTimeout: 75_000,
};

// A path that a proxy in front and a URL parser here would not agree on: two slashes at its start (a host to
// some), dot segments (percent-encoded ones too, WHATWG URL §4.4), backslashes, fragments, raw bytes.
const twoReadings = /^\/\/|\/(?:\.|%2e){1,2}(?:[/?]|$)|[^\x21-\x7e]|[\\#]/i;

// Who was authenticated, as a proxy in front tells it. A second one was sent by somebody else.
const identity = /^x-forwarded-(?:email|user|preferred-username|groups)$/;

/** A request that two parties could read differently (RFC 9112 §3.2, §6.1, §11.2). */
function isAmbiguous({ rawHeaders, headers, url = '' }: IncomingMessage): boolean {
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  const coding = headers['transfer-encoding'];
  return (
    names.filter((name) => name === 'host').length !== 1 ||
    names.some((name, at) => identity.test(name) && names.indexOf(name) !== at) ||
    !url.startsWith('/') ||
    twoReadings.test(url) ||
    (coding !== undefined && coding.toLowerCase() !== 'chunked')
  );
}

/** Answers 400 to a request that could be read in two ways; true if it did. */
export function refuseAmbiguous(request: IncomingMessage, response: ServerResponse): boolean {
  if (!isAmbiguous(request)) return false;
  response.writeHead(400, { ...securityHeaders, connection: 'close', 'content-length': 0 }).end();
  return true;
}

/**
 * The app as a listener for `node:http`, the same for both mounts. `app` is asked at each request, since
 * the dev server replaces it.
 */
export function createListener(
  app: () => ConsoleApp | Promise<ConsoleApp>,
): (request: IncomingMessage, response: ServerResponse) => void {
  const listener = getRequestListener(async (request, bindings) =>
    (await app()).fetch(request, { incoming: bindings.incoming }),
  );
  return (request, response) => {
    if (!refuseAmbiguous(request, response)) void listener(request, response);
  };
}
