import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { attackBothMounts, cancellationBody, type Shape } from './testing/attacker';
import { tokens } from './testing/live-console';
import { speak } from './testing/raw-http';

attackBothMounts('ambiguous messages', (attacker) => {
  test('a target that two parties could read differently is refused', async () => {
    const id = randomUUID();
    const { origin } = attacker.live.server;
    const notHere = [400, 403, 404, 405];
    await attacker.expectRefused([
      ['absolute form', 400, { target: `${origin}/api/cancellations/${id}` }],
      ['absolute form of another', 400, { target: `http://evil.example/api/cancellations/${id}` }],
      ['two slashes', 400, { target: `//api/cancellations/${id}` }],
      ['a host after two slashes', 400, { target: `//evil.example/api/cancellations/${id}` }],
      ['two slashes inside', notHere, { target: `/api//cancellations/${id}` }],
      ['an encoded slash', notHere, { target: `/api%2Fcancellations%2F${id}` }],
      ['an encoded slash in the ID', 400, { target: `/api/cancellations/%2F${id}` }],
      ['an encoded backslash', notHere, { target: `/api%5Ccancellations/${id}` }],
      ['a backslash', 400, { target: `/api\\cancellations/${id}` }],
      ['dot segments', 400, { target: `/x/../api/cancellations/${id}` }],
      ['encoded dot segments', 400, { target: `/x/%2e%2E/api/cancellations/${id}` }],
      ['a single dot', 400, { target: `/api/./cancellations/${id}` }],
      ['a fragment', 400, { target: `/api/cancellations/${id}#x` }],
      ['raw bytes', 400, { target: `/api/cancellations/${id}\xe9` }],
      ['a space', 400, { target: `/api/cancellations/${id} x` }],
      ['a broken escape', [400, 404], { target: '/api/cancellations/%zz' }],
      ['an overlong escape', 400, { target: '/api/cancellations/%c0%af' }],
      ['another letter case', notHere, { target: `/API/cancellations/${id}` }],
      ['a trailing slash', notHere, { target: `/api/cancellations/${id}/` }],
      ['a matrix parameter', 400, { target: `/api/cancellations/${id};x` }],
      ['no slash', 400, { target: `api/cancellations/${id}` }],
      ['an asterisk', [400, 404], { method: 'OPTIONS', target: '*' }],
      ['a very long target', [400, 414, 431], { target: `/api/${'a'.repeat(100_000)}` }],
      ['POST', 405, { method: 'POST' }],
      ['PATCH', 405, { method: 'PATCH' }],
      ['DELETE', 405, { method: 'DELETE' }],
      ['TRACE', [400, 405], { method: 'TRACE', body: '' }],
      ['an unknown method', 400, { method: 'CANCEL' }],
      ['an overridden method', 405, { method: 'POST', headers: { 'X-HTTP-Method-Override': 'PUT' } }],
      ['a GET with a body', [400, 404], { method: 'GET', target: `/api/cancellations/${id}` }],
    ]);
  });

  test('CONNECT opens no tunnel', async () => {
    const { origin } = attacker.live.server;
    const tunnel = await speak(
      origin,
      attacker.request({ method: 'CONNECT', target: 'fuse.test:443', body: '' }),
      {
        patienceMs: 1000,
      },
    );
    expect(tunnel.statuses.filter((status) => status < 400)).toEqual([]);
    await attacker.expectNothingHappened('CONNECT');
  });

  test('a message whose end two parties could see in different places is refused', async () => {
    const chunked = `${cancellationBody.length.toString(16)}\r\n${cancellationBody}\r\n0\r\n\r\n`;
    const te = (value: string | string[], length: string | null = null): Shape => ({
      headers: { 'Transfer-Encoding': value, 'Content-Length': length },
      body: chunked,
    });
    const length = String(cancellationBody.length);
    const head = attacker.request({}).split('\r\n\r\n')[0] ?? '';
    await attacker.expectRefused([
      ['length and chunked', 400, te('chunked', length)],
      ['length 0 and chunked', 400, te('chunked', '0')],
      ['gzip, chunked', 400, te('gzip, chunked')],
      ['chunked twice', 400, te(['chunked', 'chunked'])],
      ['identity', 400, te('identity')],
      ['an unknown coding', 400, te('xchunked')],
      ['chunked, identity', 400, te('chunked, identity')],
      ['a vertical tab before chunked', 400, te('\x0bchunked')],
      ['two lengths', 400, { headers: { 'Content-Length': [length, '5'] } }],
      ['the same length twice', 400, { headers: { 'Content-Length': [length, length] } }],
      ['a list of lengths', 400, { headers: { 'Content-Length': `${length}, ${length}` } }],
      ['a signed length', 400, { headers: { 'Content-Length': `+${length}` } }],
      ['a negative length', 400, { headers: { 'Content-Length': '-1' } }],
      ['a hexadecimal length', 400, { headers: { 'Content-Length': '0x2a' } }],
      ['a huge length', [400, 413], { headers: { 'Content-Length': '99999999999999999999' } }],
      ['a bad chunk size', 400, { ...te('chunked'), body: `zz\r\n${cancellationBody}\r\n0\r\n\r\n` }],
      [
        'a huge chunk size',
        [400, 413],
        { ...te('chunked'), body: `fffffffffffffffff\r\n${cancellationBody}` },
      ],
      ['a chunk that ends early', 400, { ...te('chunked'), body: `1\r\n${cancellationBody}\r\n0\r\n\r\n` }],
      ['a space before the colon', 400, `${head}\r\nTransfer-Encoding : chunked\r\n\r\n${chunked}`],
      ['a folded line', 400, `${head}\r\nX-A: b\r\n Transfer-Encoding: chunked\r\n\r\n${cancellationBody}`],
      ['a NUL in a header', 400, `${head}\r\nX-A: a\0b\r\n\r\n${cancellationBody}`],
      ['a bare CR in a header', 400, `${head}\r\nX-A: a\rHost: evil.example\r\n\r\n${cancellationBody}`],
      ['bare LFs', 400, `${head}\r\n\r\n${cancellationBody}`.replaceAll('\r\n', '\n')],
      ['HTTP/2', [400, 505], 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['HTTP/3.7', [400, 505], { version: '3.7' }],
      ['HTTP/0.9', 400, 'GET /\r\n\r\n'],
      ['TLS', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
      ['an expectation', 417, { headers: { Expect: 'the unexpected' } }],
      ['100,000 headers', 431, `${head}\r\n${'a: b\r\n'.repeat(100_000)}\r\n`],
      ['a long header', 431, { headers: { 'X-A': 'x'.repeat(100_000) } }],
    ]);
  });

  test('a request that hides behind a refused body is never read as one', async () => {
    const hidden = attacker.request({ headers: { Authorization: `Bearer ${tokens.operator}` } });
    const shapes: Shape[] = [
      { headers: { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' }, body: `0\r\n\r\n${hidden}` },
      { headers: { 'Content-Length': null, 'Transfer-Encoding': 'xchunked' }, body: hidden },
      { headers: { 'Content-Length': ['0', String(hidden.length)] }, body: hidden },
      {
        headers: { 'Content-Length': String(hidden.length), Origin: 'https://evil.example' },
        body: hidden,
      },
    ];
    for (const shape of shapes) {
      const answer = await speak(attacker.live.server.origin, attacker.request(shape), {
        wholeConnection: true,
        patienceMs: 700,
      });
      expect(answer.statuses).not.toEqual([]);
      expect(answer.statuses.filter((status) => status < 400)).toEqual([]);
    }
    await attacker.expectNothingHappened('hidden requests');
  });

  test('an upgrade is not taken, and leaves no connection waiting', async () => {
    for (const [protocol, target] of [
      ['websocket', '/api/events'],
      ['h2c', '/api/session'],
      ['websocket', '/'],
    ] as const) {
      const headers = {
        Cookie: null,
        Connection: 'Upgrade',
        Upgrade: protocol,
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
        Origin: 'https://evil.example',
      };
      const answer = await speak(
        attacker.live.server.origin,
        attacker.request({ method: 'GET', target, body: '', headers }),
      );
      expect.soft(answer.statuses, `${protocol} at ${target}`).not.toContain(101);
      const asVite = { ...headers, 'Sec-WebSocket-Protocol': 'vite-ping' };
      for (const more of [{}, { Host: 'evil.example' }]) {
        const named = attacker.request({ method: 'GET', target, body: '', headers: { ...asVite, ...more } });
        expect.soft((await speak(attacker.live.server.origin, named)).statuses, protocol).not.toContain(101);
      }
      expect.soft(answer.closed || answer.statuses.length > 0, `${protocol} at ${target}`).toBe(true);
    }
    await attacker.expectNothingHappened('upgrades');
  });
});
