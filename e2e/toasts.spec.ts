import type { Page } from '@playwright/test';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, saveDeployments, toast, waitForAnimations } from './testing/pages';

const toasts = (page: Page) => page.locator('[data-sonner-toast]');
const front = (page: Page) => page.locator('[data-toast="front"]');

test('at 360 px a dialog covers a toast: no button is hidden, and a tap cannot hit the toast', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 360, height: 640 });
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await deployments.cancel('319904');
  const sticky = toast(page, 'alert', '404 Not found');
  await sticky.waitFor();
  await waitForAnimations(page);
  const place = await sticky.boundingBox();
  await deployments.cancelButton('310391').focus();
  await page.keyboard.press('Enter');
  await expect(deployments.keep).toBeFocused();
  await waitForAnimations(page);

  // Elements that let taps through are painted all the same: elementFromPoint must see them too.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('[data-sonner-toaster], [data-sonner-toast]'))
      if (element instanceof HTMLElement) element.style.pointerEvents = 'auto';
  });
  for (const button of [deployments.keep, deployments.confirm]) {
    const seen = await button.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return [0.1, 0.5, 0.9].every((part) =>
        element.contains(document.elementFromPoint(left + width * part, top + height / 2)),
      );
    });
    expect(seen).toBe(true);
  }
  const above = await page.evaluate(({ x, y, width, height }) => {
    const points = [0.1, 0.5, 0.9].flatMap((across) =>
      [0.1, 0.5, 0.9].map((down) => document.elementFromPoint(x + width * across, y + height * down)),
    );
    return points.filter((element) => element?.closest('[data-sonner-toaster]')).length;
  }, place!);
  expect(above).toBe(0);
});

test('a toast does not cover the button that was pressed, in a narrow and in a wide window', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  for (const [width, id, code] of [
    [360, '319904', '404 Not found'],
    [1440, '319903', '403 Forbidden'],
  ] as const) {
    await page.setViewportSize({ width, height: 640 });
    await deployments.open(server.origin);
    const button = deployments.cancelButton(id);
    await button.evaluate((element) => element.scrollIntoView({ block: 'end' }));
    await deployments.cancel(id);
    await toast(page, 'alert', code).waitFor();
    await expect(button).toBeFocused();
    await expect
      .poll(() =>
        button.evaluate((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        }),
      )
      .toBe(true);
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Dismiss' })).toHaveCount(0);
    await expect(button).toBeVisible();
  }
});

test('a toast does not scroll the page, in a narrow and in a wide window', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 40);
  let held = Promise.resolve();
  await page.route('**/api/cancellations/*', async (route) => {
    if (route.request().method() === 'PUT') await held;
    await route.continue();
  });
  for (const [width, id] of [
    [360, '5039'],
    [1440, '5038'],
  ] as const) {
    await page.setViewportSize({ width, height: 640 });
    let answer = () => {};
    held = new Promise<void>((resolve) => (answer = resolve));
    await deployments.cancelButton(id).scrollIntoViewIfNeeded();
    await deployments.cancel(id);
    await deployments.dialog.getByRole('button', { name: 'Wait in the background' }).click();
    await deployments.dialog.waitFor({ state: 'detached' });
    await expect(deployments.cancelButton(id)).toBeFocused();
    await page.evaluate(() => scrollTo(0, 0));
    answer();
    await toast(page, 'alert', '404 Not found').waitFor();
    await waitForAnimations(page);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.keyboard.press('Escape');
    await expect(toasts(page)).toHaveCount(0);
  }
});

test('no control that gets the focus is under a toast', async ({ page, server }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 20);
  await deployments.cancel('319904');
  await toast(page, 'alert', '404 Not found').waitFor();
  await waitForAnimations(page);
  const hidden = () =>
    page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused.closest('[data-sonner-toaster]')) return null;
      const { left, top, width, height } = focused.getBoundingClientRect();
      const above = document.elementFromPoint(left + width / 2, top + height / 2);
      return above?.closest('[data-sonner-toaster]') ? focused.outerHTML.slice(0, 200) : null;
    });
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    await expect.poll(hidden).toBeNull();
  }
  // With the selection bar below it the toast is brief, and still not on the box that was pressed.
  const box = page.getByRole('checkbox', { name: /^Select (?!all)/ }).nth(3);
  await box.focus();
  await page.keyboard.press('Space');
  await page.getByRole('region', { name: 'Selection' }).waitFor();
  await expect.poll(async () => (await front(page).boundingBox())?.height).toBeLessThan(140);
  await expect.poll(hidden).toBeNull();
  await page.getByRole('button', { name: 'Clear the selection' }).click();
  // The toast does not leave its place for a menu, which lies above it.
  await page
    .getByRole('button', { name: /^More for/ })
    .nth(3)
    .click();
  await page.getByRole('menu').waitFor();
  await waitForAnimations(page);
  const toastBox = (await front(page).boundingBox())!;
  expect(toastBox.y + toastBox.height).toBe(640);
});

