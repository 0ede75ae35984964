import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  selfSignedCertificate,
  startRawTlsUpstream,
  startRawUpstream,
  type Behave,
} from '../src/testing/raw-upstream';
import { accept, answer, startLive } from './testing/live-console';

test('through a forward proxy: one CONNECT, one TLS handshake, one DELETE; a refusal is not_sent; no credential is logged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-proxy-'));
  const certificate = selfSignedCertificate(['fuse.example']);
  const authorities = join(folder, 'ca.pem');
  writeFileSync(authorities, certificate.cert);
  const fuse = await startRawTlsUpstream(accept, certificate);
  const tunnel: Behave = (socket) => {
    socket.removeAllListeners('data');
    const target = connect(fuse.port, '127.0.0.1').on('error', () => socket.destroy());
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(target).pipe(socket);
  };
  let behave = tunnel;
  const proxy = await startRawUpstream((socket, request) => behave(socket, request));
  const live = await startLive({
    variables: {
      FUSE_BASE_URL: `https://fuse.example:${fuse.port}`,
      HTTPS_PROXY: `http://proxyuser:hunter2@127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: authorities,
    },
  });
  try {
    const cancel = async () => JSON.parse(await (await live.cancel()).text());
    expect(await cancel()).toMatchObject({ outcome: 'accepted', upstream: `fuse.example:${fuse.port}` });
    expect([proxy.requests.length, fuse.connections, fuse.requests.length]).toEqual([1, 1, 1]);
    expect(proxy.requests[0]).toMatch(/^CONNECT fuse\.example:\d+ HTTP\/1\.1\r\n/);
    expect(fuse.requests[0]).toMatch(/^DELETE \/api\/apps\/10\/20\/cancel HTTP\/1\.1\r\n/);
    expect(fuse.received).not.toMatch(/proxy/i);

    const page = '<title>Blocked</title>';
    for (const [refuse, cause] of [
      [answer('407 Proxy Authentication Required', page), 'proxy_unauthorized'],
      [answer('403 Forbidden', page), 'proxy_refused'],
      [answer('202 Accepted', page), 'proxy_refused'],
      [answer('503 Busy', page), 'proxy_refused'],
      [(socket) => socket.resetAndDestroy(), 'proxy_refused'],
    ] satisfies [Behave, string][]) {
      behave = refuse;
      const record = await cancel();
      expect(record).toMatchObject({ outcome: 'not_sent', cause, status: null, message: null });
      const call = JSON.parse(await (await live.ask('/api/calls/1')).text());
      expect(call).toMatchObject({ code: null, cause, call: null });
    }
    expect(fuse.requests).toHaveLength(1);

    const output = await live.server.log();
    expect(output).toContain(
      `Fuse is reached through the proxy 127.0.0.1, port ${proxy.port} (HTTPS_PROXY).`,
    );
    for (const secret of ['hunter2', 'proxyuser', Buffer.from('proxyuser:hunter2').toString('base64')])
      expect(output).not.toContain(secret);
  } finally {
    await live.dispose();
    await Promise.all([fuse.close(), proxy.close()]);
    rmSync(folder, { recursive: true });
  }
});
