import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type LookupFunction, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as raw from '../../testing/raw-upstream';
import { classify } from './classify';
import { createFuseClient, type FuseClientOptions } from './client';
import type { Exchange } from './fuse';
import { withheld } from './redact';
import { longestWaitMs } from '../../testing/longest-wait';

const email = 'ops@example.com';
const developerKey = 'devkey-0123456789';
const basic = Buffer.from(`${email}:${developerKey}`).toString('base64');
const openUpstreams: raw.RawUpstream[] = [];

// Far more than any case needs, far less than the limits that the client would use by itself.
const patienceMs = 4_000;
const shortMs = 150;

function clientOf(url: string, options: Partial<FuseClientOptions> = {}) {
  return createFuseClient({
    baseUrl: new URL(url),
    email,
    developerKey,
    timeoutMs: patienceMs,
    connectTimeoutMs: patienceMs,
    bodyTimeoutMs: patienceMs,
    now: () => new Date(),
    ...options,
  });
}

async function upstream(behave: raw.Behave, options?: Parameters<typeof raw.startRawUpstream>[1]) {
  const started = await raw.startRawUpstream(behave, options);
  openUpstreams.push(started);
  return started;
}

async function tlsUpstream(
  behave: raw.Behave,
  certificate: raw.Certificate,
  onConnect?: (socket: Socket) => void,
) {
  const started = await raw.startRawTlsUpstream(behave, {
    ...certificate,
    ...(onConnect ? { onConnect } : {}),
  });
  openUpstreams.push(started);
  return started;
}

/** Waits until no socket of this process is left, then says how many timers are. */
async function timersOnceQuiet() {
  const busy = () => process.getActiveResourcesInfo().some((name) => /^(?:TCP|TLS|GetAddrInfo)/.test(name));
  for (let round = 0; busy(); round += 1) {
    expect(round).toBeLessThan(longestWaitMs / 20);
    await sleep(20);
  }
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

function outcomeOf(exchange: Exchange): string {
  const { outcome, undocumented } = classify(exchange);
  return undocumented ? `${outcome}, undocumented` : outcome;
}

/** Cancels against the upstream and proves: one connection, one request, no socket left. */
async function cancelOnce(
  server: raw.RawUpstream,
  options: Partial<FuseClientOptions> = {},
  requests = 1,
): Promise<Exchange> {
  const exchange = await clientOf(server.url, options).cancelCalls('12', '34');
  await vi.waitFor(() => expect(server.openConnections).toBe(0));
  expect(server.connections).toBe(1);
  expect(server.requests).toHaveLength(requests);
  return exchange;
}

async function cancelAgainst(behave: raw.Behave, options: Partial<FuseClientOptions> = {}) {
  return cancelOnce(await upstream(behave), options);
}

/** An upstream's behaviour: these bytes, then the end of the connection. */
const say =
  (...parts: (string | Buffer)[]): raw.Behave =>
  (socket) =>
    void socket.end(Buffer.concat(parts.map((part) => Buffer.from(part))));

/** These bytes, and once they are on their way a reset. */
const sayAndReset =
  (text: string): raw.Behave =>
  (socket) => {
    socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 20));
  };

/** These bytes, and then one piece after the other for ever. */
const sayAndDrip =
  (text: string, piece: string, everyMs = 10): raw.Behave =>
  (socket) => {
    socket.write(text);
    const drip = setInterval(() => socket.write(piece), everyMs);
    socket.once('close', () => clearInterval(drip));
  };

const head = (status: number | string, ...headers: string[]) =>
  [`HTTP/1.1 ${status} Status`, ...headers, '', ''].join('\r\n');

afterEach(async () => {
  await Promise.all(openUpstreams.splice(0).map((one) => one.close()));
});

