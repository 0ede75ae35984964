import { longestWaitMs } from '../src/testing/longest-wait';
import type { BrowserContext, Page } from '@playwright/test';
import { expect, streamErrors, test } from './testing/fixtures';
import {
  DeploymentsPage,
  expectLive,
  expectNotLive,
  saveDeployments,
  sendFromPage,
  toast,
} from './testing/pages';
import { startRelay } from './testing/relay';
import { startConsole } from './testing/console-server';

/** Opens Activity as support in the sandbox, on a page of its own. */
async function openSupportPage(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${origin}/activity`);
  await page.getByRole('group', { name: 'View as' }).getByRole('button', { name: 'support' }).click();
  await expect(page.getByText('Sandbox support').first()).toBeVisible();
  await expectLive(page);
  return page;
}

async function newBrowserContext(page: Page): Promise<BrowserContext> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser');
  return browser.newContext();
}

test.describe('operator and support', () => {
  // Browsers log that the server is away.
  test.use({ allowedMessages: streamErrors });

  test('an outcome appears at support by itself, is confirmed there, and the operator sees it, across a restart', async ({
    page,
    server,
  }) => {
    const context = await newBrowserContext(page);
    const support = await openSupportPage(context, server.origin);
    const operator = new DeploymentsPage(page);
    await operator.open(server.origin);
    await expectLive(page);

    // While it is under way, other pages show who is cancelling the slow deployment.
    await operator.cancel('319909');
    const list = new DeploymentsPage(await context.newPage());
    await list.open(server.origin);
    await expect(list.row('319909')).toContainText('Sandbox operator');

    await toast(page, 'status', '202 Accepted').waitFor();
    const entry = support.getByRole('listitem').filter({ hasText: 'Answers after 5 s' });
    await expect(entry).toContainText('202 Accepted');
    await expect(support).toHaveTitle(/^\(1\)/);
    await expect(list.page.getByRole('button', { name: /^Cancel calls…/ })).toHaveCount(0);

    await server.restart('SIGKILL');
    await expectLive(support);
    await expectLive(page);

    await entry.getByRole('link').first().click();
    await support.getByRole('button', { name: 'I have checked this' }).click();
    await expect(support.getByText('Confirmed by Sandbox support').first()).toBeVisible();

    await page.getByRole('link', { name: 'View record', exact: true }).click();
    await expect(page.getByText('Confirmed by Sandbox support').first()).toBeVisible();
    await page.getByRole('button', { name: 'Withdraw confirmation' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
    await expect(support.getByRole('button', { name: 'I have checked this' })).toBeVisible();
    await context.close();
  });

  test('after being offline or asleep, support shows each outcome once, and nothing old as new', async ({
    page,
  }) => {
    const relay = await startRelay();
    const server = await startConsole({ PUBLIC_ORIGIN: relay.origin });
    relay.leadTo(server.origin);
    const context = await newBrowserContext(page);
    try {
      await context.clock.install();
      const support = await openSupportPage(context, relay.origin);
      const operator = new DeploymentsPage(page);
      await operator.open(server.origin);
      const entries = (code: string) => support.getByRole('listitem').filter({ hasText: code });

      const cancelUnseen = async (deploymentId: string, code: string) => {
        await operator.cancel(deploymentId);
        await toast(page, 'alert', code).waitFor();
        await expectNotLive(support);
        await expect(entries(code)).toHaveCount(0);
      };
      const seenOnce = async (code: string) => {
        await expectLive(support);
        await expect(entries(code)).toHaveCount(1);
      };

      relay.cut();
      await context.setOffline(true);
      await cancelUnseen('319904', '404 Not found');
      await relay.resume();
      await context.setOffline(false);
      await seenOnce('404 Not found');

      // The stream does not survive the sleep, and no error reports it.
      relay.loseStreams();
      relay.stall();
      await support.clock.fastForward('10:00');
      await cancelUnseen('319903', '403 Forbidden');
      await relay.resume();
      await seenOnce('403 Forbidden');
      await seenOnce('404 Not found');
    } finally {
      await Promise.all([context.close(), page.close()]);
      relay.close();
      await server.dispose();
    }
  });
});

test('all tabs of one browser share one stream, and another tab takes it over', async ({
  page,
  context,
  server,
}) => {
  const streams = () => page.evaluate(async () => (await fetch('/metrics')).text());
  await page.goto(`${server.origin}/activity`);
  await expectLive(page);
  const others = await Promise.all(Array.from({ length: 6 }, () => context.newPage()));
  for (const other of others) {
    await other.goto(`${server.origin}/activity`);
    await expectLive(other);
  }
  expect(await streams()).toContain('fuse_console_event_streams 1');

  const [next] = others;
  if (!next) throw new Error('no page');
  // The first page had the stream. It closes, and an outcome still reaches the others.
  const operator = new DeploymentsPage(next);
  await page.close();
  await operator.open(server.origin);
  await operator.cancel('319904');
  await toast(next, 'alert', '404 Not found').waitFor();
  for (const other of others.slice(1)) {
    await expect(other.getByRole('listitem').filter({ hasText: '404 Not found' })).toHaveCount(1);
  }
});

test('ten outcomes are confirmed with eleven keys, each after being reached', async ({ page, server }) => {
  await page.goto(server.origin);
  await saveDeployments(page, 10);
  for (let at = 0; at < 10; at += 1)
    await sendFromPage(page, 'PUT', `/api/cancellations/${crypto.randomUUID()}`, {
      applicationId: '777',
      deploymentId: String(5000 + at),
    });
  await page.goto(`${server.origin}/activity?confirmed=no`);
  await expect(page.getByRole('link', { name: /^Line \d$/ })).toHaveCount(10);
  for (let key = 0; key < 11; key += 1) await page.keyboard.press('c');
  await expect(page.getByText('Nothing is left to confirm.')).toBeAttached();
  await page.goto(`${server.origin}/activity?confirmed=yes`);
  await expect(page.getByRole('link', { name: /^Line \d$/ })).toHaveCount(10);
});

test('an unknown outcome asks how it was checked', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await deployments.cancel('319911');
  await toast(page, 'alert', 'Connection lost').waitFor();
  await page.getByRole('link', { name: 'View record', exact: true }).click();
  await page.getByRole('button', { name: 'I have checked this' }).click();
  await expect(page.getByText(/Confirmed by/)).toHaveCount(0);
  await page.getByLabel('How was it checked?').fill('The Outbound page shows an empty queue');
  await page.getByRole('button', { name: 'I have checked this' }).click();
  await expect(page.getByText('Confirmed by Sandbox operator').first()).toBeVisible();
});

test('calls are verified one by one, and the result stays with the record', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await deployments.cancel('310274');
  await toast(page, 'status', '202 Accepted').waitFor();
  await page.getByRole('link', { name: 'View record', exact: true }).click();
  await page.getByLabel('Call IDs').fill('{"call_ids": ["90010030", "90010031"]}\n1');
  await page.getByRole('button', { name: /^Ask Fuse about/ }).click();
  const summary = page.getByRole('status').filter({ hasText: /canceled.*checked at/ });
  await expect(summary).toContainText('2 canceled');
  await expect(page.getByText(/•+\d{4}/).first()).toBeVisible();
  await expect(page.getByText(/all cancelled/i)).toHaveCount(0);
  await page.reload();
  await expect(page.getByText(/2 canceled/)).toBeVisible();
});

test('the wall shows the newest outcome and has no buttons', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await deployments.cancel('319904');
  await toast(page, 'alert', '404 Not found').waitFor();
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /Activity/ })
    .click();
  // On a laptop the record beside the list is confirmed without scrolling.
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.getByRole('button', { name: 'I have checked this' })).toBeInViewport({ ratio: 1 });
  await page.getByRole('link', { name: 'Wall' }).click();
  await page.reload();
  await expect(page.getByText('404 Not found').first()).toBeVisible();
  await expectLive(page);
  await expect(page.getByRole('button')).toHaveCount(0);
});

test('the wall shows environments whole beside a long name', async ({ page, server }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  const environment = 'Pre-production of everybody in the east!';
  const named = { name: 'Reminders '.repeat(20).trim(), environment, tags: [], note: null };
  await sendFromPage(page, 'PUT', '/api/applications/20999/deployments/319904', named);
  await expect(deployments.row('319904')).toContainText(environment);
  for (const id of ['319904', '319901']) {
    await deployments.cancel(id);
    await expect(deployments.dialog).toBeHidden();
  }
  await page.goto(`${server.origin}/wall`);
  const row = page.getByRole('listitem').filter({ hasText: environment });
  // The row may be rendered anew meanwhile: it stays above the others once the console says that it is to be confirmed.
  await expect(async () => {
    const [cell, time] = await Promise.all([
      row.getByText(environment).boundingBox(),
      row.getByRole('time').boundingBox(),
    ]);
    expect((cell?.x ?? Infinity) + (cell?.width ?? 0)).toBeLessThanOrEqual(time?.x ?? 0);
  }).toPass({ timeout: longestWaitMs });
});

test('the filtered journal is exported as CSV', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await deployments.cancel('319904');
  await toast(page, 'alert', '404 Not found').waitFor();
  await page.goto(`${server.origin}/activity?outcome=refused`);
  const link = page.getByRole('link', { name: 'Export CSV', exact: true });
  expect(await link.getAttribute('href')).toContain('outcome=refused');
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toBe('cancellations.csv');
});
