import { request as openRequest } from 'node:http';
import type { Socket } from 'node:net';
import { BadConfiguration } from '../config/env-file';

/** The address of a server; `secure`: the connection to it is encrypted. */
export interface Endpoint {
  host: string;
  port: number;
  secure: boolean;
}

/** A proxy that opens a way to other hosts on request (RFC 9110 §9.3.6, CONNECT). */
export interface ForwardProxy extends Endpoint {
  /** `Proxy-Authorization`, or null; never shown or logged. */
  authorization: string | null;
}

/** The server that an `http:` or `https:` URL names. */
export function toEndpoint({ hostname, port, protocol }: URL): Endpoint {
  const secure = protocol === 'https:';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 443 : 80), secure };
}

/** The longest response head taken from a proxy, in bytes. */
const maxHeadBytes = 16_384;

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** `http://user:password@host:port`, also https, and `host:port` as curl takes it; null for anything else. */
export function parseForwardProxy(text: string): ForwardProxy | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const { protocol, hostname, pathname, search, hash, username, password } = url;
  const [user, secret] = [decoded(username), decoded(password)];
  if (!/^https?:$/.test(protocol) || hostname === '' || pathname !== '/' || search + hash !== '') return null;
  if (user === null || secret === null || user.includes(':')) return null;
  return {
    ...toEndpoint(url),
    authorization:
      user + secret === '' ? null : `Basic ${Buffer.from(`${user}:${secret}`, 'utf8').toString('base64')}`,
  };
}

const toPlainHost = (host: string) =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

/**
 * Whether NO_PROXY exempts a host, by curl's rules: names and addresses separated by commas or spaces, each for
 * itself and everything below it, with or without a leading dot; with a port for that port only; `*` for all.
 * Networks such as 10.0.0.0/8 are not understood.
 */
export function isExempt(host: string, port: number, noProxy: string): boolean {
  const name = toPlainHost(host);
  return noProxy.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, entryHost = '', entryPort] =
      /^(\[[^\]]*\]|[^:]*(?::[^:]*:.*)?)(?::(\d{1,5}))?$/.exec(entry) ?? [];
    const exempt = toPlainHost(entryHost).replace(/^\*?\./, '');
    if (exempt === '' || (entryPort !== undefined && Number(entryPort) !== port)) return false;
    // No name ends in a whole address, so that this holds for addresses as well.
    return name === exempt || name.endsWith(`.${exempt}`);
  });
}

/** Where a variable is set in both spellings, the lower case counts, as with curl. */
const proxyVariables = ['https_proxy', 'HTTPS_PROXY'];
const exemptVariables = ['no_proxy', 'NO_PROXY'];
export const proxyVariableNames = ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'];

/** The proxy through which a host is reached; null for none. Throws `BadConfiguration` for a bad HTTPS_PROXY. */
export function forwardProxyFor(
  { protocol, hostname, port }: URL,
  environment: NodeJS.ProcessEnv,
): ForwardProxy | null {
  const find = (names: string[]) => names.find((name) => Boolean(environment[name]?.trim())) ?? '';
  const variable = find(proxyVariables);
  const noProxy = environment[find(exemptVariables)] ?? '';
  if (protocol !== 'https:' || variable === '' || isExempt(hostname, Number(port) || 443, noProxy))
    return null;
  const proxy = parseForwardProxy(environment[variable]?.trim() ?? '');
  if (proxy !== null) return proxy;
  throw new BadConfiguration(
    `${variable} must be http://host:port or https://host:port, with user:password@ before the host where the proxy wants them.`,
  );
}

/** The result of a CONNECT request: an open tunnel, or the reason why there is none. */
type Tunnel = 'open' | 'proxy_refused' | 'proxy_unauthorized';

/**
 * Sends CONNECT for `target` (`host:port`) on an open connection to a proxy. Only a 2xx opens the tunnel; any other
 * answer comes from the proxy, not from Fuse. Never rejects; a socket without a tunnel is destroyed.
 */
export function openTunnel(
  socket: Socket,
  { target, authorization, timeoutMs }: { target: string; authorization: string | null; timeoutMs: number },
): Promise<Tunnel> {
  return new Promise((resolve) => {
    const request = openRequest({
      createConnection: () => socket,
      method: 'CONNECT',
      path: target,
      headers: {
        Host: target,
        'User-Agent': 'fuse-cancel-console',
        ...(authorization !== null && { 'Proxy-Authorization': authorization }),
      },
      setHost: false,
      insecureHTTPParser: false,
      maxHeaderSize: maxHeadBytes,
    });
    const end = (tunnel: Tunnel) => {
      clearTimeout(deadline);
      socket.off('close', refuse);
      resolve(tunnel);
      if (tunnel !== 'open') socket.destroy();
    };
    const refuse = () => end('proxy_refused');
    const deadline = setTimeout(refuse, timeoutMs);
    request.once('connect', ({ statusCode = 0 }, _socket, head: Buffer) => {
      if (statusCode === 407) end('proxy_unauthorized');
      // Fuse sends nothing before the TLS handshake, so bytes behind the head are not from Fuse.
      else if (statusCode >= 200 && statusCode < 300 && head.length === 0) end('open');
      else refuse();
    });
    request.on('error', refuse);
    socket.once('close', refuse);
    request.end();
  });
}
