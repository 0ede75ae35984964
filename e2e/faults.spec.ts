import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { causes, outcomes } from '../src/contract';
import {
  selfSignedCertificate,
  startRawTlsUpstream,
  startRawUpstream,
  startSilentHost,
  type Behave,
} from '../src/testing/raw-upstream';
import { accept, account, answer, startLive } from './testing/live-console';
import { expect, test } from './testing/fixtures';
import { withheld } from '../src/proxy/fuse/redact';
import { longestWaitMs } from '../src/testing/longest-wait';

const answerTimeoutMs = 1_500;

/** Writes a text again and again until the other side closes the connection. */
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 50);
  socket.once('close', () => clearInterval(timer));
}

const json = 'Content-Type: application/json';
const xml = 'Content-Type: application/xml';
const html = 'Content-Type: text/html';
const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 12 }, (_, n) => `<!ENTITY ${'a'.repeat(n + 2)} "${`&${'a'.repeat(n + 1)};`.repeat(20)}">`).join('')}]><result><error>&aaaaaaaaaaaaa;</error></result>`;

interface Expected {
  outcome: (typeof outcomes)[number];
  cause?: (typeof causes)[number];
  status?: number;
  undocumented?: boolean;
  message?: unknown;
  retryAfter?: string;
}

// Redirects to the same address, where a followed redirect would be counted.
const location = 'Location: /api/apps/10/20/cancel';

const registered4xx = [
  400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417,
].concat([421, 422, 423, 424, 425, 426, 428, 429, 431, 451]);
const statuses = [
  ...[301, 307, 308, ...registered4xx, 501, 505].map((status) => ['refused', status] as const),
  ...[300, 302, 303, 304, 305, 408, 418, 419, 420, 430, 444, 499].map(
    (status) => ['unknown', status] as const,
  ),
  ...[500, 502, 503, 504, 506, 511, 520, 524, 599].map((status) => ['unknown', status] as const),
  ...[201, 203, 205, 206, 226].map((status) => ['unknown', status] as const),
];

const basic = Buffer.from(`${account.email}:${account.developerKey}`).toString('base64');

const faults: Record<string, [Behave, Expected]> = {
  '202': [accept, { outcome: 'accepted', status: 202, undocumented: false, message: null }],
  '202 with a body': [
    answer('202 Accepted', '{"result":"ok"}', json),
    { outcome: 'accepted', status: 202, undocumented: false },
  ],
  '202 with a page': [
    answer('202 Accepted', '<!doctype html><title>Queued</title>', html),
    { outcome: 'accepted', status: 202, undocumented: false, cause: 'html_answer', message: 'Queued' },
  ],
  '202, closed after the headers': [
    (socket) => socket.end('HTTP/1.1 202 Accepted\r\nContent-Length: 50\r\n\r\n'),
    { outcome: 'accepted', status: 202 },
  ],
  '200 with JSON': [answer('200 OK', '{}', json), { outcome: 'accepted', undocumented: true }],
  '200 with nothing': [answer('200 OK'), { outcome: 'accepted', status: 200, undocumented: true }],
  '200 with a login page': [
    answer('200 OK', '<!doctype html><title>Log in</title>', html),
    { outcome: 'unknown', status: 200, cause: 'html_answer' },
  ],
  '200 with a page that only its first bytes tell': [
    answer('200 OK', '\n<!-- gateway -->\n<HTML><body>Log in</body></HTML>'),
    { outcome: 'unknown', status: 200, cause: 'html_answer' },
  ],
  '200 with a page that says it is text': [
    answer('200 OK', '<!DOCTYPE html><p>Log in</p>', 'Content-Type: text/plain'),
    { outcome: 'unknown', status: 200, cause: 'html_answer' },
  ],
  '200 with a page that is compressed': [
    answer('200 OK', gzipSync('<!doctype html><title>Log in</title>'), 'Content-Encoding: gzip'),
    { outcome: 'unknown', status: 200, cause: 'html_answer', message: 'Log in' },
  ],
  '200 with a page behind 70 kB of blanks': [
    answer('200 OK', `${' '.repeat(70_000)}<!doctype html><title>Log in</title>`),
    { outcome: 'unknown', status: 200, cause: 'unreadable_answer' },
  ],
  '200 with JSON that says failure': [
    answer('200 OK', '{"success":false,"error":"No deployment."}', json),
    { outcome: 'unknown', status: 200, cause: 'failure_answer', message: 'No deployment.' },
  ],
  '502 with a page': [
    answer('502 Bad Gateway', '<html><title>502 Bad Gateway</title></html>', html),
    { outcome: 'unknown', status: 502, cause: 'html_answer', message: '502 Bad Gateway' },
  ],
  '204': [
    (socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'),
    { outcome: 'accepted', status: 204, undocumented: true },
  ],
  ...Object.fromEntries(
    statuses.map(([outcome, status]): [string, [Behave, Expected]] => [
      `a plain ${status}`,
      [answer(`${status} Whatever`, '', location), { outcome, status, undocumented: false }],
    ]),
  ),
  '404 in XML': [
    answer('404 Not Found', '<?xml version="1.0"?><result><error>No &amp; none.</error></result>', xml),
    { outcome: 'refused', status: 404, message: 'No & none.' },
  ],
  '403 in JSON': [
    answer('403 No', '{"error":"Not you."}', json),
    { outcome: 'refused', message: 'Not you.' },
  ],
  '429 with a wait': [
    answer('429 Too Many Requests', '', 'Retry-After: 1'),
    { outcome: 'refused', status: 429, retryAfter: '1' },
  ],
  '503 with a wait': [
    answer('503 Busy', '', 'Retry-After: 1'),
    { outcome: 'unknown', status: 503, retryAfter: '1' },
  ],
  '101 that nobody asked for': [
    (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    { outcome: 'unknown', status: 101 },
  ],
  'a body of 10 MB': [answer('404 No', Buffer.alloc(10_000_000, 'x')), { outcome: 'refused', status: 404 }],
  'a body without an end': [
    (socket) => {
      socket.write('HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n');
      drip(socket, '1\r\nx\r\n');
    },
    { outcome: 'refused', status: 403 },
  ],
  'headers without an end': [
    (socket) => {
      socket.write('HTTP/1.1 202 Accepted\r\n');
      drip(socket, 'X-A: b\r\n');
    },
    { outcome: 'unknown', cause: 'answer_timeout' },
  ],
  'continue, and then nothing': [
    (socket) => drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n'),
    { outcome: 'unknown', cause: 'answer_timeout' },
  ],
  silence: [() => {}, { outcome: 'unknown', cause: 'answer_timeout' }],
  'a close before the status line': [
    (socket) => socket.end(),
    { outcome: 'unknown', cause: 'connection_lost' },
  ],
  'a reset': [(socket) => socket.resetAndDestroy(), { outcome: 'unknown', cause: 'connection_lost' }],
  'no HTTP at all': [
    (socket) => socket.end('SSH-2.0-OpenSSH\r\n\r\n'),
    { outcome: 'unknown', cause: 'malformed_answer' },
  ],
  'a header of 1 MB': [
    (socket) => socket.end(`HTTP/1.1 202 Accepted\r\nX-A: ${'a'.repeat(1_000_000)}\r\n\r\n`),
    { outcome: 'unknown', cause: 'malformed_answer' },
  ],
  'a body that is not UTF-8': [
    answer('404 No', Buffer.from([0x7b, 0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80])),
    { outcome: 'refused', message: expect.stringContaining('\uFFFD') },
  ],
  'an entity bomb': [
    answer('404 No', bomb, xml),
    { outcome: 'refused', message: expect.stringContaining('<!DOCTYPE') },
  ],
  'control characters and colours': [
    answer('404 No', JSON.stringify({ error: 'a\u001b[31mb\u0007c\u202ed' }), json),
    { outcome: 'refused', message: 'a\uFFFD[31mb\uFFFDc\uFFFDd' },
  ],
  'our credentials in XML': [
    answer(
      '401 Unauthorized',
      `<result><error>No: ${account.email}, ${account.developerKey.replace('&', '&amp;')}.</error></result>`,
      xml,
    ),
    { outcome: 'refused', message: withheld },
  ],
  'our credentials in XML that is broken off': [
    answer('500 Oops', `<result><error>Authorization: Basic ${basic}`, xml),
    { outcome: 'unknown', message: withheld },
  ],
  'our credentials in JSON': [
    answer('403 No', JSON.stringify({ error: `${account.email}:${account.developerKey}, ${basic}` }), json),
    { outcome: 'refused', message: withheld },
  ],
  'our credentials in text': [
    (socket, request) => answer('502 Bad Gateway', `You sent: ${request}`)(socket, request),
    { outcome: 'unknown', message: withheld },
  ],
};

test('each fault of Fuse leads to its outcome with one request, in bounded time and memory', async () => {
  let behave = accept;
  const live = await startLive({
    behave: (socket, request) => behave(socket, request),
    variables: { FUSE_TIMEOUT_MS: String(answerTimeoutMs) },
  });
  try {
    for (const [name, [fault, expected]] of Object.entries(faults)) {
      behave = fault;
      const sent = live.fuse.requests.length;
      const started = performance.now();
      const response = await live.cancel();
      expect.soft(response.status, name).toBe(201);
      const text = await response.text();
      // A record names the account that it was sent with, on purpose.
      const { account: sentWith, ...others } = JSON.parse(text);
      expect.soft(sentWith, name).toBe(account.email);
      expect.soft(others, name).toMatchObject({ journaled: true, ...expected });
      for (const secret of [account.email, account.developerKey, basic])
        expect.soft(JSON.stringify(others), name).not.toContain(secret);
      expect.soft(performance.now() - started, name).toBeLessThan(longestWaitMs);
      expect.soft(live.fuse.requests.length, `${name}: requests`).toBe(sent + 1);
      expect.soft(live.fuse.connections, `${name}: connections`).toBe(sent + 1);
    }
    const status = readFileSync(`/proc/${live.server.pid}/status`, 'utf8');
    expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1000).toBeLessThan(220);
  } finally {
    await live.dispose();
  }
});

/** What the server does on a connection in place of a TLS handshake. */
const handshakes: Record<string, (socket: Socket) => void> = {
  'plain text': (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  'a close': (socket) => socket.end(),
  'a reset': (socket) => socket.once('data', () => socket.resetAndDestroy()),
  'a fatal alert': (socket) => socket.end(Buffer.from('15030300020228', 'hex')),
  silence: () => {},
};

/** Cancels while Fuse is out of reach, and expects `not_sent` within the time for connecting. */
async function expectNotSent(
  baseUrl: string,
  expected: Record<string, (typeof causes)[number]>,
  next: (what: string) => void = () => {},
) {
  const live = await startLive({ variables: { FUSE_BASE_URL: baseUrl } });
  try {
    for (const [what, cause] of Object.entries(expected)) {
      next(what);
      const started = performance.now();
      const record = await (await live.cancel()).json();
      const nothing = { status: null, message: null, sentAt: null, answeredAt: null };
      expect.soft(record, what).toMatchObject({ outcome: 'not_sent', cause, journaled: true, ...nothing });
      expect.soft(performance.now() - started, what).toBeLessThan(longestWaitMs);
    }
  } finally {
    await live.dispose();
  }
}

test('if Fuse cannot be reached, the outcome is not_sent and no byte of HTTP is written', async () => {
  const selfSigned = await startRawTlsUpstream(accept, selfSignedCertificate(['127.0.0.1']));
  let handshake = handshakes['silence'];
  const noTls = await startRawUpstream(accept, { onConnect: (socket) => handshake?.(socket) });
  const silent = await startSilentHost();
  const noTlsUrl = `https://127.0.0.1:${noTls.port}`;
  const handshakeCauses = Object.fromEntries(
    Object.keys(handshakes).map((what) => [what, 'tls_failed'] as const),
  );
  try {
    await Promise.all([
      expectNotSent('https://fuse.invalid', { 'a name that does not resolve': 'name_not_found' }),
      expectNotSent('http://127.0.0.1:1', { 'nobody at the port': 'connection_refused' }),
      // Only Linux leaves connections beyond the backlog unanswered; other systems refuse them.
      process.platform === 'linux' &&
        expectNotSent(`http://127.0.0.1:${silent.port}`, {
          'no answer to the connection': 'connect_timeout',
        }),
      expectNotSent(selfSigned.url, { 'a self-signed certificate': 'bad_certificate' }),
      expectNotSent(noTlsUrl, handshakeCauses, (what) => (handshake = handshakes[what])),
    ]);
    expect(selfSigned.received).toBe('');
    expect(selfSigned.connections).toBe(1);
    expect(noTls.requests).toHaveLength(0);
    expect(noTls.received).not.toMatch(/DELETE|Authorization/);
    expect(noTls.connections).toBe(Object.keys(handshakes).length);
  } finally {
    await Promise.all([selfSigned.close(), noTls.close(), silent.close()]);
  }
});
