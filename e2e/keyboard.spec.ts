import type { Page } from '@playwright/test';
import { cancellationPage } from '../src/contract';
import { countCancellations } from './testing/core-journey';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, saveDeployments } from './testing/pages';

/** In three applications, the first one in production. */
const targets = ['310274', '311046', '312251'];
const reason = 'Wrong list of numbers';
/** Beside what is typed: the IDs, their number and the reason. */
const mostKeys = 35;

/** Presses keys and counts them; a key that is held down beside another counts as well. */
function countingKeys(page: Page) {
  let count = 0;
  return {
    async press(...keys: string[]) {
      for (const key of keys) {
        count += key.split('+').length;
        await page.keyboard.press(key);
      }
    },
    get count() {
      return count;
    },
  };
}

test.use({ variables: { BATCH_PAUSE_MS: '150' } });

test('a night’s work by keyboard: three of sixty are cancelled, with a reason, and confirmed', async ({
  page,
  server,
}) => {
  const list = new DeploymentsPage(page);
  await list.open(server.origin);
  await saveDeployments(page, 37);
  await page.reload();
  await expect(page.getByText('60 deployments', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Theme/ })).toBeVisible();
  const keys = countingKeys(page);

  // Find the three, and select them.
  await keys.press('/');
  await expect(list.search).toBeFocused();
  await page.keyboard.type(targets.join(' '));
  await expect(page.getByText('3 of 60 deployments found')).toBeVisible();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  for (let count = 0; count < 3; count += 1) {
    const before = await focused();
    await keys.press('ArrowDown');
    // The next row may have to be drawn first.
    await expect.poll(focused).not.toBe(before);
    await keys.press('Space');
  }
  await expect(page.getByText('3 deployments selected')).toBeVisible();

  // Ask for the batch, from the selection's bar.
  await keys.press('b', 'Tab', 'Tab', 'Tab', 'Tab', 'Enter');
  const field = list.dialog.getByLabel('Number of deployments');
  await expect(field).toBeFocused();
  await expect(list.dialog).toContainText('1 of 3 counts as production.');
  await page.keyboard.type('3');
  await keys.press('Tab');
  await page.keyboard.type(reason);
  await keys.press('Shift+Tab', 'Enter');

  // See what happened.
  await expect(page.getByRole('heading', { name: 'Batch of 3 deployments' })).toBeFocused();
  await expect(page.getByRole('listitem').getByText('202 Accepted')).toHaveCount(3);
  expect(countCancellations(await server.log())).toBe(3);

  // Confirm it, each record with its own mark.
  await keys.press('Tab', 'Enter');
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  await expect(page.getByRole('main').getByText('3 to confirm')).toBeVisible();
  await keys.press('c', 'c');
  await expect(page.getByText('3 outcomes of the batch are confirmed.')).toBeAttached();

  const { items } = cancellationPage.parse(
    await page.evaluate(() => fetch('/api/cancellations').then((answer) => answer.json())),
  );
  expect(items.map(({ deploymentId }) => deploymentId).toSorted()).toEqual(targets);
  for (const record of items)
    expect(record).toMatchObject({
      outcome: 'accepted',
      reason,
      confirmation: { person: 'Sandbox operator' },
    });
  expect(keys.count).toBeLessThanOrEqual(mostKeys);
});

test('Space right after an arrow key selects the row that it led to, where a long list draws that first', async ({
  page,
  server,
}) => {
  const list = new DeploymentsPage(page);
  await list.open(server.origin);
  await saveDeployments(page, 150);
  await page.reload();
  const box = (id: string) => list.row(id).getByRole('checkbox', { name: /^Select Line/ });
  await box('5002').focus();
  // The keys of the list come in the first idle moment.
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(box('5003')).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(list.row('5004')).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByText('1 deployment selected')).toBeVisible();
  await expect(box('5004')).toBeFocused();
  await expect(box('5004')).toBeChecked();
  await expect(box('5003')).not.toBeChecked();
});

test('what is pinned stands on top of a long list, and only the keyboard is led there', async ({
  page,
  server,
}) => {
  const list = new DeploymentsPage(page);
  await list.open(server.origin);
  await saveDeployments(page, 150);
  await page.reload();
  const rows = page.locator('[data-row]');
  const idOfFirst = async () => (await rows.first().getByRole('rowheader').textContent()) ?? '';
  const scrolled = () => page.evaluate(() => Math.round(scrollY));

  const menu = page.getByRole('button', { name: /^More for Line 6\d, / }).first();
  // Only once the whole list is there does the page have that height.
  await expect(async () => {
    await page.evaluate(() => scrollTo(0, 3000));
    await expect(menu).toBeVisible({ timeout: 500 });
  }).toPass();
  const name = (await menu.getAttribute('aria-label')) ?? '';
  await menu.click();
  const before = await scrolled();
  const place = async () => (await page.getByRole('button', { name }).boundingBox())?.y;
  const placeBefore = await place();
  await page.getByRole('menuitem', { name: 'Pin to top' }).click();
  await expect(page.getByText('Pinned to the top.')).toBeVisible();
  const [, id = ''] = /ID (\d+)/.exec(name) ?? [];
  await expect(page.getByRole('button', { name })).toBeFocused();
  expect(await scrolled()).toBe(before);
  // No other row comes under the pointer: the row moves once the pointer has left the list.
  expect(await place()).toBe(placeBefore);
  await page.mouse.move(1, 1);
  await page.evaluate(() => scrollTo(0, 0));
  await expect.poll(idOfFirst).toContain(id);

  await page.keyboard.press('/');
  await page.keyboard.type('5149');
  await expect(page.getByText(/^1 of 173 deployments found/)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(list.row('5149').getByRole('checkbox')).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const entry = page.getByRole('menuitem', { name: 'Pin to top' });
  await entry.waitFor();
  await page.keyboard.press('p');
  await expect(entry).toBeFocused();
  await page.keyboard.press('Enter');
  const moved = page.locator('[data-row="pinned"]').getByRole('button', { name: /^More for Line 149, / });
  await expect(moved).toBeFocused();
  await expect(moved).toBeInViewport();
  await list.search.fill('');
  // The address keeps what is searched for, also over a reload.
  await expect(page).not.toHaveURL(/q=/);
  await page.reload();
  await expect(page.locator('[data-row="pinned"]')).toHaveCount(2);
});
