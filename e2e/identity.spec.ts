import type { Page } from '@playwright/test';
import { account, accept, tokens } from './testing/live-console';
import { DeploymentsPage, expectLive, sendFromPage, toast } from './testing/pages';
import { startConsole } from './testing/console-server';
import { expect, streamErrors, test } from './testing/fixtures';
import { startRawUpstream } from '../src/testing/raw-upstream';

// Browsers log that a request was refused, and that the stream was away for a moment.
test.use({ allowedMessages: new RegExp(`status of 40[19]|${streamErrors.source}`) });

const liveVariables = {
  FUSE_EMAIL: account.email,
  FUSE_DEVELOPER_KEY: account.developerKey,
  OPERATOR_TOKEN: tokens.operator,
  SUPPORT_TOKEN: tokens.support,
};
const unsetVariables = Object.fromEntries(
  [...Object.keys(liveVariables), 'FUSE_BASE_URL'].map((name) => [name, '']),
);

async function signIn(page: Page, origin: string, name: string, token = tokens.operator) {
  await page.goto(`${origin}/sign-in#token=${token}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Deployments', level: 1 }).waitFor();
}

/** Saves a deployment with the IDs of one in the sandbox, so that both upstreams have a row for it. */
async function saveSharedDeployment(page: Page) {
  await sendFromPage(page, 'PUT', '/api/applications/20481', { name: 'Real reminders' });
  const values = { name: 'Real campaign', environment: 'staging', tags: [], note: null };
  await sendFromPage(page, 'PUT', '/api/applications/20481/deployments/310391', values);
}

test('if the upstream changes with a restart, nothing is sent and the page says what has changed', async ({
  page,
}) => {
  test.setTimeout(90_000);
  const fuse = await startRawUpstream(accept);
  const real = { ...liveVariables, FUSE_BASE_URL: fuse.url };
  const server = await startConsole(real);
  const deployments = new DeploymentsPage(page);
  try {
    await signIn(page, server.origin, 'Ada');
    await saveSharedDeployment(page);
    await server.restart('SIGTERM', unsetVariables);
    await page.reload();
    await expect(page.getByText('Sandbox: no real calls')).toBeVisible();
    await expectLive(page);

    // The page shows the sandbox, with its dialog open, while the console now has the real Fuse.
    await deployments.cancelButton('310391').click();
    await deployments.dialog.waitFor();
    // The session answer comes late, as on a page that has slept: the page does not know yet when the button is pressed.
    await page.route('**/api/session', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await server.restart('SIGTERM', real);
    const refused = page.waitForResponse((response) => response.request().method() === 'PUT');
    await deployments.confirm.click();
    expect((await refused).status()).toBe(409);
    const notice = page.getByRole('alert').filter({ hasText: 'this page showed has changed' });
    await expect(notice).toContainText('Upstream: Sandbox: no real calls → Real calls', { timeout: 20_000 });
    await expect(notice).toContainText(`Account: none → ${account.email}`);
    await expect(notice).toContainText('Signed in as: Sandbox operator → Ada');
    await expect(deployments.dialog).toBeHidden();
    await expect(page.getByText(account.email).first()).toBeVisible();
    await expect(page.getByText('Real campaign')).toBeVisible();
    expect(fuse.requests).toEqual([]);
    await page.unroute('**/api/session');
    await notice.getByRole('button', { name: 'OK', exact: true }).click();
    await deployments.cancel('310391');
    await expect(toast(page, 'status', '202 Accepted')).toBeVisible();
    expect(fuse.requests).toHaveLength(1);

    // The other way round: the page shows live while the sandbox answers.
    await server.restart('SIGTERM', unsetVariables);
    await expect(notice).toContainText('Upstream: Real calls → Sandbox: no real calls', { timeout: 20_000 });
    await expect(page.getByText('Real campaign')).toBeHidden();
    expect(fuse.requests).toHaveLength(1);
  } finally {
    await page.close();
    await server.dispose();
    await fuse.close();
  }
});

test('if somebody else signs in in a second tab, the first tab says so at once and cancels nothing in that name', async ({
  page,
  context,
}) => {
  const fuse = await startRawUpstream(accept);
  const server = await startConsole({ ...liveVariables, FUSE_BASE_URL: fuse.url });
  try {
    await signIn(page, server.origin, 'Ada');
    await saveSharedDeployment(page);
    await page.reload();
    await expectLive(page);
    const deployments = new DeploymentsPage(page);
    await deployments.cancelButton('310391').click();
    await deployments.dialog.waitFor();
    const second = await context.newPage();
    await signIn(second, server.origin, 'Grace', tokens.support);
    const notice = page.getByRole('alert').filter({ hasText: 'this page showed has changed' });
    await expect(notice).toContainText('Signed in as: Ada → Grace');
    await expect(notice).toContainText('Role: operator → support');
    await expect(deployments.dialog).toBeHidden();
    await expect(page.getByRole('banner')).toContainText('Grace · support');
    expect(fuse.connections).toBe(0);
  } finally {
    await Promise.all(context.pages().map((openPage) => openPage.close()));
    await server.dispose();
    await fuse.close();
  }
});

test('two consoles on one host keep their sessions apart', async ({ page, context }) => {
  const servers = await Promise.all([startConsole(liveVariables), startConsole(liveVariables)]);
  try {
    for (const [at, { origin }] of servers.entries()) await signIn(page, origin, `Person ${at}`);
    for (const [at, { origin }] of servers.entries()) {
      await page.goto(origin);
      await expect(page.getByRole('banner')).toContainText(`Person ${at}`);
    }
  } finally {
    await Promise.all(context.pages().map((openPage) => openPage.close()));
    await Promise.all(servers.map((server) => server.dispose()));
  }
});
