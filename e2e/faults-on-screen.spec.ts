import type { Page } from '@playwright/test';
import { selfSignedCertificate, startRawTlsUpstream, type Behave } from '../src/testing/raw-upstream';
import { canLimit, fillDisk } from './testing/full-disk';
import { accept, answer, startLive, tokens, type LiveConsole } from './testing/live-console';
import { DeploymentsPage, expectLive, expectNotLive, toast } from './testing/pages';
import { startRelay } from './testing/relay';
import { expect, test } from './testing/fixtures';

// Browsers log the 401 before signing in, and the connections that a test breaks.
test.use({ allowedMessages: /status of 401|ERR_|Failed to load resource/ });

async function signIn(page: Page, origin: string) {
  await page.goto(`${origin}/sign-in#token=${tokens.operator}`);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const deployments = new DeploymentsPage(page);
  await deployments.heading.waitFor();
  await expect(deployments.cancelButton('20')).toBeVisible();
  return deployments;
}

/** Starts a live console whose Fuse answers only when the test calls `release`. */
async function startWaitingConsole(variables: Record<string, string> = {}) {
  let release = () => {};
  let arrived = () => {};
  const received = new Promise<void>((resolve) => (arrived = resolve));
  const live = await startLive({
    variables,
    behave(socket, request) {
      release = () => accept(socket, request);
      arrived();
    },
  });
  return { live, received, release: () => release() };
}

const journalOf = async (live: LiveConsole) => (await (await live.ask('/api/cancellations')).json()).items;

/** The texts that toast, row and record must show. */
interface Seen {
  code: string;
  label: string;
  /** What it means, and why it came to this. */
  means: string[];
  /** What to do, on the record only. */
  next: string;
  /** Fuse's own words, as text. */
  words?: string;
}

async function expectSeen(
  page: Page,
  deployments: DeploymentsPage,
  { code, label, means, next, words }: Seen,
) {
  await deployments.cancel('20');
  const message = toast(page, 'alert', code);
  // Why, and what to do, stands on the record.
  await expect.soft(message).toContainText(means[0] ?? '');
  if (words !== undefined) await expect.soft(message).toContainText(words);
  await expect.soft(deployments.row('20')).toContainText(`${label}${code}`);

  await page.getByRole('link', { name: 'View record', exact: true }).click();
  const outcome = page.getByRole('region', { name: 'Outcome' });
  const summary = page.getByRole('region', { name: 'Summary' });
  for (const text of [label, code]) await expect.soft(summary).toContainText(text);
  for (const text of [...means, next]) await expect.soft(outcome).toContainText(text);
  if (words !== undefined) await expect.soft(page.locator('pre')).toHaveText(words);
  await page.getByRole('link', { name: 'Deployments' }).click();
  await expect(deployments.cancelButton('20')).toBeVisible();
}

const safe = 'Nothing was cancelled; it is safe to try again.';
const refused = 'Fuse refused: nothing was cancelled.';
const unknown = 'We do not know if the calls were cancelled. Check in Fuse first.';
const howToCheck = 'open the deployment’s Outbound page and see whether calls are still queued';

const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>No.</b>';

const answers: [Behave, Seen][] = [
  [
    answer('200 OK', '<!doctype html><title>Log in</title>', 'Content-Type: text/html'),
    {
      code: '200 OK, a web page',
      label: 'Unknown',
      means: [unknown, 'A web page came back instead of Fuse’s answer'],
      next: howToCheck,
    },
  ],
  [
    answer('307 Elsewhere', '', 'Location: /'),
    {
      code: '307 Temporary redirect',
      label: 'Refused',
      means: [refused, 'It was not followed: the credentials go nowhere else.'],
      next: 'Check FUSE_BASE_URL',
    },
  ],
  [
    answer('302 Found', '', 'Location: /'),
    {
      code: '302 Found',
      label: 'Unknown',
      means: [unknown, 'which may come after the calls were cancelled. It was not followed.'],
      next: howToCheck,
    },
  ],
  [
    answer('429 Slow Down', '', 'Retry-After: 7'),
    {
      code: '429 Too many requests',
      label: 'Refused',
      means: [refused, 'Too many requests', 'Fuse asks to wait 7 s before another request.'],
      next: 'The console does not try again by itself.',
    },
  ],
  [
    answer(
      '403 No',
      JSON.stringify({ error: `a\u001b[31mb\u0007\u202e ${markup}` }),
      'Content-Type: application/json',
    ),
    {
      code: '403 Forbidden',
      label: 'Refused',
      means: [refused, 'does not have the permission to cancel calls'],
      next: 'Ask the owner of the Fuse account for that permission.',
      words: `a\uFFFD[31mb\uFFFD\uFFFD ${markup}`,
    },
  ],
];

/** By the address of a Fuse that cannot be reached. */
const outOfReach: [string, Seen][] = [
  [
    'https://fuse.invalid',
    {
      code: 'Host name not found',
      label: 'Not sent',
      means: [safe, 'The name of the Fuse host could not be found.'],
      next: 'Check FUSE_BASE_URL and the network.',
    },
  ],
  [
    'http://127.0.0.1:1',
    {
      code: 'Connection refused',
      label: 'Not sent',
      means: [safe, 'The Fuse host refused the connection.'],
      next: 'wait until Fuse is back',
    },
  ],
];
const selfSigned: Seen = {
  code: 'Bad certificate',
  label: 'Not sent',
  means: [safe, 'a certificate that cannot be trusted, so the credentials were not sent'],
  next: 'Do not ignore this',
};

