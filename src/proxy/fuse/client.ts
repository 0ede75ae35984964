import type { LookupFunction } from 'node:net';
import { sanitizeText, readBody, readDocument, type BodyReading } from './body';
import { readCall } from './call-details';
import { connect } from './connect';
import type { ForwardProxy } from './forward-proxy';
import { send, type SendOptions } from './exchange';
import type { Fuse } from './fuse';
import { createCredentialCheck, withheld } from './redact';
import { parseRetryAfter } from './retry-after';

export interface FuseClientOptions {
  /** `http:` or `https:`, without credentials, query or fragment; a path is kept in front of Fuse's own. */
  baseUrl: URL;
  email: string;
  developerKey: string;
  /** From the request sent to the response headers, in milliseconds. */
  timeoutMs: number;
  /** For name, TCP and TLS together, in milliseconds; 10 s unless told. */
  connectTimeoutMs?: number;
  /** For the response body, in milliseconds; 5 s unless told. */
  bodyTimeoutMs?: number;
  now: () => Date;
  /** The proxy through which an `https:` Fuse is reached, if any. */
  proxy?: ForwardProxy | null;
  /** Certificates to trust instead of Node's own, in PEM. */
  ca?: string | string[];
  /** Called with the `Date` of each answer, in milliseconds since 1970. */
  onDate?: (at: number) => void;
  /** Resolves names instead of the system's resolver. */
  lookup?: LookupFunction;
}

const longestTimer = 2 ** 31 - 1;

type ResponseSummary = BodyReading & { retryAfter: string | null };

function checkDuration(name: string, milliseconds: number): void {
  // Node would turn anything else into a timer of 1 ms.
  if (!Number.isInteger(milliseconds) || milliseconds < 1 || milliseconds > longestTimer)
    throw new TypeError(`${name} must be a whole number of milliseconds from 1 to ${longestTimer}`);
}

function checkId(name: string, id: string): void {
  // A programming error: the contract has checked IDs long before. Its value stays out of the message.
  if (typeof id !== 'string' || !/^[0-9]{1,20}$/.test(id))
    throw new TypeError(`${name} must be 1 to 20 ASCII digits`);
}

/**
 * A client of the real Fuse (or of the sandbox, which speaks the same). Each `cancelCalls` opens a
 * connection of its own, sends one DELETE and closes it. Throws `TypeError` for options that cannot work,
 * and `cancelCalls` for IDs that are not digit strings; otherwise its promise never rejects.
 */
export function createFuseClient(options: FuseClientOptions): Fuse {
  const { baseUrl, email, developerKey, timeoutMs, now, proxy, ca, lookup } = options;
  const { connectTimeoutMs = 10_000, bodyTimeoutMs = 5_000 } = options;
  checkDuration('timeoutMs', timeoutMs);
  checkDuration('connectTimeoutMs', connectTimeoutMs);
  checkDuration('bodyTimeoutMs', bodyTimeoutMs);
  if (baseUrl.protocol !== 'http:' && baseUrl.protocol !== 'https:')
    throw new TypeError('baseUrl must be an http: or https: URL');

  const holdsCredentials = createCredentialCheck({ email, developerKey });
  const prefix = baseUrl.pathname.replace(/\/+$/, '');
  // Everything that is ever sent, and nothing that came from a browser.
  const headers = {
    Host: baseUrl.host,
    // RFC 7617 §2.1: the user-pass in UTF-8.
    Authorization: `Basic ${Buffer.from(`${email}:${developerKey}`, 'utf8').toString('base64')}`,
    Accept: 'application/json',
    'User-Agent': 'fuse-cancel-console',
    Connection: 'close',
  };

  async function exchange<R>(
    method: 'DELETE' | 'GET',
    path: string,
    read: SendOptions<R>['read'],
    mayStillSend = () => true,
  ) {
    const connection = await connect({ baseUrl, proxy, timeoutMs: connectTimeoutMs, ca, lookup });
    if ('kind' in connection) return connection;
    if (!mayStillSend()) {
      connection.destroy();
      return { kind: 'not_connected', cause: 'held_up' } as const;
    }
    return send(connection, {
      method,
      path,
      headers,
      timeoutMs,
      bodyTimeoutMs,
      now,
      read: (body, received) => {
        const date = Date.parse(received.date ?? '');
        if (Number.isFinite(date)) options.onDate?.(date);
        const retryAfter = parseRetryAfter(received['retry-after']);
        const words: ResponseSummary = {
          ...readBody(body, holdsCredentials),
          retryAfter: retryAfter !== null && !holdsCredentials(retryAfter) ? retryAfter : null,
        };
        return { ...read(body, received), ...words };
      },
    });
  }

  return {
    host: `${baseUrl.host}${prefix}`,
    cancelCalls(applicationId, deploymentId, mayStillSend) {
      checkId('applicationId', applicationId);
      checkId('deploymentId', deploymentId);
      const path = `${prefix}/api/apps/${applicationId}/${deploymentId}/cancel`;
      return exchange('DELETE', path, () => ({}), mayStillSend);
    },
    getCallStatus(callId) {
      if (!/^[A-Za-z0-9_-]{1,64}$/.test(callId))
        throw new TypeError('callId must be letters, digits, - or _');
      const clean = (text: string) => (holdsCredentials(text) ? withheld : sanitizeText(text));
      return exchange('GET', `${prefix}/api/outbound/${callId}`, (body) => ({
        call: readCall(readDocument(body), clean),
      }));
    },
  };
}
