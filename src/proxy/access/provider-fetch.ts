import { request as openRequest } from 'node:http';
import { connect } from '../fuse/connect';
import type { ForwardProxy } from '../fuse/forward-proxy';

/** How the console reaches other hosts than its own: as it reaches Fuse. */
export interface Network {
  /** The proxy through which an address is reached, or null. */
  proxyFor: (url: URL) => ForwardProxy | null;
  /** Certificates to trust instead of Node's own, in PEM; null for Node's own. */
  ca: string[] | null;
}

/** The part of `fetch` that `openid-client` uses. */
interface ProviderRequest {
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: unknown;
  signal?: AbortSignal;
}

const connectTimeoutMs = 10_000;
/** Far more than a provider's keys or a token response need, in bytes. */
const maxBytes = 1_048_576;

/** As the `fetch` of the platform rejects where there is no connection. */
const failed = (reason: string, cause?: unknown) =>
  new TypeError('fetch failed', { cause: new Error(reason, { cause }) });

/**
 * A `fetch` for a provider's addresses, on the connections with which Fuse is reached: through the same proxy, with the
 * same certificates. It follows no redirect and sends nothing twice.
 */
export function createProviderFetch({ proxyFor, ca }: Network) {
  return async (address: string, { method, headers, body, signal }: ProviderRequest): Promise<Response> => {
    const url = new URL(address);
    const socket = await connect({
      baseUrl: url,
      proxy: proxyFor(url),
      timeoutMs: connectTimeoutMs,
      ...(ca !== null && { ca }),
    });
    if ('kind' in socket) throw failed(socket.cause);
    const text = body instanceof URLSearchParams || typeof body === 'string' ? String(body) : '';
    return new Promise((resolve, reject) => {
      const abort = () => {
        socket.destroy();
        reject(signal?.reason instanceof Error ? signal.reason : failed('aborted'));
      };
      if (signal?.aborted === true) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      socket.once('close', () => signal?.removeEventListener('abort', abort));
      const request = openRequest(
        {
          createConnection: () => socket,
          method,
          path: url.pathname + url.search,
          headers: {
            ...headers,
            host: url.host,
            'accept-encoding': 'identity',
            ...(text !== '' && { 'content-length': Buffer.byteLength(text) }),
          },
          setHost: false,
        },
        (response) => {
          const parts: Buffer[] = [];
          let size = 0;
          response.on('data', (part: Buffer) => {
            size += part.byteLength;
            if (size > maxBytes) response.destroy(new Error('The answer is too large.'));
            else parts.push(part);
          });
          response.on('error', (error) => reject(failed('connection_lost', error)));
          response.on('end', () => {
            socket.destroy();
            const { statusCode: status = 502 } = response;
            const shown = new Headers();
            for (const [name, values] of Object.entries(response.headersDistinct))
              for (const value of values ?? []) shown.append(name, value);
            const isEmpty = [204, 205, 304].includes(status);
            resolve(new Response(isEmpty ? null : Buffer.concat(parts), { status, headers: shown }));
          });
        },
      );
      request.on('error', (error) => reject(failed('connection_lost', error)));
      request.end(text);
    });
  };
}
