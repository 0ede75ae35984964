import { getRequestListener } from '@hono/node-server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConsoleApp } from './app';

/** A request shape that two parties could read differently (RFC 9112 §3.2, §3.2.2, §11.2). */
function isAmbiguous(request: IncomingMessage): boolean {
  const hosts = request.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host');
  return hosts.length !== 1 || !request.url?.startsWith('/');
}

/**
 * The app as a listener for `node:http`, the same for both mounts. `app` is asked at each request, since
 * the dev server replaces it.
 */
export function createListener(
  app: () => ConsoleApp | Promise<ConsoleApp>,
): (request: IncomingMessage, response: ServerResponse) => void {
  const listener = getRequestListener(
    async (request, bindings) => (await app()).fetch(request, { incoming: bindings.incoming }),
    { overrideGlobalObjects: false },
  );
  return (request, response) => {
    if (isAmbiguous(request)) {
      response.writeHead(400, { connection: 'close', 'content-length': 0 }).end();
      return;
    }
    void listener(request, response);
  };
}
