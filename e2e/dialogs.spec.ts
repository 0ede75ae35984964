import { expect, test } from './testing/fixtures';
import { DeploymentsPage, expectLive, toast } from './testing/pages';

test('the dialog warns with time and person if the calls were cancelled just now', async ({
  page,
  server,
}) => {
  const list = new DeploymentsPage(page);
  await list.open(server.origin);
  await expectLive(page);
  await list.cancel('319901');
  await toast(page, 'status', '202 Accepted').waitFor();
  await list.cancelButton('319901').click();
  await expect(list.dialog.getByRole('alert')).toHaveText(
    /^Fuse accepted a cancellation of these calls .*(?:UTC|GMT\S+), by Sandbox operator\./,
  );
  await list.confirm.click();
  await expect(list.dialog).toBeHidden();
  await expect(toast(page, 'status', '202 Accepted').nth(1)).toBeVisible();
});

test('the browser’s Back keeps an open form at first, and leaves the view the second time', async ({
  page,
  server,
}) => {
  const list = new DeploymentsPage(page);
  await page.goto(`${server.origin}/activity`);
  await page.getByRole('link', { name: 'Deployments' }).click();
  await list.heading.waitFor();
  await page.getByRole('button', { name: 'Add application' }).click();
  const name = page.getByRole('dialog').getByLabel('Name');
  await name.pressSequentially('Autumn');
  await page.goBack();
  await expect(name).toHaveValue('Autumn');
  await expect(page.getByText(/go back again: what was typed here is lost/)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  // A form that was closed by its own button leaves no entry in the history.
  await page.goForward();
  await list.heading.waitFor();
  await page.getByRole('button', { name: 'Add application' }).click();
  await name.pressSequentially('Autumn');
  await page.getByRole('button', { name: 'Don’t save' }).click();
  await expect(name).toBeHidden();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
});
