import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Page } from '@playwright/test';
import type { causes, outcomes } from '../src/contract';
import { selfSignedCertificate, startRawTlsUpstream, type Behave } from '../src/testing/raw-upstream';
import { accept, startLive, tokens, type LiveConsole } from './fuse';
import { DeploymentsPage, toast } from './pages';
import { expect, test } from './test';

const answerTimeoutMs = 1_500;

/** An answer with a body, its length told. */
const answer =
  (status: string, body: string | Buffer = '', ...headers: string[]): Behave =>
  (socket) => {
    const head = [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers];
    socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]));
  };

/** Writes this again and again until the other side has enough. */
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 50);
  socket.once('close', () => clearInterval(timer));
}

const json = 'Content-Type: application/json';
const xml = 'Content-Type: application/xml';
const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 12 }, (_, n) => `<!ENTITY ${'a'.repeat(n + 2)} "${`&${'a'.repeat(n + 1)};`.repeat(20)}">`).join('')}]><result><error>&aaaaaaaaaaaaa;</error></result>`;

interface Expected {
  outcome: (typeof outcomes)[number];
  cause?: (typeof causes)[number];
  status?: number;
  undocumented?: boolean;
  message?: unknown;
}

const faults: Record<string, [Behave, Expected]> = {
  '202, closed after the headers': [
    (socket) => socket.end('HTTP/1.1 202 Accepted\r\nContent-Length: 50\r\n\r\n'),
    { outcome: 'accepted', status: 202 },
  ],
  '200 with JSON': [answer('200 OK', '{}', json), { outcome: 'accepted', undocumented: true }],
  '200 with a login page': [
    answer('200 OK', '<!doctype html><title>Log in</title>', 'Content-Type: text/html'),
    { outcome: 'unknown', cause: 'html_answer' },
  ],
  '204': [
    (socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'),
    { outcome: 'accepted', undocumented: true },
  ],
  '404 in XML': [
    answer('404 Not Found', '<?xml version="1.0"?><result><error>No &amp; none.</error></result>', xml),
    { outcome: 'refused', status: 404, message: 'No & none.' },
  ],
  '403 in JSON': [
    answer('403 No', '{"error":"Not you."}', json),
    { outcome: 'refused', message: 'Not you.' },
  ],
  '301': [answer('301 Moved', '', 'Location: http://evil.example/'), { outcome: 'refused', status: 301 }],
  '303': [answer('303 See Other', '', 'Location: http://evil.example/'), { outcome: 'unknown', status: 303 }],
  '421, which some clients send again': [answer('421 Misdirected'), { outcome: 'refused', status: 421 }],
  '408, which some clients send again': [answer('408 Timeout'), { outcome: 'unknown', status: 408 }],
  '503 with a wait': [answer('503 Busy', '', 'Retry-After: 1'), { outcome: 'unknown', status: 503 }],
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
};

test('every fault of Fuse has its outcome, one request, and an end in bounded time and memory', async () => {
  test.setTimeout(120_000);
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
      expect.soft(await response.json(), name).toMatchObject({ journaled: true, ...expected });
      expect.soft(performance.now() - started, name).toBeLessThan(10_000);
      expect.soft(live.fuse.requests.length, `${name}: requests`).toBe(sent + 1);
      expect.soft(live.fuse.connections, `${name}: connections`).toBe(sent + 1);
    }
    const status = readFileSync(`/proc/${live.server.pid}/status`, 'utf8');
    expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1000).toBeLessThan(220);
  } finally {
    await live.dispose();
  }
});

for (const [what, url, cause] of [
  ['a name that does not resolve', 'https://fuse.invalid', 'name_not_found'],
  ['nobody at the port', 'http://127.0.0.1:1', 'connection_refused'],
] as const) {
  test(`${what}: not sent`, async () => {
    const live = await startLive({ variables: { FUSE_BASE_URL: url } });
    try {
      expect(await (await live.cancel()).json()).toMatchObject({ outcome: 'not_sent', cause, sentAt: null });
    } finally {
      await live.dispose();
    }
  });
}

test('a self-signed certificate: not sent, and not a byte of HTTP written', async () => {
  const upstream = await startRawTlsUpstream(accept, selfSignedCertificate(['127.0.0.1']));
  const live = await startLive({ variables: { FUSE_BASE_URL: upstream.url } });
  try {
    const record = await (await live.cancel()).json();
    expect(record).toMatchObject({ outcome: 'not_sent', cause: 'bad_certificate', sentAt: null });
    expect(upstream.requests).toHaveLength(0);
    expect(upstream.received).toBe('');
  } finally {
    await live.dispose();
    await upstream.close();
  }
});

test.describe('what a person sees', () => {
  // Asking who one is before signing in; a connection that the test itself breaks.
  test.use({ allowedMessages: /status of 401|ERR_|Failed to load resource/ });

  async function signIn(page: Page, { server }: LiveConsole) {
    await page.goto(`${server.origin}/sign-in#token=${tokens.operator}`);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const deployments = new DeploymentsPage(page);
    await deployments.heading.waitFor();
    await expect(deployments.cancelButton('20')).toBeVisible();
    return deployments;
  }

  /** A Fuse that answers when the test says so. */
  async function held() {
    let release = () => {};
    let arrived = () => {};
    const received = new Promise<void>((resolve) => (arrived = resolve));
    const live = await startLive({
      behave(socket, request) {
        release = () => accept(socket, request);
        arrived();
      },
    });
    return { live, received, release: () => release() };
  }

  test('markup in Fuse’s words is shown as text and does nothing', async ({ page }) => {
    const words = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>No.</b>';
    const live = await startLive({ behave: answer('403 No', JSON.stringify({ error: words }), json) });
    try {
      const deployments = await signIn(page, live);
      await deployments.cancel('20');
      await expect(page.getByText(words).first()).toBeVisible();
      expect(await page.title()).not.toMatch(/^[12]$/);
      await expect(page.locator('img[src=x]')).toHaveCount(0);
    } finally {
      await page.close();
      await live.dispose();
    }
  });

  test('a tab closed while Fuse thinks changes nothing', async ({ page, context }) => {
    const { live, received, release } = await held();
    try {
      await (await signIn(page, live)).cancel('20');
      await received;
      await page.close();
      release();
      const later = await context.newPage();
      await later.goto(live.server.origin);
      await expect(new DeploymentsPage(later).row('20')).toContainText('Accepted');
      expect(live.fuse.requests).toHaveLength(1);
      await later.close();
    } finally {
      await live.dispose();
    }
  });

  for (const [what, asleep] of [
    ['a browser offline', false],
    ['a laptop asleep', true],
  ] as const) {
    test(`${what} while Fuse thinks finds the outcome when it is back`, async ({ page, context }) => {
      const { live, received, release } = await held();
      try {
        const deployments = await signIn(page, live);
        const browser = await context.newCDPSession(page);
        await deployments.cancel('20');
        await received;
        await context.setOffline(true);
        if (asleep) await browser.send('Page.setWebLifecycleState', { state: 'frozen' });
        release();
        await expect.poll(() => live.server.output()).toContain('"event":"cancellation"');
        if (asleep) await browser.send('Page.setWebLifecycleState', { state: 'active' });
        await context.setOffline(false);
        await expect(toast(page, 'status', '202 Accepted')).toBeVisible({ timeout: 20_000 });
        await expect(deployments.row('20')).toContainText('Accepted');
        expect(live.fuse.requests).toHaveLength(1);
        await page.close();
      } finally {
        await live.dispose();
      }
    });
  }

  test('a console killed while Fuse thinks says unknown, and sends nothing again', async ({ page }) => {
    const { live, received } = await held();
    try {
      const deployments = await signIn(page, live);
      await deployments.cancel('20');
      await received;
      await live.server.restart('SIGKILL');
      await page.goto(live.server.origin);
      await expect(deployments.row('20')).toContainText('Unknown');
      await page.goto(`${live.server.origin}/activity`);
      await expect(page.getByRole('listitem').filter({ hasText: 'Payments' })).toContainText('Unknown');
      expect(live.fuse.requests).toHaveLength(1);
      await page.close();
    } finally {
      await live.dispose();
    }
  });
});