test('toast, row and record say in plain words what went wrong, and nothing else happens', async ({
  page,
}) => {
  const impostor = await startRawTlsUpstream(accept, selfSignedCertificate(['127.0.0.1']));
  let behave = accept;
  const live = await startLive({ behave: (socket, request) => behave(socket, request) });
  try {
    const deployments = await signIn(page, live.server.origin);
    for (const [index, [fault, seen]] of answers.entries()) {
      behave = fault;
      await expectSeen(page, deployments, seen);
      expect(live.fuse.requests).toHaveLength(index + 1);
    }
    expect(await page.title()).not.toMatch(/^[12]$/);
    await expect(page.locator('img[src=x]')).toHaveCount(0);

    if (canLimit) {
      fillDisk(live);
      await deployments.cancel('20');
      const notice = deployments.dialog.getByRole('alert');
      await expect(notice).toContainText('Nothing was sent.');
      await expect(notice).toContainText('The journal cannot be written.');
      await deployments.keep.click();
      await expect(deployments.row('20')).toContainText('403 Forbidden');
    }

    for (const [url, seen] of [...outOfReach, [impostor.url, selfSigned] as const]) {
      await live.server.restart('SIGKILL', { FUSE_BASE_URL: url });
      // Another host: the page says so before it is used again.
      await page.getByRole('button', { name: 'OK', exact: true }).click();
      await expectLive(page);
      await expectSeen(page, deployments, seen);
    }
    expect(impostor.received).toBe('');
    expect(live.fuse.connections).toBe(answers.length);
    await page.close();
  } finally {
    await live.dispose();
    await impostor.close();
  }
});

test('closing the tab while Fuse is working changes nothing', async ({ page, context }) => {
  const { live, received, release } = await startWaitingConsole();
  try {
    await (await signIn(page, live.server.origin)).cancel('20');
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

test.describe('a browser that was away while Fuse was working shows the outcome when it is back', () => {
  /** Signs in through a relay and cancels; counts the requests of the page that change something. */
  async function cancelThroughRelay(page: Page) {
    const relay = await startRelay();
    const fuse = await startWaitingConsole({ PUBLIC_ORIGIN: relay.origin });
    relay.leadTo(fuse.live.server.origin);
    const deployments = await signIn(page, relay.origin);
    await expectLive(page);
    let asked = 0;
    page.on('request', (request) => {
      if (request.method() === 'PUT') asked += 1;
    });
    await deployments.cancel('20');
    await fuse.received;
    const outcome = page.getByText('202 Accepted');
    return {
      ...fuse,
      relay,
      deployments,
      /** Expects that the console has the outcome while the page does not, and says that it is not live. */
      expectSettledUnseen: async () => {
        fuse.release();
        await expect.poll(() => journalOf(fuse.live)).toMatchObject([{ outcome: 'accepted' }]);
        await expectNotLive(page);
        await expect(outcome).toHaveCount(0);
      },
      expectSeenOnce: async () => {
        await expect(toast(page, 'status', '202 Accepted')).toBeVisible();
        await expectLive(page);
        await expect(deployments.dialog).toHaveCount(0);
        await expect(deployments.row('20')).toContainText('202 Accepted');
        expect(fuse.live.fuse.requests).toHaveLength(1);
        expect(asked).toBe(1);
        expect(await journalOf(fuse.live)).toHaveLength(1);
      },
      dispose: async () => {
        await page.close();
        relay.close();
        await fuse.live.dispose();
      },
    };
  }

  test('offline', async ({ page, context }) => {
    const { relay, deployments, expectSettledUnseen, expectSeenOnce, dispose } =
      await cancelThroughRelay(page);
    try {
      relay.cut();
      await context.setOffline(true);
      await expect(deployments.dialog.getByRole('alert')).toContainText('We do not know yet');
      await expectSettledUnseen();
      // The page goes on looking for the outcome.
      await page.waitForEvent('requestfailed', (request) => /\/api\/cancellations\//.test(request.url()));
      await expectSettledUnseen();
      await relay.resume();
      await context.setOffline(false);
      await expectSeenOnce();
    } finally {
      await dispose();
    }
  });

  test('asleep', async ({ page }) => {
    await page.clock.install();
    const { relay, deployments, expectSettledUnseen, expectSeenOnce, dispose } =
      await cancelThroughRelay(page);
    try {
      relay.stall();
      await page.clock.fastForward('10:00');
      await expectSettledUnseen();
      await expect(deployments.dialog).toContainText(/Waiting for (?:Fuse|an answer)… 60\d s/);
      await relay.resume();
      await expectSeenOnce();
    } finally {
      await dispose();
    }
  });
});

test('a console killed while Fuse was working says unknown, and sends nothing again', async ({ page }) => {
  const { live, received } = await startWaitingConsole();
  try {
    const deployments = await signIn(page, live.server.origin);
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
