import type { Locator, Page } from '@playwright/test';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, expectLive, saveDeployments, waitForAnimations } from './testing/pages';

/** Sends a change as a colleague would from another browser. */
async function sendAsColleague(page: Page, method: 'PUT' | 'DELETE', path: string, data?: object) {
  const { origin } = new URL(page.url());
  const response = await page.request.fetch(origin + path, {
    method,
    headers: { origin },
    ...(data && { data }),
  });
  expect(response.ok(), `${method} ${path}: ${response.status()}`).toBe(true);
}

async function topOf(locator: Locator): Promise<number> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not on the screen');
  return box.y;
}

const scrollPosition = (page: Page) => page.evaluate(() => scrollY);

test('rows under the pointer do not move when others change something', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(`${server.origin}/?sort=cancelled`);
  await saveDeployments(page, 12);
  await expectLive(page);
  const button = deployments.cancelButton('5005');
  await button.hover();
  const before = await topOf(button);
  const id = crypto.randomUUID();
  await sendAsColleague(page, 'PUT', `/api/cancellations/${id}`, {
    applicationId: '777',
    deploymentId: '5009',
  });
  await sendAsColleague(page, 'PUT', '/api/applications/777/deployments/4000', {
    name: 'Aardvark',
    environment: 'staging',
    tags: [],
    note: null,
  });
  await sendAsColleague(page, 'DELETE', '/api/applications/777/deployments/5001');
  const show = page.getByRole('button', { name: /changes: show/ });
  await expect(show).toBeVisible();
  await expect(deployments.row('5009')).toContainText('404 Not found');
  expect(await topOf(button)).toBe(before);
  await show.click();
  await expect(
    page
      .getByRole('row')
      .filter({ has: page.getByRole('checkbox') })
      .first(),
  ).toContainText('5009');
  await expect(deployments.row('4000')).toBeVisible();
  await expect(deployments.row('5001')).toHaveCount(0);
  await expect(show).toHaveCount(0);
});

test('Activity keeps its order while it has the focus, and a phone shows two records at once', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 3);
  const cancel = (deploymentId: string) =>
    sendAsColleague(page, 'PUT', `/api/cancellations/${crypto.randomUUID()}`, {
      applicationId: '777',
      deploymentId,
    });
  await cancel('5000');
  await page.goto(`${server.origin}/activity`);
  await expectLive(page);
  const entry = page.getByRole('link', { name: 'Line 0' });
  await entry.focus();
  const before = await topOf(entry);
  await cancel('5001');
  const show = page.getByRole('button', { name: '1 change: show' });
  await show.waitFor();
  expect(await topOf(entry)).toBe(before);
  const filters = (await page.getByRole('group', { name: 'Filters', exact: true }).boundingBox())!;
  expect(await topOf(show)).toBeGreaterThanOrEqual(filters.y + filters.height);
  await show.click();
  await expect(page.getByRole('link', { name: 'Line 1' })).toBeVisible();

  await page.setViewportSize({ width: 360, height: 740 });
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Object.assign(window, { shift: Reflect.get(window, 'shift') + Reflect.get(entry, 'value') });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.reload();
  await expectLive(page);
  for (const text of ['Line 0', 'Line 1'])
    await expect(page.getByRole('listitem').filter({ hasText: text })).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => Reflect.get(window, 'shift'))).toBeLessThan(0.001);
});

test('the bars of Activity come without moving anything, and neither does a drag over some of them, which filters the list', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await deployments.cancel('319904');
  await expect(deployments.row('319904')).toContainText('404 Not found');
  let showBars: () => unknown = () => undefined;
  const wanted = new Promise((resolve) => (showBars = () => resolve(undefined)));
  await page.route(/assets\/histogram-.*\.js/, async (route) => {
    await wanted;
    await route.continue();
  });
  await page.goto(`${server.origin}/activity`);
  const entry = page.getByRole('listitem').filter({ hasText: '404 Not found' });
  await entry.waitFor();
  const before = await topOf(entry);
  showBars();
  const bars = page.getByRole('slider', { name: 'Time of the request' });
  await expect(bars).toHaveAttribute('aria-valuetext', /: 1 refused$/);
  expect(await topOf(entry)).toBe(before);

  const { x, y, width, height } = (await bars.boundingBox())!;
  const drag = async (from: number, to: number) => {
    await page.mouse.move(x + width * from, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * to, y + height / 2);
    await page.mouse.up();
  };
  await drag(0.5, 0.3);
  await expect(page.getByText('No cancellation matches these filters')).toBeVisible();
  expect(await topOf(bars)).toBe(y);
  await drag(0.9, 0.999);
  await expect(entry).toBeVisible();
  expect(page.url()).toMatch(/\?from=[^&]+$/);
  expect(await topOf(bars)).toBe(y);
  await page.getByRole('button', { name: 'From and to' }).click();
  await page.getByLabel('From', { exact: true }).waitFor();
  expect(await topOf(entry)).toBe(before);
});

