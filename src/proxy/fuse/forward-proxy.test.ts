import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as raw from '../../testing/raw-upstream';
import { readConfig } from '../config/env';
import { classify } from './classify';
import { createFuseClient, type FuseClientOptions } from './client';
import { isExempt, parseForwardProxy } from './forward-proxy';

const email = 'ops@example.com';
const developerKey = 'devkey-0123456789';
const shortMs = 150;
const good = raw.selfSignedCertificate(['127.0.0.1', 'fuse.example']);
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function fuseServer(behave: raw.Behave = (socket) => void socket.end('HTTP/1.1 202 OK\r\n\r\n')) {
  const fuse = await raw.startRawTlsUpstream(behave, good);
  open.push(fuse);
  return fuse;
}

async function proxyServer(behave: raw.Behave, secure = false) {
  const proxy = await (secure ? raw.startRawTlsUpstream(behave, good) : raw.startRawUpstream(behave));
  open.push(proxy);
  return proxy;
}

/** A proxy that does what it is asked to, always towards `port` of this machine. */
const passOn =
  (port: number, established = 'HTTP/1.1 200 Connection established\r\n\r\n'): raw.Behave =>
  (socket) => {
    socket.removeAllListeners('data');
    const way = connect(port, '127.0.0.1').on('error', () => socket.destroy());
    socket.once('close', () => way.destroy());
    socket.write(established);
    socket.pipe(way).pipe(socket);
  };

const answer =
  (text: string): raw.Behave =>
  (socket) =>
    void socket.end(text);

function clientOf(proxyUrl: string, port: number, options: Partial<FuseClientOptions> = {}) {
  return createFuseClient({
    baseUrl: new URL(`https://fuse.example:${port}`),
    email,
    developerKey,
    timeoutMs: 4_000,
    connectTimeoutMs: 4_000,
    now: () => new Date(),
    ca: good.cert,
    proxy: parseForwardProxy(proxyUrl),
    ...options,
  });
}