describe('the request', () => {
  async function requestTo(path: string, options: Partial<FuseClientOptions> = {}, ids = ['12', '34']) {
    const server = await upstream(say(head(202, 'Content-Length: 0')));
    await clientOf(server.url + path, options).cancelCalls(ids[0]!, ids[1]!);
    expect(server.requests).toHaveLength(1);
    expect(server.received).toBe(server.requests[0]);
    return { text: server.requests[0]!, server };
  }

  it('is exactly these bytes', async () => {
    const { text, server } = await requestTo('');
    expect(text).toBe(
      [
        'DELETE /api/apps/12/34/cancel HTTP/1.1',
        `Host: 127.0.0.1:${server.port}`,
        `Authorization: Basic ${basic}`,
        'Accept: application/json',
        'User-Agent: fuse-cancel-console',
        'Connection: close',
        '',
        '',
      ].join('\r\n'),
    );
  });

  it.each([
    ['', '/api/apps/'],
    ['/', '/api/apps/'],
    ['/prefix', '/prefix/api/apps/'],
    ['/prefix/', '/prefix/api/apps/'],
    ['/a/b%20c//', '/a/b%20c/api/apps/'],
  ])('keeps the base path %j', async (path, expected) => {
    const { text } = await requestTo(path);
    expect(text.split(' ')[1]).toBe(`${expected}12/34/cancel`);
  });

  it.each([
    ['12345678901234567', '90071992547409931'],
    ['00012', '0'],
    ['99999999999999999999', '00000000000000000000'],
  ])('keeps the IDs %s and %s byte for byte', async (applicationId, deploymentId) => {
    const { text } = await requestTo('', {}, [applicationId, deploymentId]);
    expect(text).toMatch(
      new RegExp(`^DELETE /api/apps/${applicationId}/${deploymentId}/cancel HTTP/1\\.1\r\n`),
    );
  });

  it.each([
    ['jürgen@example.com', 'schlüssel-日本'],
    ['a@b.example', 'with:colon:s'],
    ['a@b.example', 'quo"te \\ %41 +'],
  ])('sends the credentials %s and %s in UTF-8', async (email, developerKey) => {
    const { text } = await requestTo('', { email, developerKey });
    const token = /^Authorization: Basic (.*)$/m.exec(text)?.[1] ?? '';
    expect(Buffer.from(token, 'base64').toString('utf8')).toBe(`${email}:${developerKey}`);
  });

  it.each([
    '',
    ' 1',
    '1\n',
    '-1',
    '1.0',
    '1/2',
    '..',
    '%31',
    '1?x',
    '１',
    '1'.repeat(21),
    1,
    null,
    undefined,
  ])('is never made of the ID %j', async (id) => {
    const server = await upstream(say(head(202)));
    const client = clientOf(server.url);
    // Called the way a mistake in untyped code would.
    const call = (...ids: unknown[]): unknown => Reflect.apply(client.cancelCalls.bind(client), null, ids);
    expect(() => call(id, '1')).toThrow(TypeError);
    expect(() => call('1', id)).toThrow(TypeError);
    expect(server.connections).toBe(0);
  });

  it('is not sent if the connection is made too late', async () => {
    const server = await upstream(say(head(202)));
    const asked = vi.fn<() => boolean>(() => false);
    const exchange = await clientOf(server.url).cancelCalls('12', '34', asked);
    expect(exchange).toEqual({ kind: 'not_connected', cause: 'held_up' });
    await vi.waitFor(() => expect(server.openConnections).toBe(0));
    expect([server.connections, asked.mock.calls.length]).toEqual([1, 1]);
    expect(server.requests).toEqual([]);
  });

  it('is sent on a connection of its own each time', async () => {
    const server = await upstream((socket) =>
      socket.write(head(202, 'Content-Length: 0', 'Connection: keep-alive')),
    );
    const client = clientOf(server.url);
    await client.cancelCalls('1', '2');
    await Promise.all([client.cancelCalls('1', '2'), client.cancelCalls('3', '4')]);
    expect([server.connections, server.requests.length]).toEqual([3, 3]);
    await vi.waitFor(() => expect(server.openConnections).toBe(0));
  });
});

describe('the options', () => {
  it.each([
    ['https://fuse.plumvoice.com', 'fuse.plumvoice.com'],
    ['https://fuse.plumvoice.com:443/', 'fuse.plumvoice.com'],
    ['http://127.0.0.1:9999/prefix/', '127.0.0.1:9999/prefix'],
    ['http://[::1]:80', '[::1]'],
  ])('%s is shown as %s', (url, host) => {
    expect(clientOf(url).host).toBe(host);
  });
  it.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 31])('a time of %d ms is refused', (milliseconds) => {
    for (const name of ['timeoutMs', 'connectTimeoutMs', 'bodyTimeoutMs'])
      expect(() => clientOf('http://127.0.0.1', { [name]: milliseconds })).toThrow(TypeError);
  });
  it('another scheme is refused', () => {
    expect(() => clientOf('ftp://127.0.0.1')).toThrow(TypeError);
  });
});

