import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, toast } from './testing/pages';
import { listenOnFreePort, startConsole } from './testing/console-server';

const key = 'canary-developer-key';

/** Starts a fake Fuse that accepts everything and keeps the requests. */
async function startAcceptingFuse() {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.writeHead(202).end();
  });
  const port = await listenOnFreePort(server);
  return { requests, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

test.describe('live', () => {
  // Before signing in, the session is answered with 401.
  test.use({ allowedMessages: /status of 401/ });

  test('sign in by link, save the first deployment, cancel its calls, sign out', async ({ page }) => {
    const fuse = await startAcceptingFuse();
    const server = await startConsole({
      FUSE_EMAIL: 'ops@example.com',
      FUSE_DEVELOPER_KEY: key,
      FUSE_BASE_URL: fuse.url,
    });
    // Without a terminal the output names the token's file, and never the token.
    const [, file = ''] =
      /operator: http\S+\/sign-in, with the token in the file (\S+)/.exec(server.output()) ?? [];
    const token = readFileSync(file, 'utf8').trim();
    expect(server.output()).not.toContain(token);
    await page.goto(`${server.origin}/sign-in#token=${token}`);
    await expect(page).not.toHaveURL(/token/);
    await page.getByLabel('Your name').fill('Ada Lovelace');
    await page.getByRole('button', { name: 'Sign in' }).click();

    const deployments = new DeploymentsPage(page);
    await deployments.heading.waitFor();
    await expect(page.getByText('ops@example.com')).toBeVisible();
    await expect(page.getByText('Ada Lovelace').first()).toBeVisible();

    // The empty list shows the form.
    await page.getByLabel('Application ID').fill('00123456789012345');
    await page.getByLabel('Name of the application').fill('Reminders');
    await page.getByLabel('Deployment ID').fill('007');
    await page.getByLabel('Name', { exact: true }).fill('Payments');
    await page.getByRole('button', { name: 'Save deployment' }).click();
    await deployments.cancel('007');
    await expect(toast(page, 'status', '202 Accepted')).toBeVisible();
    expect(fuse.requests).toEqual(['DELETE /api/apps/00123456789012345/007/cancel']);

    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.goto(server.origin);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(await server.log()).not.toContain(key);
    // Before the server stops, or the page would log that it is gone.
    await page.close();
    await server.dispose();
    fuse.close();
  });
});
