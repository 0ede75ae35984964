import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startRawUpstream } from '../src/testing/raw-upstream';
import { walk } from './testing/accessibility';
import { startConsole } from './testing/console-server';
import { expect, streamErrors, test } from './testing/fixtures';
import { account, accept } from './testing/live-console';
import { client, startOidcProvider } from './testing/oidc-provider';
import { DeploymentsPage, sendFromPage, toast } from './testing/pages';

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

/** At the provider, whose own pages ask. */
async function signInAtProvider(page: Page, login: string) {
  await page.getByRole('link', { name: /^Sign in with localhost/ }).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('a person signs in at the provider, goes on after the session has ended, and signs out there too', async ({
  page,
  context,
}) => {
  test.slow();
  const fuse = await startRawUpstream(accept);
  const provider = await startOidcProvider();
  const folder = await mkdtemp(join(tmpdir(), 'console-file-'));
  await writeFile(join(folder, 'console.yaml'), fileFor(provider.issuer));
  const server = await startConsole({
    FUSE_EMAIL: account.email,
    FUSE_DEVELOPER_KEY: account.developerKey,
    FUSE_BASE_URL: fuse.url,
    CONFIG_FILE: join(folder, 'console.yaml'),
    OIDC_CLIENT_SECRET: client.secret,
  });
  provider.serve(server.origin);
  // The provider's own pages want a font from elsewhere.
  await context.route(/^https:/, (route) => route.fulfill({ contentType: 'text/css', body: '' }));
  const deployments = new DeploymentsPage(page);
  try {
    await page.goto(`${server.origin}/activity`);
    await expect(page.getByLabel('Sign-in link')).toHaveCount(0);
    const signIn = page.getByRole('link', { name: /^Sign in with localhost/ });
    await walk(page, [{ name: 'the sign-in', isLoaded: true, open: () => signIn.waitFor() }]);
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
    await again.getByRole('link', { name: /^Sign in with localhost/ }).click();
    await expect(again.getByRole('banner')).toContainText('ada@example.com');
    await again.close();
    await expect(deployments.dialog).not.toContainText('Your session has ended.');
    await expect(deployments.dialog.getByLabel(/^Reason/)).toHaveValue('Wrong list');
    await deployments.confirm.click();
    await expect(toast(page, 'status', '202 Accepted')).toBeVisible();
    expect(fuse.requests).toHaveLength(1);

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
  } finally {
    await page.close();
    await server.dispose();
    provider.close();
    await fuse.close();
    await rm(folder, { recursive: true });
  }
});