describe('an answer', () => {
  const page = '<!doctype html><title>Sign in</title>';
  const error = '{"error":"No deployment."}';
  const jsonHead = (status: number, length = error.length) =>
    head(status, 'Content-Type: application/json', `Content-Length: ${length}`);

  it.each<[name: string, behave: raw.Behave, status: number, outcome: string, message: string | null]>([
    ['202 without body', say(head(202, 'Content-Length: 0')), 202, 'accepted', null],
    ['202 without length', say(head(202)), 202, 'accepted', null],
    ['202 over HTTP/1.0', say('HTTP/1.0 202 Accepted\r\n\r\n'), 202, 'accepted', null],
    ['202 without reason', say('HTTP/1.1 202\r\n\r\n'), 202, 'accepted', null],
    ['202 with body', say(jsonHead(202), error), 202, 'accepted', 'No deployment.'],
    ['202 with HTML', say(head(202, 'Content-Type: text/html'), page), 202, 'accepted', 'Sign in'],
    ['202 reset after the head', sayAndReset(head(202, 'Content-Length: 9')), 202, 'accepted', null],
    ['202 closed after the head', say(head(202, 'Content-Length: 9')), 202, 'accepted', null],
    ['202 reset within the body', sayAndReset(`${jsonHead(202, 99)}{"er`), 202, 'accepted', '{"er'],
    [
      '202 with broken chunks',
      say(head(202, 'Transfer-Encoding: chunked'), '2\r\nok\r\nZZ'),
      202,
      'accepted',
      'ok',
    ],
    [
      '202 with a body longer than said',
      say(head(202, 'Content-Length: 2'), 'okHTTP/1.1 500 X\r\n\r\n'),
      202,
      'accepted',
      'ok',
    ],
    ['202 after 100 and 103', say(head(100), head(103, 'Link: <x>'), head(202)), 202, 'accepted', null],
    ['200', say(head(200, 'Content-Length: 0')), 200, 'accepted, undocumented', null],
    ['200 with JSON', say(head(200), '{"ok":true}'), 200, 'accepted, undocumented', '{"ok":true}'],
    ['200 with an error', say(head(200), error), 200, 'unknown', 'No deployment.'],
    ['204', say(head(204)), 204, 'accepted, undocumented', null],
    [
      '200 with HTML by type',
      say(head(200, 'Content-Type: text/html; charset=utf-8'), 'Hi'),
      200,
      'unknown',
      'Hi',
    ],
    [
      '200 with HTML by type, no body',
      sayAndReset(head(200, 'Content-Type: text/html')),
      200,
      'unknown',
      null,
    ],
    [
      '200 with HTML by bytes',
      say(head(200, 'Content-Type: application/json'), page),
      200,
      'unknown',
      'Sign in',
    ],
    ['200 with HTML, reset', sayAndReset(head(200, 'Content-Length: 999') + page), 200, 'unknown', 'Sign in'],
    [
      '200 with HTML, broken chunks',
      say(head(200, 'Transfer-Encoding: chunked'), `25\r\n${page}\r\nZZ`),
      200,
      'unknown',
      'Sign in',
    ],
    ['206', say(head(206)), 206, 'unknown', null],
    ['504 with HTML', say(head(504, 'Content-Type: text/html'), page), 504, 'unknown', 'Sign in'],
    ['404 with HTML', say(head(404, 'Content-Type: text/html'), page), 404, 'refused', 'Sign in'],
    [
      '404 with XML',
      say(head(404, 'Content-Type: application/xml'), '<result><error>x</error></result>'),
      404,
      'refused',
      'x',
    ],
    ['401 reset within the body', sayAndReset(`${jsonHead(401)}{`), 401, 'refused', '{'],
    [
      '401 with gzip nobody asked for',
      say(head(401, 'Content-Encoding: gzip'), '\u001f\u008b'),
      401,
      'refused',
      null,
    ],
    ['426 with Upgrade', say(head(426, 'Upgrade: TLS/1.2', 'Connection: Upgrade'), 'x'), 426, 'refused', 'x'],
    [
      '101 with Upgrade',
      say(head(101, 'Upgrade: websocket', 'Connection: Upgrade'), 'x'),
      101,
      'unknown',
      null,
    ],
    ['101 alone', say(head(101)), 101, 'unknown', null],
    ['101 and then 202', say(head(101), head(202)), 101, 'unknown', null],
    ['099', say(head('099')), 99, 'unknown', null],
    ['999', say(head(999)), 999, 'unknown', null],
  ])('%s', async (_, behave, status, outcome, message) => {
    const exchange = await cancelAgainst(behave);
    expect(exchange).toMatchObject({ kind: 'answered', status, message });
    expect(outcomeOf(exchange)).toBe(outcome);
  });

  const page502 = '<html><title>502 Bad Gateway</title></html>';
  const fill = (text: string, size: number) => Buffer.alloc(size, text);
  const compressions: [coding: string, compress: (text: string | Buffer) => Buffer][] = [
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['gzip, br', (text) => brotliCompressSync(gzipSync(text))],
    // The header was lost on the way.
    ['identity', gzipSync],
  ];
  const compressed = (status: number, coding: string, body: Buffer, ...headers: string[]) =>
    say(head(status, `Content-Encoding: ${coding}`, `Content-Length: ${body.length}`, ...headers), body);

  describe.each(compressions)('compressed with %s though nobody asked', (coding, compress) => {
    it.each([
      [202, error, 'accepted', 'No deployment.', null],
      [202, page, 'accepted', 'Sign in', 'html_answer'],
      [200, '{"ok":true}', 'accepted, undocumented', '{"ok":true}', null],
      [200, error, 'unknown', 'No deployment.', 'failure_answer'],
      [200, page, 'unknown', 'Sign in', 'html_answer'],
      [200, Buffer.from(`\uFEFF${page}`, 'utf16le'), 'unknown', 'Sign in', 'html_answer'],
      [200, ' '.repeat(70_000) + page, 'unknown', null, 'unreadable_answer'],
      [404, error, 'refused', 'No deployment.', null],
      [502, page502, 'unknown', '502 Bad Gateway', 'html_answer'],
      [401, `bad key ${developerKey}`, 'refused', withheld, null],
    ])('%i %.20s', async (status, body, outcome, message, cause) => {
      const exchange = await cancelAgainst(compressed(status, coding, compress(body)));
      expect(exchange).toMatchObject({ kind: 'answered', status, message });
      expect([outcomeOf(exchange), classify(exchange).cause]).toEqual([outcome, cause]);
    });

    it('that is cut short is not an acceptance with 200, and still a refusal with 404', async () => {
      const body = compress(`{"ok":true,"text":"${randomBytes(9_000).toString('base64')}"}`);
      const half = body.subarray(0, body.length / 2);
      const cut = (status: number) =>
        say(head(status, `Content-Encoding: ${coding}`, `Content-Length: ${body.length}`), half);
      expect(classify(await cancelAgainst(cut(200)))).toMatchObject({ cause: 'unreadable_answer' });
      const refused = await cancelAgainst(cut(404));
      expect(outcomeOf(refused)).toBe('refused');
      expect(refused).toHaveProperty('message', expect.stringContaining('{"ok":true'));
      // The same as a whole body of its length.
      for (const status of [200, 404])
        expect(outcomeOf(await cancelAgainst(compressed(status, coding, half)))).toBe(
          status === 200 ? 'unknown' : 'refused',
        );
    });

    it('gives at most 64 kB when it is decompressed', async () => {
      const bomb = compress(fill('a', 40_000_000));
      expect(bomb.length).toBeLessThan(65_536);
      const before = process.memoryUsage().arrayBuffers;
      const exchange = await cancelAgainst(compressed(404, coding, bomb));
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
      expect(exchange).toMatchObject({ status: 404, message: `${'a'.repeat(3_999)}…` });
      expect(outcomeOf(await cancelAgainst(compressed(200, coding, bomb)))).toBe('unknown');
    });
  });

  it.each([
    ['an unknown coding', 'zstd', Buffer.from('ok')],
    ['a made-up coding', 'rot13', Buffer.from('ok')],
    ['a coding that it is not in', 'gzip', Buffer.from('{"ok":true}')],
    ['a coding that it is not in', 'br', Buffer.from('{"ok":true}')],
    ['too many codings', 'gzip, gzip, gzip', gzipSync(gzipSync(gzipSync('{"ok":true}')))],
  ])('in %s (%s) is no acceptance with 200, and changes no other status', async (_, coding, body) => {
    for (const [status, outcome] of [
      [200, 'unknown'],
      [202, 'accepted'],
      [404, 'refused'],
      [502, 'unknown'],
    ] as const) {
      const exchange = await cancelAgainst(compressed(status, coding, body));
      expect(exchange).toMatchObject({ status, message: null });
      expect(outcomeOf(exchange)).toBe(outcome);
    }
  });

  it.each<[string, raw.Behave, string]>([
    ['HTML behind 70 kB of blanks', say(head(200), ' '.repeat(70_000), page), 'unreadable_answer'],
    ['70 kB of JSON', say(head(200), `{"ok":"${'x'.repeat(70_000)}"}`), 'unreadable_answer'],
    ['UTF-16 HTML', say(head(200), Buffer.from(page, 'utf16le')), 'html_answer'],
    ['half of its length', say(head(200, 'Content-Length: 99'), '{"ok":true}'), 'unreadable_answer'],
    ['no last chunk', say(head(200, 'Transfer-Encoding: chunked'), '2\r\nok\r\n'), 'unreadable_answer'],
    ['a reset', sayAndReset(head(200, 'Content-Length: 99')), 'unreadable_answer'],
    ['bytes that are no text', say(head(200), Buffer.from([0xff, 0xd8, 0xff])), 'unreadable_answer'],
    ['JSON that says failure', say(head(200), '{"status":"failure"}'), 'failure_answer'],
    ['XML that says failure', say(head(200), '<r><success>false</success></r>'), 'failure_answer'],
  ])('200 with %s is unknown', async (_, behave, cause) => {
    expect(classify(await cancelAgainst(behave))).toEqual({ outcome: 'unknown', undocumented: false, cause });
  });

  const refusals = [
    400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424,
    425, 426, 428, 429, 431, 451, 501, 505,
  ];
  it.each(refusals)('%i is refused, with Fuse’s words', async (status) => {
    const exchange = await cancelAgainst(say(jsonHead(status), error));
    expect(exchange).toMatchObject({ kind: 'answered', status, message: 'No deployment.' });
    expect(outcomeOf(exchange)).toBe('refused');
  });

  it.each([408, 500, 502, 503, 504, 418, 499, 520, 201, 203, 300])(
    '%i is unknown, and not repeated',
    async (status) => {
      const exchange = await cancelAgainst(say(jsonHead(status), error));
      expect(exchange).toMatchObject({ kind: 'answered', status, message: 'No deployment.' });
      expect(outcomeOf(exchange)).toBe('unknown');
    },
  );

  it.each([
    [301, 'refused'],
    [302, 'unknown'],
    [303, 'unknown'],
    [307, 'refused'],
    [308, 'refused'],
  ])('%i is not followed', async (status, outcome) => {
    const elsewhere = await upstream(say(head(202)));
    for (const location of ['/elsewhere', `${elsewhere.url}/api/apps/12/34/cancel`]) {
      const exchange = await cancelAgainst(say(head(status, `Location: ${location}`, 'Content-Length: 0')));
      expect(exchange).toMatchObject({ kind: 'answered', status });
      expect(outcomeOf(exchange)).toBe(outcome);
    }
    expect(elsewhere.connections).toBe(0);
  });

  it.each([
    ['202', 202, '', 'accepted'],
    ['404', 404, '{"error":', 'refused'],
    ['200', 200, page, 'unknown'],
    ['200', 200, '', 'unknown'],
  ])('%s with a body that never ends', async (_, status, start, outcome) => {
    const exchange = await cancelAgainst(sayAndDrip(head(status) + start, ' '), { bodyTimeoutMs: shortMs });
    expect(exchange).toMatchObject({
      kind: 'answered',
      status,
      message: { '': null, [page]: 'Sign in' }[start] ?? (start || null),
    });
    expect(outcomeOf(exchange)).toBe(outcome);
  });

  it('counts although its body stalls for longer than the time limit', async () => {
    const exchange = await cancelAgainst((socket) => void socket.write(head(202, 'Content-Length: 9')), {
      timeoutMs: shortMs,
      bodyTimeoutMs: 3 * shortMs,
    });
    expect(outcomeOf(exchange)).toBe('accepted');
  });

  it('has its body read to 64 kB only', async () => {
    let written = 0;
    const exchange = await cancelAgainst((socket) => {
      socket.write(head(404));
      const pour = () => {
        while (!socket.destroyed && socket.write('x'.repeat(16_384))) written += 16_384;
      };
      socket.on('drain', pour);
      pour();
    });
    expect(exchange).toMatchObject({ status: 404, message: `${'x'.repeat(3_999)}…` });
    expect(written).toBeLessThan(50_000_000);
  });

  it('withholds a message that echoes the request', async () => {
    const server = await upstream((socket, request) => {
      socket.end(`${head(401)}${JSON.stringify({ error: `Bad: ${request}` })}`);
    });
    const exchange = await cancelOnce(server);
    expect(exchange).toMatchObject({ kind: 'answered', status: 401, message: withheld });
    const text = JSON.stringify(exchange);
    for (const secret of [basic, email, developerKey]) expect(text).not.toContain(secret);
  });

  it.each([
    ['120', '120'],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['soon', null],
    [developerKey, null],
  ])('keeps Retry-After %j as %j, and no other header', async (sent, kept) => {
    const exchange = await cancelAgainst(
      say(
        head(
          429,
          `Retry-After: ${sent}`,
          'Set-Cookie: secret-a',
          'WWW-Authenticate: secret-b',
          'X: secret-c',
        ),
      ),
    );
    expect(exchange).toMatchObject({ status: 429, retryAfter: kept });
    expect(JSON.stringify(exchange)).not.toContain('secret');
  });

  it('does not keep a Retry-After that is the key', async () => {
    const exchange = await cancelAgainst(say(head(429, 'Retry-After: 12345678')), {
      developerKey: '12345678',
    });
    expect(exchange).toMatchObject({ status: 429, retryAfter: null });
  });

  it('says when the request went out and when its head came back', async () => {
    let tick = 0;
    const now = () => new Date(Date.UTC(2026, 0, 1) + 1_000 * tick++);
    expect(await cancelAgainst(say(head(202)), { now })).toStrictEqual({
      kind: 'answered',
      status: 202,
      doubt: null,
      isPage: false,
      message: null,
      retryAfter: null,
      sentAt: '2026-01-01T00:00:00.000Z',
      answeredAt: '2026-01-01T00:00:01.000Z',
    });
  });

  it('counts although the process was suspended past the time limit', async () => {
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads');
       const server = require('node:net').createServer((socket) => {
         socket.once('data', () => socket.end('HTTP/1.1 202 Accepted\\r\\n\\r\\n'));
       });
       server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
      { eval: true },
    );
    const port = Number((await once(worker, 'message'))[0]);
    const now = () => {
      // Called right before the request goes out: the sleep begins right after.
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4 * shortMs));
      return new Date();
    };
    const client = clientOf(`http://127.0.0.1:${port}`, { timeoutMs: shortMs, now });
    expect(outcomeOf(await client.cancelCalls('1', '2'))).toBe('accepted');
    await worker.terminate();
  });
});

