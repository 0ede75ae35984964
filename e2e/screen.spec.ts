import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, saveDeployments, sendFromPage, toast } from './testing/pages';

test('the chosen theme is there at the first paint', async ({ page, server }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await page.getByRole('button', { name: /^Theme: system/ }).click();
  await page.getByRole('button', { name: /^Theme: light/ }).click();
  expect(await scheme()).toBe('dark');
  const dark = await background();
  expect(dark).not.toBe(light);
  // The shell alone, before the module script comes.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/assets\/.*\.js/, (route) => held.then(() => route.continue()));
  await page.goto(server.origin, { waitUntil: 'commit' });
  await expect(page.getByRole('banner')).toBeVisible();
  expect(await background()).toBe(dark);
  release();
  await expect(deployments.heading).toBeVisible();
});

test('every width shows each deployment’s name and all of its buttons', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await deployments.cancel('319904');
  await toast(page, 'alert', '404 Not found').waitFor();
  for (const width of [640, 700, 768, 900, 1023, 1024, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const measured = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('tbody tr')].map((row) => {
        const list = row.closest('section')!.getBoundingClientRect();
        // A hidden button must fail the test; text for screen readers only is left out.
        const inside = [...row.querySelectorAll('button, span:not(.sr-only), p, li')].every((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left >= list.left && right <= list.right;
        });
        const cells = [...row.children].every((cell) => cell.scrollWidth <= cell.clientWidth);
        return { name: row.querySelector('th')?.clientWidth ?? 0, fits: inside && cells };
      }),
    );
    expect(measured.length, `rows at ${width} px`).toBeGreaterThan(10);
    expect(Math.min(...measured.map(({ name }) => name)), `name at ${width} px`).toBeGreaterThanOrEqual(160);
    expect(
      measured.filter(({ fits }) => !fits),
      `clipped at ${width} px`,
    ).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `overflow at ${width} px`).toBeLessThanOrEqual(0);
  }
});

test('the longest environment is shown whole beside the ID, in a narrow and in a wide window', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 1);
  const environment = 'Pre-production of everybody in the east!';
  const line = { name: 'Line', environment, tags: ['t'.repeat(40)], note: null };
  await sendFromPage(page, 'PUT', '/api/applications/777/deployments/5000', line);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.reload();
    const row = deployments.row('5000');
    // On a phone the second line shows as much of the tags as there is room for.
    for (const text of width < 640 ? [environment] : [environment, 't'.repeat(40)]) {
      const cut = await row
        .getByText(text, { exact: true })
        .evaluate(
          (element) =>
            element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight,
        );
      expect(cut, `${text}, ${width} px wide`).toBe(false);
    }
    const lineHeight = 24;
    expect((await row.getByText('5000', { exact: true }).boundingBox())?.height).toBeLessThan(lineHeight);
  }
});

/** Waits until nothing more loads by itself; idle-time requests start within 2 s. */
const settle = (page: Page) => page.waitForTimeout(2500);

test('neither the first list nor a long one moves while it loads, in a narrow and in a wide window', async ({
  context,
  server,
}) => {
  await context.addInitScript(() => {
    Object.assign(window, { shifts: [] });
    new PerformanceObserver((list) => Reflect.get(window, 'shifts').push(...list.getEntries())).observe({
      type: 'layout-shift',
      buffered: true,
    });
  });
  const pages = await Promise.all(
    [360, 1440].map(async (width) => {
      const page = await context.newPage();
      await page.setViewportSize({ width, height: 800 });
      return page;
    }),
  );
  const expectSteady = async (which: string) =>
    Promise.all(
      pages.map(async (page) => {
        await new DeploymentsPage(page).open(server.origin);
        await expect(page.getByRole('button', { name: /^Cancel calls…/ }).first()).toBeVisible();
        await settle(page);
        const shift = await page.evaluate(() =>
          Reflect.get(window, 'shifts').reduce((sum: number, { value }: { value: number }) => sum + value, 0),
        );
        expect(shift, `${which}, ${page.viewportSize()?.width} px`).toBeLessThan(0.02);
      }),
    );
  await expectSteady('the first list');
  await saveDeployments(pages[0]!, 400);
  await expectSteady('a long list');
});

test('the focus stays on its button when the rest of a long list is rendered', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 400);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/assets\/windowed-list.*\.js/, (route) => held.then(() => route.continue()));
  await deployments.open(server.origin);
  const button = page.getByRole('button', { name: /^Cancel calls…/ }).nth(2);
  const name = await button.getAttribute('aria-label');
  await button.focus();
  release();
  await expect(page.getByRole('grid', { name: 'Deployments by application' })).toBeVisible();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(name);
  // A row with the focus stays in the document when it is scrolled away.
  await page.evaluate(() => scrollTo(0, 5000));
  await expect(page.getByText(/^Line [4-9]\d$/).first()).toBeVisible();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(name);
});

