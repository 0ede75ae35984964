import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer as createTcpServer, isIPv4, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { Worker } from 'node:worker_threads';

/** An upstream that answers with raw bytes, and so can misbehave in every way a socket allows. */
export interface RawUpstream {
  /** `http://127.0.0.1:port`, or `https:` over TLS. */
  readonly url: string;
  readonly port: number;
  /** The text of each complete request head, in order of arrival, with its empty line. */
  readonly requests: readonly string[];
  /** TCP connections ever accepted. */
  readonly connections: number;
  /** TCP connections still open. */
  readonly openConnections: number;
  /** Everything received on all connections, after TLS, complete head or not. */
  readonly received: string;
  /** Destroys what is open and stops listening. */
  close(): Promise<void>;
}

/** Called once for each complete request head. */
export type Behave = (socket: Socket, requestText: string) => void;

interface RawUpstreamOptions {
  /** Called for each connection, over TLS after the handshake, before anything is read. */
  onConnect?: (socket: Socket) => void;
}

/** The port on which a TCP server listens. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening on a port');
  return address.port;
}

const headEnd = '\r\n\r\n';

async function start(
  scheme: 'http' | 'https',
  serverFor: (serve: (socket: Socket) => void) => Server,
  behave: Behave,
  { onConnect }: RawUpstreamOptions,
): Promise<RawUpstream> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  let received = '';

  const server = serverFor((socket) => {
    let text = '';
    // A client that disconnects is no error here.
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      text += chunk.toString('latin1');
      for (let end = text.indexOf(headEnd); end >= 0; end = text.indexOf(headEnd)) {
        const request = text.slice(0, end + headEnd.length);
        text = text.slice(request.length);
        requests.push(request);
        behave(socket, request);
      }
    });
    onConnect?.(socket);
  });
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const port = portOf(server);

  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    requests,
    get connections() {
      return connections;
    },
    get openConnections() {
      return open.size;
    },
    get received() {
      return received;
    },
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** Starts a plain-text upstream on a free port of 127.0.0.1. */
export function startRawUpstream(behave: Behave, options: RawUpstreamOptions = {}): Promise<RawUpstream> {
  return start('http', (serve) => createTcpServer(serve), behave, options);
}

/**
 * Starts an upstream over TLS. TCP connections are counted also if their handshake fails. `resetAndDestroy` works on its
 * sockets, which it does not on Node's own TLS sockets.
 */
export function startRawTlsUpstream(
  behave: Behave,
  { cert, key, ...options }: RawUpstreamOptions & Certificate,
): Promise<RawUpstream> {
  const serverFor = (serve: (socket: Socket) => void) => {
    const beneath = new Map<number | undefined, Socket>();
    return createTlsServer({ cert, key }, (socket) => {
      const tcp = beneath.get(socket.remotePort);
      socket.resetAndDestroy = () => {
        tcp?.resetAndDestroy();
        return socket;
      };
      serve(socket);
    })
      .on('connection', (tcp: Socket) => beneath.set(tcp.remotePort, tcp))
      .on('tlsClientError', () => {});
  };
  return start('https', serverFor, behave, options);
}

/**
 * Starts a listener whose backlog is full, so that new connections stay unanswered. This works on Linux only; other
 * systems refuse the connections.
 */
export async function startSilentHost(): Promise<{ port: number; close(): Promise<void> }> {
  const worker = new Worker(
    `const server = require('node:net').createServer();
     server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       require('node:worker_threads').parentPort.postMessage(server.address().port);
       setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 50);
     });`,
    { eval: true },
  );
  const port = Number((await once(worker, 'message'))[0]);
  await sleep(150);
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await sleep(100);
  return {
    port,
    async close() {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}

export interface Certificate {
  cert: string;
  key: string;
}

/** One DER value (ITU-T X.690): tag, length, content. */
function der(tag: number, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...content: Buffer[]) => der(0x30, ...content);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const utcTime = (date: Date) => der(0x17, date.toISOString().replace(/^..|[-:T]|\.\d+/g, ''));

/**
 * Makes a self-signed certificate (RFC 5280, P-256) for the given names and IPv4 addresses, valid from a
 * day before `validFrom` (now by default) to a day after it. No key is ever kept in the repository.
 */
export function selfSignedCertificate(names: string[], validFrom: Date = new Date()): Certificate {
  const dayMs = 86_400_000;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, 'raw-upstream'))));
  const alternatives = names.map((text) =>
    isIPv4(text) ? der(0x87, Buffer.from(text.split('.').map(Number))) : der(0x82, text),
  );
  const yes = Buffer.from([0x01, 0x01, 0xff]);
  const extensions = sequence(
    sequence(oid('551d13'), yes, der(0x04, sequence(yes))),
    sequence(oid('551d11'), der(0x04, sequence(...alternatives))),
  );
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(utcTime(new Date(validFrom.getTime() - dayMs)), utcTime(new Date(validFrom.getTime() + dayMs))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  const base64 = sequence(content, ecdsaWithSha256, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
