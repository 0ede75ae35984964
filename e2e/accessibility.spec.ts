import { countCancellations } from './testing/core-journey';
import { expectAccessible } from './testing/accessibility';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, saveDeployments, toast } from './testing/pages';

// Each state is measured three times: in the light and the dark theme, and in a narrow window.
test.describe('axe finds nothing, and every target is large enough', () => {
  test.use({ viewport: { width: 1440, height: 900 } });
  test.slow();

  test('on the list and in its dialogs', async ({ page, server }) => {
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
      await page.getByRole('dialog').getByRole('button', { name: /^Save/ }).click();
      await page.getByRole('alert').first().waitFor();
      await expectAccessible(page, name);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });

  test('in menus, the palette and what they open', async ({ page, server }) => {
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    await expect(deployments.cancelButton('310274')).toBeVisible();
    const menu = page.getByRole('button', { name: 'Import and export' });
    await menu.click();
    await page.getByRole('menu').waitFor();
    await expectAccessible(page, 'menu');
    for (const [entry, text] of [
      [/^Paste from/, 'DELETE /api/apps/700/1/cancel'],
      [/^Import/, 'application_id,deployment_id,deployment_name,environment\n700,2,Wave,staging'],
    ] as const) {
      if (!(await page.getByRole('menu').isVisible())) await menu.click();
      await page.getByRole('menuitem', { name: entry }).click();
      await page.getByRole('dialog').getByRole('textbox').fill(text);
      await page.waitForTimeout(500);
      await expectAccessible(page, String(entry));
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }

    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page, 'shortcuts');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Jump to or do' }).fill('310');
    await expectAccessible(page, 'palette');
  });

  test('with a selection, and in a batch', async ({ page, server }) => {
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    await saveDeployments(page, 3);
    await page.goto(`${server.origin}/?q=line`);
    for (const id of ['5000', '5001']) await deployments.row(id).getByRole('checkbox').check();
    const bar = page.getByRole('region', { name: 'Selection' });
    await bar.getByRole('button', { name: 'Names' }).click();
    await expectAccessible(page, 'selection');
    for (const [button, dialog] of [
      ['Edit…', 'dialog'],
      ['Remove…', 'alertdialog'],
      ['Cancel all pending calls…', 'alertdialog'],
    ] as const) {
      await bar.getByRole('button', { name: button }).click();
      await page.getByRole(dialog).waitFor();
      await expectAccessible(page, button);
      if (dialog === 'dialog' || button === 'Remove…') await page.keyboard.press('Escape');
    }
    await deployments.dialog.getByLabel('Number of deployments').pressSequentially('2');
    await deployments.dialog.getByRole('button', { name: /^Cancel all pending calls of/ }).click();
    await page.getByText('404 Not found').nth(1).waitFor();
    await expectAccessible(page, 'batch');
  });

  test('on an outcome, wherever it is shown', async ({ page, server }) => {
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    for (const [id, code] of [
      ['319904', '404 Not found'],
      ['319911', 'Connection lost'],
    ] as const) {
      await deployments.cancel(id);
      await expect(toast(page, 'alert', code)).toBeVisible();
    }
    await expectAccessible(page, 'toasts');
    await page.getByRole('link', { name: 'View record', exact: true }).first().click();
    await page.getByText('What to do next').waitFor();
    await expectAccessible(page, 'record');

    await page.goto(`${server.origin}/activity`);
    await page.getByText('Connection lost').filter({ visible: true }).first().waitFor();
    await expectAccessible(page, 'activity');
    await page
      .getByRole('link', { name: /Connection lost|Drops|319911/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'I have checked this' }).click();
    await page.getByLabel('Call IDs').fill('90010030, 1');
    await page.getByRole('button', { name: /^Ask Fuse about/ }).click();
    await page.getByText('Kept in the timeline, with your name.').waitFor();
    await expectAccessible(page, 'verified record');
    await page.getByRole('button', { name: 'I have checked this' }).click();
    await page.getByRole('button', { name: 'Withdraw confirmation' }).click();
    await page.getByRole('alertdialog').waitFor();
    await expectAccessible(page, 'withdraw dialog');

    await page.goto(`${server.origin}/wall`);
    await page.getByText('404 Not found').filter({ visible: true }).first().waitFor();
    await expectAccessible(page, 'wall');
    for (const address of ['/sign-in', '/nothing-here', '/cancellations/none']) {
      await page.goto(server.origin + address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectAccessible(page, address);
    }
  });
});

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
