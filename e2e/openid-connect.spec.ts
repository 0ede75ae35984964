import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startRawUpstream } from '../src/testing/raw-upstream';
import { walk } from './testing/accessibility';
import { expect, streamErrors, test as base } from './testing/fixtures';
import { account, accept } from './testing/live-console';
import { client, startOidcProvider } from './testing/oidc-provider';
import { DeploymentsPage, sendFromPage, toast } from './testing/pages';

/** Loaded by Node before a console: after SIGUSR2 the console's clock is two hours behind, after the next one right. */
const adjustableClock = `
  const RightDate = Date;
  let behindMs = 0;
  process.on('SIGUSR2', () => (behindMs = 7_200_000 - behindMs));
  globalThis.Date = class extends RightDate {
    constructor(...parts) {
      super(...(parts.length === 0 ? [RightDate.now() - behindMs] : parts));
    }
    static now() {
      return RightDate.now() - behindMs;
    }
  };
`;

interface Fixtures {
  /** What the console talks to, and its configuration file. */
  surroundings: {
    fuse: Awaited<ReturnType<typeof startRawUpstream>>;
    provider: Awaited<ReturnType<typeof startOidcProvider>>;
    file: string;
  };
}

/** The console of each test is one whose people sign in at a provider. */
const test = base.extend<Fixtures>({
  surroundings: async ({ context }, provide) => {
    const fuse = await startRawUpstream(accept);
    const provider = await startOidcProvider();
    // The provider's own pages want a font from elsewhere.
    await context.route(/^https:/, (route) => route.fulfill({ contentType: 'text/css', body: '' }));
    const folder = await mkdtemp(join(tmpdir(), 'console-file-'));
    const file = join(folder, 'console.yaml');
    await writeFile(file, fileFor(provider.issuer));
    await provide({ fuse, provider, file });
    await rm(folder, { recursive: true });
    provider.close();
    await fuse.close();
  },
  variables: ({ surroundings: { fuse, file } }, provide) =>
    provide({
      FUSE_EMAIL: account.email,
      FUSE_DEVELOPER_KEY: account.developerKey,
      FUSE_BASE_URL: fuse.url,
      CONFIG_FILE: file,
      OIDC_CLIENT_SECRET: client.secret,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(adjustableClock)}`,
    }),
  server: async ({ server, surroundings }, provide) => {
    surroundings.provider.serve(server.origin);
    await provide(server);
  },
});

// Browsers log that a request was refused, and that the stream was away for a moment.
test.use({ allowedMessages: new RegExp(`status of 40[13]|${streamErrors.source}`) });

/** The file as the README has it. */
const fileFor = (issuer: string) => `
signIn:
  links: false
  openIdConnect:
    issuer: ${issuer}
    clientId: ${client.id}
    clientSecret: \${OIDC_CLIENT_SECRET}
groups:
  campaign-ops: operator
  desk: support
keys:
  - name: nightly stop
    sha256: ${'a'.repeat(64)}
    expires: 2026-01-01
    grants: operator
`;

const signInLink = (page: Page) => page.getByRole('link', { name: /^Sign in with localhost/ });

/** At the provider, whose own pages ask. */
async function signInAtProvider(page: Page, login: string) {
  await signInLink(page).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('a person signs in at the provider, goes on after the session has ended, and signs out there too', async ({
  page,
  context,
  server,
  surroundings,
}) => {
  test.slow();
  const deployments = new DeploymentsPage(page);
  await page.goto(`${server.origin}/activity`);
  await expect(page.getByLabel('Sign-in link')).toHaveCount(0);
  await walk(page, [{ name: 'the sign-in', isLoaded: true, open: () => signInLink(page).waitFor() }]);
  await signInAtProvider(page, 'ada');
  await expect(page).toHaveURL(`${server.origin}/activity`);
  await expect(page.getByRole('banner')).toContainText('ada@example.com · operator');
  await sendFromPage(page, 'PUT', '/api/applications/10', { name: 'Reminders' });
  const values = { name: 'Payments', environment: 'staging', tags: [], note: null };
  await sendFromPage(page, 'PUT', '/api/applications/10/deployments/20', values);

  // The session ends while something is typed.
  await deployments.open(server.origin);
  await deployments.cancelButton('20').click();
  await deployments.dialog.getByLabel(/^Reason/).fill('Wrong list');
  const elsewhere = await context.newPage();
  await elsewhere.goto(`${server.origin}/report`);
  await elsewhere.evaluate(async () => {
    const { identity } = await (await fetch('/api/session')).json();
    await fetch('/api/sessions', { method: 'DELETE', headers: { 'Console-Identity': identity } });
  });
  await elsewhere.close();
  await expect(deployments.dialog).toContainText('Your session has ended.', { timeout: 20_000 });
  const opened = context.waitForEvent('page');
  await deployments.dialog.getByRole('link', { name: /^Sign in/ }).click();
  const again = await opened;
  // The provider knows the person still, and leads back at once.
  await signInLink(again).click();
  await expect(again.getByRole('banner')).toContainText('ada@example.com');
  await again.close();
  await expect(deployments.dialog).not.toContainText('Your session has ended.');
  await expect(deployments.dialog.getByLabel(/^Reason/)).toHaveValue('Wrong list');
  await deployments.confirm.click();
  await expect(toast(page, 'status', '202 Accepted')).toBeVisible();
  expect(surroundings.fuse.requests).toHaveLength(1);

  const menu = page.getByRole('button', { name: 'Account' });
  const choose = async (entry: string) => {
    await menu.press('Enter');
    await page.getByRole('menuitem', { name: entry }).press('Enter');
    await page.getByRole('dialog').getByRole('listitem').waitFor();
  };
  const close = () => page.keyboard.press('Escape');
  await walk(page, [
    { name: 'the keys', open: () => choose('Keys for scripts…'), close, focusAfter: () => menu },
    { name: 'the sessions', open: () => choose('My sessions…') },
  ]);
  const sessions = page.getByRole('dialog', { name: 'My sessions' });
  await expect(sessions.getByRole('listitem')).toHaveText([/^This browser/]);
  await sessions.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('button', { name: /^Yes/ }).click();
  await expect(page).toHaveURL(`${server.origin}/sign-in`);

  // In no group: may read, and nothing else.
  await signInAtProvider(page, 'bob');
  await expect(page.getByRole('banner')).toContainText('bob@example.com');
  await expect(deployments.row('20')).toBeVisible();
  const usable = page.locator(':not([aria-disabled="true"])');
  await expect(deployments.cancelButton('20').and(usable)).toHaveCount(0);
  const refused = sendFromPage(page, 'PUT', '/api/applications/11', { name: 'Other' });
  await expect(refused).rejects.toThrow('role_required');
  expect(await server.log()).not.toContain(client.secret);
});

test('whoever cannot be signed in reads why, and can be once the cause is gone', async ({
  page,
  context,
  server,
  surroundings,
}) => {
  const { provider } = surroundings;
  const host = new URL(provider.issuer).host;
  const expectRefusal = async (words: string) => {
    await expect(page.getByRole('alert')).toHaveText(words);
    expect(await page.evaluate(async () => (await fetch('/api/session')).status)).toBe(401);
  };
  const expectSignIn = async (path: string) => {
    await signInLink(page).click();
    await expect(page.getByRole('banner')).toContainText('ada@example.com · operator');
    await expect(page).toHaveURL(server.origin + path);
    // Of the console only: the provider knows the person from now on, and leads back at once.
    await context.clearCookies({ domain: '127.0.0.1' });
  };
  /** As the link on the sign-in page leads. */
  const begin = () => page.goto(`${server.origin}/sign-in/start?to=%2Factivity`);
  const startAgain = 'That sign-in took too long, or was begun in another browser. Start again.';

  // A state that is none of this browser's.
  await page.goto(`${server.origin}/sign-in`);
  provider.onWayBack = ({ searchParams }) => searchParams.set('state', 'A'.repeat(43));
  await signInAtProvider(page, 'ada');
  await expectRefusal(startAgain);
  await expectSignIn('/');

  // A code that has expired before the browser is back.
  provider.codeSeconds = 1;
  provider.onWayBack = () => new Promise((resolve) => setTimeout(resolve, 1100));
  await begin();
  provider.codeSeconds = 60;
  await expectRefusal(startAgain);
  await expectSignIn('/activity');

  // A provider that is away before the person would go there, and from when it has led them back.
  const noAnswer = `${host} did not answer. Try again in a moment.`;
  await page.goto(`${server.origin}/sign-in?to=%2Factivity`);
  provider.stop();
  await signInLink(page).click();
  await expectRefusal(noAnswer);
  await provider.start();
  await expectSignIn('/activity');
  provider.onWayBack = () => provider.stop();
  await begin();
  await expectRefusal(noAnswer);
  await provider.start();
  await expectSignIn('/activity');

  // A clock that is off.
  const adjustClock = () => process.kill(server.pid ?? 0, 'SIGUSR2');
  adjustClock();
  await begin();
  await expectRefusal(
    `The clocks of this console and of ${host} differ too much. Tell whoever runs the console: nobody can sign in there until that is put right.`,
  );
  adjustClock();
  await expectSignIn('/activity');

  const log = await server.log();
  const failures = [...log.matchAll(/"event":"sign_in_failed".*?"failure":"(\w+)"/g)].map(([, name]) => name);
  expect(failures).toEqual(['expired', 'expired', 'provider_away', 'provider_away', 'clock']);
  for (const secret of [client.secret, ...provider.codes]) expect(log).not.toContain(secret);
});
