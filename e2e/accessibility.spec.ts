import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { countCancellations } from './testing/core-journey';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, toast } from './testing/pages';

async function expectAccessible(page: Page, what: string) {
  // Fading in, text has less contrast than when it can be read.
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.playState !== 'running'),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html}`)).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('axe finds nothing on the list, its dialogs and its forms', async ({ page, server }) => {
      const deployments = new DeploymentsPage(page);
      await deployments.open(server.origin);
      await expect(deployments.cancelButton('310274')).toBeVisible();
      await expectAccessible(page, 'deployments');

      await deployments.cancelButton('310274').click();
      await deployments.dialog.waitFor();
      await expectAccessible(page, 'cancel dialog');
      await deployments.keep.click();

      for (const name of ['Add deployment', 'Add application']) {
        await page.getByRole('button', { name, exact: true }).click();
        await page.getByRole('dialog').waitFor();
        await expectAccessible(page, name);
        await page.keyboard.press('Escape');
      }
    });

    test('axe finds nothing on an outcome, wherever it is shown', async ({ page, server }) => {
      const deployments = new DeploymentsPage(page);
      await deployments.open(server.origin);
      await deployments.cancel('319904');
      await expect(toast(page, 'alert', '404 Not found')).toBeVisible();
      await expectAccessible(page, 'toast');
      await page.getByRole('link', { name: 'View record', exact: true }).click();
      await page.getByText('What to do next').waitFor();
      await expectAccessible(page, 'one cancellation');

      for (const [view, address] of [
        ['activity', '/activity'],
        ['wall', '/wall'],
      ] as const) {
        await page.goto(`${server.origin}${address}`);
        await page.getByText('404 Not found').filter({ visible: true }).first().waitFor();
        await expectAccessible(page, view);
      }
    });
  });
}

test('the keyboard alone can find, confirm and leave', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await expect(deployments.cancelButton('310274')).toBeVisible();

  await page.keyboard.press('/');
  await expect(deployments.search).toBeFocused();
  await page.keyboard.type('310274');
  await expect(page.getByRole('row').filter({ has: page.getByRole('button') })).toHaveCount(1);

  await deployments.cancelButton('310274').focus();
  await page.keyboard.press('Enter');
  await expect(deployments.dialog.getByLabel('Deployment ID')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(deployments.dialog).toHaveCount(0);
  await expect(deployments.cancelButton('310274')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(deployments.dialog.getByLabel('Deployment ID')).toBeFocused();
  await page.keyboard.type('31027');
  await page.keyboard.press('Enter');
  await expect(deployments.dialog).toBeVisible();
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await expect(toast(page, 'status', '202 Accepted')).toBeVisible();
  await expect(deployments.cancelButton('310274')).toBeFocused();
  expect(countCancellations(await server.log())).toBe(1);
});