describe('no answer', () => {
  it.each<[name: string, behave: raw.Behave, cause: string]>([
    ['reset before the status line', (socket) => void socket.resetAndDestroy(), 'connection_lost'],
    ['close before the status line', (socket) => void socket.end(), 'connection_lost'],
    ['half a status line, then close', say('HTTP/1.1 20'), 'connection_lost'],
    ['half a status line, then reset', sayAndReset('HTTP/1.1 202 Acc'), 'connection_lost'],
    ['half a head, then close', say('HTTP/1.1 202 Accepted\r\nServer: x\r\n'), 'connection_lost'],
    ['half a head, then reset', sayAndReset('HTTP/1.1 202 Accepted\r\nServer: x\r\n'), 'connection_lost'],
    ['100, then close', say(head(100)), 'connection_lost'],
    ['103, then reset', sayAndReset(head(103)), 'connection_lost'],
    ['no HTTP at all', say('SSH-2.0-OpenSSH_9.6\r\n'), 'malformed_answer'],
    ['a status of two digits', say('HTTP/1.1 20 X\r\n\r\n'), 'malformed_answer'],
    ['a status of four digits', say('HTTP/1.1 2020 X\r\n\r\n'), 'malformed_answer'],
    ['a status of letters', say('HTTP/1.1 abc X\r\n\r\n'), 'malformed_answer'],
    ['a header without a colon', say('HTTP/1.1 202 X\r\nServer x\r\n\r\n'), 'malformed_answer'],
    ['a header with a NUL', say('HTTP/1.1 202 X\r\nServer: \0\r\n\r\n'), 'malformed_answer'],
    ['two lengths', say(head(202, 'Content-Length: 1', 'Content-Length: 2')), 'malformed_answer'],
    ['headers of 20 kB', say(head(202, `Server: ${'x'.repeat(20_000)}`)), 'malformed_answer'],
    [
      'headers without end, fast',
      sayAndDrip('HTTP/1.1 202 X\r\n', `A: ${'x'.repeat(900)}\r\n`, 1),
      'malformed_answer',
    ],
    ['a status line without end', sayAndDrip('HTTP/1.1 202 ', 'x'.repeat(4_000), 1), 'malformed_answer'],
  ])('%s', async (_, behave, cause) => {
    const exchange = await cancelAgainst(behave);
    expect(exchange).toMatchObject({ kind: 'not_answered', cause });
    expect(exchange).toHaveProperty('sentAt', expect.any(String));
    expect(outcomeOf(exchange)).toBe('unknown');
  });

  it.each<[name: string, behave: raw.Behave]>([
    ['nothing in time', () => {}],
    ['100, then nothing', (socket) => void socket.write(head(100))],
    ['103 again and again', sayAndDrip('', head(103))],
    ['half a head, then nothing', (socket) => void socket.write('HTTP/1.1 202 Accepted\r\nServer: x\r\n')],
    ['a head, all but its last byte', (socket) => void socket.write('HTTP/1.1 202 Accepted\r\n\r')],
    ['headers that drip', sayAndDrip('HTTP/1.1 202 Accepted\r\n', 'A: b\r\n')],
    ['a status line that drips', sayAndDrip('HTTP/1.1 202 ', 'x')],
  ])('%s', async (_, behave) => {
    const exchange = await cancelAgainst(behave, { timeoutMs: shortMs });
    expect(exchange).toMatchObject({ kind: 'not_answered', cause: 'answer_timeout' });
    expect(outcomeOf(exchange)).toBe('unknown');
  });

  it('is unknown when the connection is lost as soon as it is made', async () => {
    // Whether the reset comes before or after Node sees the connection is a race; both tell the truth.
    const server = await upstream(() => {}, { onConnect: (socket) => socket.resetAndDestroy() });
    const exchange = await clientOf(server.url).cancelCalls('1', '2');
    expect(['not_sent connect_failed', 'unknown connection_lost']).toContain(
      `${outcomeOf(exchange)} ${classify(exchange).cause}`,
    );
    expect([server.connections, server.received]).toEqual([1, '']);
  });
});