test('the dialog’s buttons do not move when a colleague renames the deployment, on a short or a long phone', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 2);
  await expectLive(page);
  for (const [height, id] of [
    [800, '5001'],
    [1100, '5000'],
  ] as const) {
    await page.setViewportSize({ width: 360, height });
    await deployments.cancelButton(id).click();
    await deployments.keep.waitFor();
    await waitForAnimations(page);
    const before = [await topOf(deployments.keep), await topOf(deployments.confirm)];
    expect(before[0], 'side by side').toBe(before[1]);
    await sendAsColleague(page, 'PUT', `/api/applications/777/deployments/${id}`, {
      name: 'A name so long that it takes several lines where the window is as narrow as a telephone’s',
      environment: 'staging',
      tags: [],
      note: 'A note of several lines.\nAnother one.\nAnd one more.',
    });
    await expect(deployments.dialog.getByText('Changed in the saved list')).toBeAttached();
    expect([await topOf(deployments.keep), await topOf(deployments.confirm)], `${height} px`).toEqual(before);
    await deployments.keep.click();
    await deployments.dialog.waitFor({ state: 'detached' });
  }
});

test('removing a row far down does not scroll the page, and moves the focus to the row below', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 60);
  const more = (name: string) => page.getByRole('button', { name: new RegExp(`^More for ${name},`) });
  await more('Line 33').scrollIntoViewIfNeeded();
  const before = await scrollPosition(page);
  expect(before).toBeGreaterThan(500);
  await more('Line 33').click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await deployments.dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(more('Line 33')).toHaveCount(0);
  await expect(more('Line 34')).toBeFocused();
  expect(await scrollPosition(page)).toBe(before);
  // In a narrow window the filters open in the search line, which stays where it is, and so do the rows.
  await page.setViewportSize({ width: 768, height: 800 });
  await page.evaluate(() => scrollTo(0, 1500));
  const filters = page.getByRole('button', { name: 'Filters' });
  const place = await filters.boundingBox();
  expect(place?.y).toBeLessThan(20);
  // Playwright's own click would scroll.
  await page.mouse.click(place!.x + 9, place!.y + 9);
  await expect(page.getByRole('combobox', { name: 'Last outcome' })).toBeInViewport();
  expect(await filters.boundingBox()).toEqual(place);
});

test('the ID of a production deployment can be typed at once, on a desktop, at 400 % zoom and above the keyboard of a phone', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  for (const [id, name, size] of [
    ['310274', 'Payment reminders', { width: 1280, height: 800 }],
    ['310275', 'Payment reminders, Spanish', { width: 320, height: 256 }],
    ['311009', 'Vaccination reminders', { width: 360, height: 380 }],
  ] as const) {
    await page.setViewportSize(size);
    await deployments.open(server.origin);
    await deployments.cancelButton(id).click();
    const field = deployments.dialog.getByLabel('Deployment ID');
    await expect(field).toBeFocused();
    await waitForAnimations(page);
    const isSeen = () =>
      field.evaluate((element) => {
        const { left, top: above, width, height } = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint(left + width / 2, above + height / 2));
      });
    expect(await isSeen()).toBe(true);
    const title = deployments.dialog.getByRole('heading', { name: new RegExp(`Production · .*${name}`) });
    await expect(title).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Enter');
    await expect(deployments.dialog.getByRole('alert')).toHaveText(`Type ${id} first.`);
    await page.keyboard.type(id.slice(0, -1));
    await page.keyboard.press('Enter');
    await expect(deployments.dialog.getByRole('alert')).toHaveText(`“${id.slice(0, -1)}” is not ${id}.`);
    expect(await isSeen()).toBe(true);
    await expect(title).toBeInViewport({ ratio: 1 });
    for (const button of [deployments.keep, deployments.confirm])
      await expect(button).toBeInViewport({ ratio: 1 });
    await page.keyboard.type(id.slice(-1));
    await page.keyboard.press('Enter');
    await expect(deployments.dialog).toHaveCount(0);
    await expect(deployments.row(id)).toContainText('202 Accepted');
  }
});
