import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import * as raw from '../../testing/raw-upstream';
import { parseForwardProxy } from '../fuse/forward-proxy';
import { createProviderFetch, type Network } from './provider-fetch';

const good = raw.selfSignedCertificate(['127.0.0.1', 'login.example']);
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function provider(answer: string) {
  const started = await raw.startRawTlsUpstream((socket) => void socket.end(answer), good);
  open.push(started);
  return started;
}
const ok = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"issuer":"x"}';
const get = { method: 'GET', headers: { accept: 'application/json' } };
const direct: Network = { proxyFor: () => null, ca: [good.cert] };

describe('a request to the provider', () => {
  it('goes through the proxy that Fuse is reached through, and trusts the same certificates', async () => {
    const login = await provider(ok);
    const proxy = await raw.startRawUpstream((socket) => {
      socket.removeAllListeners('data');
      const way = connect(login.port, '127.0.0.1').on('error', () => socket.destroy());
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(way).pipe(socket);
    });
    open.push(proxy);
    const asked: string[] = [];
    const network: Network = {
      proxyFor(url) {
        asked.push(url.host);
        return parseForwardProxy(`http://user:secret@127.0.0.1:${proxy.port}`);
      },
      ca: [good.cert],
    };
    const post = { ...get, method: 'POST', body: new URLSearchParams({ code: 'a b' }) };
    const response = await createProviderFetch(network)('https://login.example/token?x=1', post);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.json()).toEqual({ issuer: 'x' });
    expect(asked).toEqual(['login.example']);
    expect(proxy.requests.join('')).toMatch(/^CONNECT login\.example:443 /);
    expect(login.requests).toHaveLength(1);
    expect(login.requests[0]).toMatch(/^POST \/token\?x=1 HTTP\/1\.1\r\n/);
    expect(login.requests[0]).toMatch(/host: login\.example\r\n/i);
    expect(login.requests[0]).toMatch(/content-length: 8\r\n/i);
    expect(login.requests[0]).not.toContain('secret');
  });

  it('fails as one without a connection where there is none, or where the certificate is another’s', async () => {
    const login = await provider(ok);
    const address = `https://127.0.0.1:${login.port}/`;
    const failure = expect.objectContaining({ name: 'TypeError', message: 'fetch failed' });
    await expect(createProviderFetch({ ...direct, ca: null })(address, get)).rejects.toEqual(failure);
    await login.close();
    await expect(createProviderFetch(direct)(address, get)).rejects.toEqual(failure);
  });

  it('is given up when its time is over, and takes no endless answer', async () => {
    const silent = await raw.startRawTlsUpstream(() => undefined, good);
    open.push(silent);
    const timed = { ...get, signal: AbortSignal.timeout(50) };
    await expect(
      createProviderFetch(direct)(`https://127.0.0.1:${silent.port}/`, timed),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    const endless = await provider(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1_100_000)}`);
    await expect(createProviderFetch(direct)(`https://127.0.0.1:${endless.port}/`, get)).rejects.toThrow(
      'fetch failed',
    );
  });
});