describe('no connection', () => {
  const failingLookup =
    (code: string, syscall = 'getaddrinfo'): LookupFunction =>
    (_host, _options, done) =>
      done(Object.assign(new Error(code), { code, syscall }), '');
  const addresses =
    (...list: string[]): LookupFunction =>
    (_host, _options, done) =>
      done(
        null,
        list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  async function closedPort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = raw.portOf(server);
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  async function causeOf(exchange: Promise<Exchange>) {
    const { outcome, cause } = classify(await exchange);
    return `${outcome}: ${cause}`;
  }

  it('a name that does not exist', async () => {
    for (const scheme of ['http', 'https'])
      expect(await causeOf(clientOf(`${scheme}://nonexistent.invalid`).cancelCalls('1', '2'))).toBe(
        'not_sent: name_not_found',
      );
  }, 20_000);

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EMFILE'])('a look-up that fails with %s', async (code) => {
    for (const scheme of ['http', 'https'])
      expect(
        await causeOf(
          clientOf(`${scheme}://fuse.example`, { lookup: failingLookup(code) }).cancelCalls('1', '2'),
        ),
      ).toBe('not_sent: name_not_found');
  });

  it.each([
    ['ECONNREFUSED', 'connection_refused'],
    ['ETIMEDOUT', 'connect_timeout'],
    ['EHOSTUNREACH', 'connect_failed'],
    ['ENETUNREACH', 'connect_failed'],
    ['ECONNRESET', 'connect_failed'],
  ])('a connection that fails with %s', async (code, cause) => {
    const lookup = failingLookup(code, 'connect');
    expect(await causeOf(clientOf('http://fuse.example', { lookup }).cancelCalls('1', '2'))).toBe(
      `not_sent: ${cause}`,
    );
  });

  it('a look-up that never ends', async () => {
    for (const scheme of ['http', 'https'])
      expect(
        await causeOf(
          clientOf(`${scheme}://fuse.example`, { connectTimeoutMs: shortMs, lookup: () => {} }).cancelCalls(
            '1',
            '2',
          ),
        ),
      ).toBe('not_sent: connect_timeout');
  });

  it('a closed port', async () => {
    const port = await closedPort();
    for (const scheme of ['http', 'https'])
      expect(await causeOf(clientOf(`${scheme}://127.0.0.1:${port}`).cancelCalls('1', '2'))).toBe(
        'not_sent: connection_refused',
      );
  });

  it('several addresses, all closed', async () => {
    const lookup = addresses('127.0.0.1', '::1', '127.0.0.2');
    const port = await closedPort();
    for (const scheme of ['http', 'https'])
      expect(
        await causeOf(clientOf(`${scheme}://fuse.example:${port}`, { lookup }).cancelCalls('1', '2')),
      ).toBe('not_sent: connection_refused');
  });

  it('several addresses, the first of them closed, is a connection', async () => {
    const server = await upstream(say(head(202)));
    const lookup = addresses('127.0.0.2', '127.0.0.1');
    const exchange = await clientOf(`http://fuse.example:${server.port}`, { lookup }).cancelCalls('1', '2');
    expect(outcomeOf(exchange)).toBe('accepted');
    expect([server.connections, server.requests.length]).toEqual([1, 1]);
  });

  // Only Linux leaves a connection beyond the backlog unanswered.
  it.skipIf(process.platform !== 'linux')('a machine that does not answer', async () => {
    const silent = await raw.startSilentHost();
    for (const scheme of ['http', 'https'])
      expect(
        await causeOf(
          clientOf(`${scheme}://127.0.0.1:${silent.port}`, { connectTimeoutMs: shortMs }).cancelCalls(
            '1',
            '2',
          ),
        ),
      ).toBe('not_sent: connect_timeout');
    await silent.close();
  });

  describe('over TLS', () => {
    const good = raw.selfSignedCertificate(['127.0.0.1', 'fuse.example']);

    it('works when the certificate is trusted', async () => {
      const server = await tlsUpstream(say(head(202)), good);
      const exchange = await cancelOnce(server, { ca: good.cert });
      expect(outcomeOf(exchange)).toBe('accepted');
      expect(server.requests[0]).toMatch(
        /^DELETE \/api\/apps\/12\/34\/cancel HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\n/,
      );
    });

    it('names the server, and checks its name', async () => {
      let asked: unknown;
      const server = await tlsUpstream(say(head(202)), good, (socket) => {
        asked = 'servername' in socket ? socket.servername : undefined;
      });
      const lookup = addresses('127.0.0.1');
      const { port } = server;
      const to = (name: string) =>
        clientOf(`https://${name}:${port}`, { ca: good.cert, lookup }).cancelCalls('1', '2');
      expect(outcomeOf(await to('fuse.example'))).toBe('accepted');
      expect(asked).toBe('fuse.example');
      expect(await causeOf(to('other.example'))).toBe('not_sent: bad_certificate');
      expect(server.requests).toHaveLength(1);
    });

    it('keeps an answer whose body is reset', async () => {
      const server = await tlsUpstream(sayAndReset(head(202, 'Content-Length: 9')), good);
      expect(outcomeOf(await cancelOnce(server, { ca: good.cert }))).toBe('accepted');
    });

    it.each<[name: string, behave: raw.Behave, cause: string]>([
      ['a reset', (socket) => void socket.resetAndDestroy(), 'connection_lost'],
      ['a close', (socket) => void socket.end(), 'connection_lost'],
      ['nothing', () => {}, 'answer_timeout'],
    ])('is unknown after %s', async (_, behave, cause) => {
      const server = await tlsUpstream(behave, good);
      const exchange = await cancelOnce(server, { ca: good.cert, timeoutMs: 2 * shortMs });
      expect(classify(exchange)).toMatchObject({ outcome: 'unknown', cause });
    });

    it.each([
      ['self-signed', good, undefined],
      ['expired', raw.selfSignedCertificate(['127.0.0.1'], new Date('2020-01-01')), 'trusted'],
      ['not valid yet', raw.selfSignedCertificate(['127.0.0.1'], new Date('2045-01-01')), 'trusted'],
      ['of another name', raw.selfSignedCertificate(['fuse.example']), 'trusted'],
    ])('a certificate that is %s', async (_, certificate, trusted) => {
      const server = await tlsUpstream(say(head(202)), certificate);
      const options = trusted === undefined ? {} : { ca: certificate.cert };
      expect(await causeOf(cancelOnce(server, options, 0))).toBe('not_sent: bad_certificate');
      expect(server.received).toBe('');
    });

    it('checks the certificate even if NODE_TLS_REJECT_UNAUTHORIZED is 0', async () => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
      const server = await tlsUpstream(say(head(202)), good);
      expect(await causeOf(cancelOnce(server, {}, 0))).toBe('not_sent: bad_certificate');
      vi.unstubAllEnvs();
    });

    it.each<[name: string, onConnect: (socket: Socket) => void]>([
      ['a server of plain text', (socket) => void socket.end(head(400))],
      ['a close in the handshake', (socket) => void socket.end()],
      ['a reset in the handshake', (socket) => void socket.once('data', () => socket.resetAndDestroy())],
      ['a fatal alert', (socket) => void socket.end(Buffer.from('15030300020228', 'hex'))],
      ['a handshake that stalls', () => {}],
      ['a handshake that drips', (socket) => void socket.write(Buffer.from('160303', 'hex'))],
    ])('%s', async (_, onConnect) => {
      const server = await upstream(() => {}, { onConnect });
      const url = server.url.replace('http:', 'https:');
      expect(await causeOf(clientOf(url, { connectTimeoutMs: 2 * shortMs }).cancelCalls('1', '2'))).toBe(
        'not_sent: tls_failed',
      );
      expect(server.connections).toBe(1);
      expect(server.requests).toHaveLength(0);
      // Not a byte of the request, in clear or otherwise, but the client's greeting only.
      expect(server.received).not.toContain('DELETE');
      await vi.waitFor(() => expect(server.openConnections).toBe(0));
    });

    it('certificates that cannot be read', async () => {
      expect(
        await causeOf(clientOf('https://127.0.0.1:1', { ca: 'nonsense' }).cancelCalls('1', '2')),
      ).toMatch(/^not_sent: /);
    });
  });
});