describe('a request through a proxy', () => {
  it.each([false, true])(
    'is one CONNECT, one TLS and one DELETE; encrypted to the proxy: %s',
    async (secure) => {
      const fuse = await fuseServer();
      const proxy = await proxyServer(passOn(fuse.port), secure);
      const url = `${secure ? 'https' : 'http'}://us%40er:p%3Ass@127.0.0.1:${proxy.port}`;
      const client = clientOf(url, fuse.port);
      expect(classify(await client.cancelCalls('12', '34'))).toMatchObject({ outcome: 'accepted' });
      expect(proxy.requests).toEqual([
        [
          `CONNECT fuse.example:${fuse.port} HTTP/1.1`,
          `Host: fuse.example:${fuse.port}`,
          'User-Agent: fuse-cancel-console',
          `Proxy-Authorization: Basic ${Buffer.from('us@er:p:ss').toString('base64')}`,
          'Connection: close',
          '',
          '',
        ].join('\r\n'),
      ]);
      expect(fuse.requests).toHaveLength(1);
      expect(fuse.requests[0]).toMatch(
        /^DELETE \/api\/apps\/12\/34\/cancel HTTP\/1\.1\r\nHost: fuse\.example:/,
      );
      // Nothing for the proxy reaches Fuse, and nothing for Fuse the proxy.
      expect(fuse.received).not.toMatch(/proxy/i);
      expect(proxy.received).not.toContain('DELETE');
      expect([proxy.connections, fuse.connections]).toEqual([1, 1]);
      await vi.waitFor(() => expect([proxy.openConnections, fuse.openConnections]).toEqual([0, 0]));
      await client.getCallStatus('c1');
      expect([proxy.connections, fuse.requests.length]).toEqual([2, 2]);
      expect(fuse.requests[1]).toMatch(/^GET \/api\/outbound\/c1 /);
    },
  );

  it.each([
    ['404, as Fuse says', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n', 'refused'],
    ['502, as Fuse says', 'HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n', 'unknown'],
    ['nothing at all', '', 'unknown'],
  ])('is told by what Fuse answers: %s', async (_, text, outcome) => {
    const fuse = await fuseServer(answer(text));
    const proxy = await proxyServer(passOn(fuse.port));
    const exchange = await clientOf(`http://127.0.0.1:${proxy.port}`, fuse.port).cancelCalls('1', '2');
    expect(classify(exchange).outcome).toBe(outcome);
    expect(fuse.requests).toHaveLength(1);
  });

  const accepted = 'HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n';
  it.each<[string, raw.Behave, string]>([
    ...[301, 302, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504].map(
      (status): [string, raw.Behave, string] => [
        `${status}`,
        answer(`HTTP/1.1 ${status} No\r\nContent-Type: text/html\r\n\r\n<title>No</title>`),
        'proxy_refused',
      ],
    ),
    ['407', answer('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n'), 'proxy_unauthorized'],
    ['101', answer('HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'), 'proxy_refused'],
    ['100 and nothing more', (socket) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 'proxy_refused'],
    ['no HTTP', answer('SSH-2.0\r\n\r\n'), 'proxy_refused'],
    ['endless headers', answer(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(20_000)}`), 'proxy_refused'],
    ['a reset', (socket) => void socket.resetAndDestroy(), 'proxy_refused'],
    ['a close', answer(''), 'proxy_refused'],
    ['silence', () => {}, 'proxy_refused'],
    ['half a head', (socket) => void socket.write('HTTP/1.1 200 OK\r\n'), 'proxy_refused'],
    ['an answer in Fuse’s name at once', answer(`HTTP/1.1 200 OK\r\n\r\n${accepted}`), 'proxy_refused'],
    [
      'an answer in Fuse’s name later',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.once('data', () => socket.end(accepted));
      },
      'tls_failed',
    ],
    ['a close after 200', answer('HTTP/1.1 200 OK\r\n\r\n'), 'tls_failed'],
    ['silence after 200', (socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n'), 'tls_failed'],
  ])('is not sent when the proxy answers with %s', async (_, behave, cause) => {
    const proxy = await proxyServer(behave);
    const client = clientOf(`http://127.0.0.1:${proxy.port}`, 443, { connectTimeoutMs: 3 * shortMs });
    const exchange = await client.cancelCalls('1', '2');
    expect(classify(exchange)).toEqual({ outcome: 'not_sent', undocumented: false, cause });
    expect(await client.getCallStatus('c1')).toMatchObject({ kind: 'not_connected', cause });
    expect(proxy.received).not.toMatch(/DELETE|outbound|authorization/i);
    expect(proxy.requests.every((request) => request.startsWith('CONNECT '))).toBe(true);
    await vi.waitFor(() => expect(proxy.openConnections).toBe(0));
  });

  it('is not sent when the proxy cannot be reached', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = raw.portOf(server);
    await new Promise((resolve) => server.close(resolve));
    const plain = await proxyServer((socket) => void socket.end('no TLS'));
    for (const url of [
      `http://127.0.0.1:${port}`,
      `https://127.0.0.1:${plain.port}`,
      'http://nonexistent.invalid:3128',
    ])
      expect(classify(await clientOf(url, 443).cancelCalls('1', '2'))).toMatchObject({
        outcome: 'not_sent',
        cause: 'proxy_unreachable',
      });
  }, 20_000);

  it('checks Fuse’s certificate through a tunnel as well', async () => {
    const fuse = await fuseServer();
    const proxy = await proxyServer(passOn(fuse.port));
    const other = raw.selfSignedCertificate(['fuse.example']).cert;
    const client = clientOf(`http://127.0.0.1:${proxy.port}`, fuse.port, { ca: other });
    expect(classify(await client.cancelCalls('1', '2'))).toMatchObject({
      outcome: 'not_sent',
      cause: 'bad_certificate',
    });
    expect(fuse.received).toBe('');
    await vi.waitFor(() => expect(proxy.openConnections).toBe(0));
  });
});

describe('HTTPS_PROXY and NO_PROXY', () => {
  const account = { FUSE_EMAIL: email, FUSE_DEVELOPER_KEY: developerKey };
  const proxyOf = (environment: Record<string, string>) => {
    const proxy = readConfig({ ...account, ...environment }).fuse?.proxy;
    return proxy ? `${proxy.secure ? 'https' : 'http'}://${proxy.host}:${proxy.port}` : null;
  };

  it.each([
    [{}, null],
    [{ HTTPS_PROXY: '' }, null],
    [{ HTTPS_PROXY: 'http://proxy.example:3128' }, 'http://proxy.example:3128'],
    [{ https_proxy: 'http://proxy.example:3128/' }, 'http://proxy.example:3128'],
    [{ HTTPS_PROXY: 'proxy.example:8080' }, 'http://proxy.example:8080'],
    [{ HTTPS_PROXY: 'https://proxy.example' }, 'https://proxy.example:443'],
    [{ HTTPS_PROXY: 'http://a.example:1', https_proxy: 'http://b.example:2' }, 'http://b.example:2'],
    [{ HTTP_PROXY: 'http://proxy.example:3128', ALL_PROXY: 'http://proxy.example:3128' }, null],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'plumvoice.com' }, null],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'x.example', no_proxy: '*' }, null],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'plumvoice.example' }, 'http://p:1'],
    [{ HTTPS_PROXY: 'http://p:1', FUSE_BASE_URL: 'http://127.0.0.1:9' }, null],
  ])('%j leads to %s', (environment, expected) => {
    expect(proxyOf(environment)).toBe(expected);
  });

  it.each([
    'socks5://hunter2:1080',
    'http://',
    'http://hunter2:99999',
    'http://hunter2/path',
    'http://hunter2:1?x',
    'http://user:%zz@hunter2:1',
    'hunter2 x',
  ])('%s stops the start in one line', (url) => {
    expect(() => proxyOf({ https_proxy: url })).toThrow(/^https_proxy must be http:\/\/host:port[^\n]*$/);
    expect(() => proxyOf({ HTTPS_PROXY: url })).not.toThrow(/hunter2/);
    // The sandbox needs no proxy.
    expect(readConfig({ HTTPS_PROXY: url }).fuse).toBeNull();
  });

  it.each([
    ['fuse.plumvoice.com', 443, 'fuse.plumvoice.com', true],
    ['fuse.plumvoice.com', 443, 'FUSE.PLUMVOICE.COM.', true],
    ['fuse.plumvoice.com', 443, '.plumvoice.com', true],
    ['fuse.plumvoice.com', 443, '*.plumvoice.com', true],
    ['fuse.plumvoice.com', 443, 'a.example,  plumvoice.com', true],
    ['fuse.plumvoice.com', 443, 'a.example plumvoice.com', true],
    ['fuse.plumvoice.com', 443, 'voice.com', false],
    ['fuse.plumvoice.com', 443, 'a.fuse.plumvoice.com', false],
    ['fuse.plumvoice.com', 443, '', false],
    ['fuse.plumvoice.com', 443, '.', false],
    ['fuse.plumvoice.com', 443, '*', true],
    ['fuse.plumvoice.com', 443, 'plumvoice.com:443', true],
    ['fuse.plumvoice.com', 443, 'plumvoice.com:8443', false],
    ['10.0.0.1', 443, '10.0.0.1', true],
    ['10.0.0.1', 443, '0.0.1.0', false],
    ['10.0.0.1', 443, '10.0.0.0/8', false],
    ['[::1]', 443, '::1', true],
    ['[::1]', 8443, '[::1]:8443', true],
    ['[::1]', 443, '[::1]:8443', false],
  ])('%s:%i beside NO_PROXY=%s is exempt: %s', (host, port, noProxy, expected) => {
    expect(isExempt(host, port, noProxy)).toBe(expected);
  });
});