test('the undo toast is above the selection bar, however wide the window is', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  const firstBox = page.getByRole('checkbox', { name: /^Select (?!all)/ }).first();
  const bar = page.getByRole('region', { name: 'Selection' });
  const overlap = async () => {
    const box = await toasts(page).boundingBox();
    const barBox = await bar.boundingBox();
    return box === null || barBox === null ? Infinity : box.y + box.height - barBox.y;
  };
  for (const width of [360, 700, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await firstBox.check();
    await bar.getByRole('button', { name: 'Remove…' }).click();
    await deployments.dialog.getByRole('button', { name: 'Remove 1 deployment' }).click();
    await deployments.dialog.waitFor({ state: 'detached' });
    await firstBox.check();
    await expect.poll(overlap, `${width} px`).toBeLessThanOrEqual(0);
    // At the end of the page the bar is at the end of the list, and with the names it is higher.
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect.poll(overlap, `${width} px, at the end`).toBeLessThanOrEqual(0);
    await bar.getByRole('button', { name: 'Names' }).click();
    await expect.poll(overlap, `${width} px, with the names`).toBeLessThanOrEqual(0);
    await bar.getByRole('button', { name: 'Clear the selection' }).click();
    await page.keyboard.press('Escape');
    await expect(toasts(page)).toHaveCount(0);
  }
});

test('one toast at a time stands at the bottom right, and the newest is in front', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 2);
  // Where the focus or the pointer is on a row, what is new waits.
  await deployments.cancelButton('5001').waitFor();
  for (const id of ['319904', '5000', '5001']) {
    await deployments.cancel(id);
    await deployments.dialog.waitFor({ state: 'detached' });
  }
  await expect(front(page)).toContainText('+2 more');
  expect((await front(page).boundingBox())?.width).toBe(360);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('Escape');
  await expect(front(page)).toContainText('+1 more');
  // The wall shows the outcomes itself.
  await page.getByRole('link', { name: /^Activity/ }).click();
  await page.getByRole('link', { name: 'Wall' }).click();
  await page.getByRole('link', { name: 'Leave wall' }).waitFor();
  await expect(front(page)).toBeHidden();
  await page.getByRole('link', { name: 'Leave wall' }).click();
  await expect(front(page)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss all' }).click();
  await expect(toasts(page)).toHaveCount(0);
});

/** What is wrong with the place of the toast in front. Runs in the page. */
function faultsOfPlace(isAtEnd: boolean): string[] {
  const front = document.querySelector('[data-toast="front"]');
  if (front === null) return ['there is no toast'];
  const toast = front.getBoundingClientRect();
  const controls = [...document.querySelectorAll('main :is(button, input, select)')].filter(
    (control) => control.closest('[aria-label="Selection"]') === null && control.checkVisibility(),
  );
  const nameOf = (control: Element) => control.getAttribute('aria-label') ?? control.textContent;
  const under = controls.filter((control) => {
    const box = control.getBoundingClientRect();
    const isBeside = box.right <= toast.left || box.left >= toast.right;
    return !isBeside && box.bottom > toast.top && box.top < Math.min(toast.bottom, innerHeight);
  });
  if (innerWidth >= 1024) {
    const isAtTheRight = toast.left > innerWidth / 3 && toast.bottom > innerHeight * 0.6;
    return [
      ...under.map((control) => `on ${nameOf(control)}`),
      ...(isAtTheRight ? [] : ['not at the right']),
    ];
  }
  // A strip: the page ends above it, as it otherwise ends at the window's lower edge.
  const faults = isAtEnd ? under.map((control) => `at the end of the page on ${nameOf(control)}`) : [];
  if (toast.left > 0 || toast.right < innerWidth) faults.push('no strip across the window');
  for (let y = Math.ceil(toast.top) + 1; y < innerHeight; y += 4)
    for (const x of [2, innerWidth / 2, innerWidth - 2]) {
      const seen = document.elementFromPoint(x, y);
      if (seen?.closest('[data-sonner-toaster], [aria-label="Selection"]') === null)
        faults.push(`a row is seen below the toast, at ${x}, ${y}`);
    }
  for (const control of controls) {
    const { left, top, width, height } = control.getBoundingClientRect();
    const middle = top + height / 2;
    // The search line and the application's heading lie on what is scrolled under them.
    if (middle > toast.top - 1 || middle < 120 || width <= 1) continue;
    if (document.elementFromPoint(left + width / 2, middle)?.closest('[data-sonner-toaster]'))
      faults.push(`on ${nameOf(control)}`);
  }
  return faults;
}

test('no toast lies on an action, however wide the window is and wherever it is scrolled', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 30);
  const bar = page.getByRole('region', { name: 'Selection' });
  for (const [index, width] of [360, 700, 1024, 1280, 1440].entries()) {
    await page.setViewportSize({ width, height: 800 });
    // The room below the list never shrinks while the page is there.
    await deployments.open(server.origin);
    for (const id of [5001, 5002].map((first) => String(first + 2 * index))) {
      await deployments.cancel(id);
      await deployments.dialog.waitFor({ state: 'detached' });
    }
    await expect(front(page)).toContainText('+1 more');
    for (const isSelected of [false, true]) {
      if (isSelected) {
        await deployments.row('5020').getByRole('checkbox').click();
        // It is fetched with the first selection, and the page ends later with it.
        await bar.waitFor();
      }
      await page.getByRole('heading', { level: 1 }).focus();
      for (const y of [0, 333, 700, 1000, 1e6]) {
        await page.evaluate((top) => scrollTo(0, top), y);
        await expect
          .poll(() => page.evaluate(faultsOfPlace, y === 1e6), `${width} px, ${isSelected}, ${y}`)
          .toEqual([]);
      }
    }
    // At the end of the page nothing moves when the toast leaves.
    const place = () => deployments.row('319911').evaluate((row) => row.getBoundingClientRect().top);
    const before = await place();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(toasts(page)).toHaveCount(0);
    expect(await place(), `${width} px`).toBe(before);
  }
});