it('leaves no socket, timer or look-up behind', async () => {
  // Timers of the tests before, which end by themselves.
  await sleep(2 * shortMs);
  const before = await timersOnceQuiet();
  const behaviours: raw.Behave[] = [
    say(head(202)),
    say(head(202, 'Content-Length: 9')),
    (socket) => void socket.resetAndDestroy(),
    say('nonsense\r\n\r\n'),
    say(head(101, 'Upgrade: x', 'Connection: Upgrade')),
    say(head(404), 'x'.repeat(200_000)),
  ];
  // A timer that is forgotten shows, as it has an hour to go.
  const hour = { timeoutMs: 3_600_000, bodyTimeoutMs: 3_600_000, connectTimeoutMs: 3_600_000 };
  for (const behave of behaviours) {
    const server = await raw.startRawUpstream(behave);
    await clientOf(server.url, hour).cancelCalls('1', '2');
    await server.close();
    await clientOf(server.url, hour).cancelCalls('1', '2');
  }
  const noTls = await raw.startRawUpstream(() => {}, { onConnect: (socket) => socket.end('no') });
  await clientOf(noTls.url.replace('http:', 'https:'), hour).cancelCalls('1', '2');
  await noTls.close();
  expect(await timersOnceQuiet()).toBe(before);
});
