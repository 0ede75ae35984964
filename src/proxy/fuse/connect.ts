import {
  isIP,
  connect as connectTcp,
  type LookupFunction,
  type Socket,
  type TcpNetConnectOpts,
} from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import type { Exchange } from './fuse';

export type NotConnected = Extract<Exchange, { kind: 'not_connected' }>;
type ConnectCause = NotConnected['cause'];

export interface ConnectOptions {
  baseUrl: URL;
  /** For name, TCP and TLS together, in milliseconds. */
  timeoutMs: number;
  /** Certificates to trust instead of Node's own, in PEM. */
  ca?: string | string[] | undefined;
  lookup?: LookupFunction | undefined;
}

// Node gives up an address after 250 ms, which a slow but healthy line exceeds.
const addressTimeoutMs = 2_500;

function causeOfCode(error: NodeJS.ErrnoException): ConnectCause {
  const { code = '', syscall } = error;
  if (syscall === 'getaddrinfo' || code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'name_not_found';
  if (code === 'ECONNREFUSED') return 'connection_refused';
  return code === 'ETIMEDOUT' ? 'connect_timeout' : 'connect_failed';
}

/** Where several addresses failed, each in its way, the failure that says most stands for all. */
function causeOfTcpError(error: Error): ConnectCause {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const causes = errors.filter((one) => one instanceof Error).map(causeOfCode);
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

function open({ baseUrl, ca, lookup }: ConnectOptions): Socket {
  const host = baseUrl.hostname.replace(/^\[|\]$/g, '');
  const secure = baseUrl.protocol === 'https:';
  const address: TcpNetConnectOpts = {
    host,
    port: Number(baseUrl.port) || (secure ? 443 : 80),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: addressTimeoutMs,
    ...(lookup === undefined ? {} : { lookup }),
  };
  if (!secure) return connectTcp(address);
  return connectTls({
    ...address,
    // RFC 6066 §3: an IP address is no server name.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
  });
}

/**
 * Opens one fresh connection: over `http:` a TCP connection, over `https:` one with a completed handshake
 * and an accepted certificate. Writes nothing of HTTP. Never rejects; a socket given back is open and its
 * late errors are taken care of.
 */
export function connect(options: ConnectOptions): Promise<Socket | NotConnected> {
  return new Promise((resolve) => {
    const secure = options.baseUrl.protocol === 'https:';
    let tcpConnected = false;
    let socket: Socket;
    try {
      socket = open(options);
    } catch {
      // Options that Node refuses on the spot, such as certificates it cannot read.
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
    const deadline = setTimeout(
      () => fail(tcpConnected ? 'tls_failed' : 'connect_timeout'),
      options.timeoutMs,
    );

    socket.once('connect', () => {
      tcpConnected = true;
    });
    // Stays for the socket's life: an error after the decision must not end the process.
    socket.on('error', (error) => fail(tcpConnected ? causeOfTlsError(socket) : causeOfTcpError(error)));
    socket.once('close', closed);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      stop();
      resolve(socket);
    });
  });
}
