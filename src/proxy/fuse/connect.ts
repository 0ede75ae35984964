import {
  isIP,
  connect as connectTcp,
  type LookupFunction,
  type Socket,
  type TcpNetConnectOpts,
} from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { toEndpoint, openTunnel, type Endpoint, type ForwardProxy } from './forward-proxy';
import type { Exchange } from './fuse';

export type NotConnected = Extract<Exchange, { kind: 'not_connected' }>;
type ConnectCause = NotConnected['cause'];

export interface ConnectOptions {
  baseUrl: URL;
  /** The proxy through which an `https:` host is reached, if any. */
  proxy?: ForwardProxy | null | undefined;
  /** For name, TCP and TLS together, and the proxy's answer, in milliseconds. */
  timeoutMs: number;
  /** Certificates to trust instead of Node's own, in PEM. */
  ca?: string | string[] | undefined;
  lookup?: LookupFunction | undefined;
}

// By default Node gives up an address after 250 ms, which a slow but healthy network exceeds.
const addressTimeoutMs = 2_500;

function causeOfCode(error: NodeJS.ErrnoException): ConnectCause {
  const { code = '', syscall } = error;
  if (syscall === 'getaddrinfo' || code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'name_not_found';
  if (code === 'ECONNREFUSED') return 'connection_refused';
  return code === 'ETIMEDOUT' ? 'connect_timeout' : 'connect_failed';
}

/** If several addresses failed in different ways, the most telling failure stands for all. */
function causeOfTcpError(error: Error): ConnectCause {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const causes = errors.filter((part) => part instanceof Error).map(causeOfCode);
  return (
    (['name_not_found', 'connection_refused', 'connect_timeout'] as const).find((cause) =>
      causes.includes(cause),
    ) ?? 'connect_failed'
  );
}

function causeOfTlsError(socket: Socket): ConnectCause {
  // Node sets this for a certificate it does not accept, and for no other reason.
  return socket instanceof TLSSocket && socket.authorizationError ? 'bad_certificate' : 'tls_failed';
}

type Trust = Pick<ConnectOptions, 'ca' | 'lookup'>;

/** Opens a socket, over TLS where the endpoint is secure; `through` is an open way to it. */
function openSocket({ host, port, secure }: Endpoint, { ca, lookup }: Trust, through?: Socket): Socket {
  const address: TcpNetConnectOpts = {
    host,
    port,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: addressTimeoutMs,
    ...(lookup === undefined ? {} : { lookup }),
  };
  if (!secure) return connectTcp(address);
  return connectTls({
    ...(through === undefined ? address : { host, socket: through }),
    // RFC 6066 §3: an IP address is no server name.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
  });
}

/** Waits until a socket is connected, over TLS with a completed handshake and an accepted certificate. */
function establish(
  endpoint: Endpoint,
  trust: Trust,
  timeoutMs: number,
  through?: Socket,
): Promise<Socket | NotConnected> {
  return new Promise((resolve) => {
    let tcpConnected = through !== undefined;
    let socket: Socket;
    try {
      socket = openSocket(endpoint, trust, through);
    } catch {
      // Node refuses some options by throwing, such as certificates that it cannot read.
      through?.destroy();
      resolve({ kind: 'not_connected', cause: 'connect_failed' });
      return;
    }

    const stop = () => {
      clearTimeout(deadline);
      socket.off('close', closed);
    };
    const fail = (cause: ConnectCause) => {
      stop();
      socket.destroy();
      resolve({ kind: 'not_connected', cause });
    };
    const closed = () => fail(tcpConnected ? causeOfTlsError(socket) : 'connect_failed');
    const deadline = setTimeout(() => fail(tcpConnected ? 'tls_failed' : 'connect_timeout'), timeoutMs);

    socket.once('connect', () => {
      tcpConnected = true;
    });
    socket.once('close', () => through?.destroy());
    // Stays for the socket's life: an error after the decision must not end the process.
    socket.on('error', (error) => fail(tcpConnected ? causeOfTlsError(socket) : causeOfTcpError(error)));
    socket.once('close', closed);
    socket.once(endpoint.secure ? 'secureConnect' : 'connect', () => {
      stop();
      resolve(socket);
    });
  });
}

/**
 * Opens one fresh connection: over `http:` a TCP connection, over `https:` one with a completed handshake
 * and an accepted certificate, through the proxy if there is one. Writes nothing of HTTP but the CONNECT to the
 * proxy. Never rejects; a socket given back is open and its late errors are taken care of.
 */
export async function connect(options: ConnectOptions): Promise<Socket | NotConnected> {
  const { baseUrl, proxy, timeoutMs } = options;
  const endpoint = toEndpoint(baseUrl);
  if (!proxy || !endpoint.secure) return establish(endpoint, options, timeoutMs);

  const started = performance.now();
  const remainingMs = () => Math.max(1, timeoutMs - (performance.now() - started));
  const socket = await establish(proxy, options, timeoutMs);
  if ('kind' in socket) return { kind: 'not_connected', cause: 'proxy_unreachable' };
  const name = isIP(endpoint.host) === 6 ? `[${endpoint.host}]` : endpoint.host;
  const tunnel = await openTunnel(socket, {
    target: `${name}:${endpoint.port}`,
    authorization: proxy.authorization,
    timeoutMs: remainingMs(),
  });
  if (tunnel !== 'open') return { kind: 'not_connected', cause: tunnel };
  return establish(endpoint, options, remainingMs(), socket);
}