test('selection and scroll position survive a visit to Activity, in a narrow and in a wide window', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await saveDeployments(page, 400);
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await deployments.open(server.origin);
    await page
      .getByRole('checkbox', { name: /^Select Payment/ })
      .first()
      .check();
    await page.evaluate(() => scrollTo(0, 8000));
    const line = page.getByText(/^Line \d+$/);
    const inSight = () =>
      line.evaluateAll(
        (elements) => elements.find((element) => element.getBoundingClientRect().top > 0)?.textContent,
      );
    await expect(line.first()).toBeVisible();
    await settle(page);
    const [before, place] = [await inSight(), await page.evaluate(() => scrollY)];
    // A mouse click would first scroll to the link.
    await page.getByRole('link', { name: 'Activity' }).dispatchEvent('click');
    await expect(page.getByRole('heading', { name: 'Activity' })).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.goBack();
    await expect(page.getByText('1 deployment selected')).toBeVisible();
    await expect.poll(inSight).toBe(before);
    expect(await page.evaluate(() => scrollY)).toBe(place);
    // The heading far above has the focus: a dialog that returns it does not scroll the page.
    await expect(page.getByRole('heading', { name: 'Deployments' })).toBeFocused();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Search actions and deployments' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Deployments' })).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(place);
  }
});

test('the visible rows are painted before the rest is rendered', async ({ page, server }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.addInitScript(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    const count = () => document.querySelectorAll('main th[scope="row"]').length;
    new MutationObserver(() => {
      if (count() !== (seen.at(-1) ?? 0)) seen.push(count());
    }).observe(document, { childList: true, subtree: true });
  });
  await new DeploymentsPage(page).open(server.origin);
  const rows = page.getByRole('rowheader');
  await expect(rows).toHaveCount(23);
  expect(await page.evaluate('seen')).toEqual([13, 23]);
  // The first thirteen rows fill the window.
  const next = await rows.nth(13).boundingBox();
  expect(next?.y).toBeGreaterThan(800);
});

test.describe('while a part of the page cannot be fetched', () => {
  // The browser’s message, and the error that React’s error boundary has caught.
  test.use({ allowedMessages: /ERR_FAILED|dynamically imported module/ });

  test('the list and the selection stay, and Try again loads the part', async ({ page, server }) => {
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    await expect(page.getByRole('button', { name: /^Theme/ })).toBeVisible();
    const away = /assets\/(?:selection-bar|find-similar|shortcut-sheet|activity)-.*\.js/;
    await page.route(away, (route) => route.abort());

    await page.getByRole('checkbox', { name: /^Select 404 Not found,/ }).check();
    const notice = page.getByRole('alert').filter({ hasText: 'This could not be loaded' });
    await expect(notice).toBeVisible();
    await expect(deployments.cancelButton('310274')).toBeVisible();
    await page.keyboard.press('?');
    await expect(notice).toHaveCount(2);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await expect(notice).toHaveCount(1);
    await deployments.search.fill('remindres');
    await expect(notice).toHaveCount(2);
    await expect(page.getByText(/^0 of \d+ deployments found/)).toBeVisible();
    await deployments.search.fill('');
    await expect(notice).toHaveCount(1);

    await page.getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByText('This view could not be shown')).toBeVisible();
    await expect(page.getByRole('banner')).toBeVisible();
    await page.getByRole('link', { name: 'Deployments' }).click();
    await page.getByRole('checkbox', { name: /^Select 404 Not found,/ }).check();
    await expect(notice).toBeInViewport();

    await page.unroute(away);
    await notice.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('1 deployment selected')).toBeVisible();
    await page.getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  });

  test('the page says so if it can show nothing else, and can be reloaded', async ({ page, server }) => {
    // The first of the two scripts, without which nothing of the app runs, and then the second.
    for (const script of [/assets\/index-.*\.js/, /assets\/app-.*\.js/]) {
      await page.route(script, (route) => route.abort());
      await page.goto(server.origin);
      await expect(page.getByRole('alert')).toContainText('The console could not be loaded');
      await page.unroute(script);
    }
    await page.getByRole('link', { name: 'Reload' }).click();
    await expect(new DeploymentsPage(page).heading).toBeVisible();
    await expect(page.getByRole('banner')).toBeVisible();
  });
});

test('what is typed after a shortcut is not lost while the palette is still fetched', async ({
  page,
  server,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/assets\/(?:controls|dialogs)-.*\.js/, (route) => held.then(() => route.continue()));
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await expect(deployments.cancelButton('310274')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('/vacc');
  release();
  const box = page.getByRole('combobox', { name: 'Search actions and deployments' });
  await expect(box).toBeFocused();
  await page.keyboard.type('ination');
  await expect(box).toHaveValue('/vaccination');
});

test('the page fetches at most 170 kB of JavaScript in 14 requests until it is quiet', async ({
  page,
  server,
}) => {
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script' || request.url().endsWith('.js')) scripts.push(request.url());
  });
  await new DeploymentsPage(page).open(server.origin);
  await settle(page);
  expect(scripts.some((url) => url.includes('dialogs-'))).toBe(true);
  let bytes = 0;
  for (const url of new Set(scripts))
    bytes += gzipSync(await (await page.request.get(url)).body(), { level: 9 }).length;
  expect(scripts.length).toBeLessThanOrEqual(14);
  expect(bytes).toBeLessThanOrEqual(170_000);
});
