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
  // The warning of the one way out is not that of the other.
  await name.press('Escape');
  await expect(page.getByText(/press Escape again/)).toBeVisible();
  await page.goBack();
  await expect(
    page.getByText(/^To close this, go back again\. What you typed here will be lost/),
  ).toBeVisible();
  await expect(name).toHaveValue('Autumn');
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

test('while it waits, the dialog shows its target and a timer, and nothing of it moves', async ({
  page,
  server,
}) => {
  const list = new DeploymentsPage(page);
  await list.open(server.origin);
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/cancellations/*', async (route) => {
    if (route.request().method() === 'PUT') await held;
    await route.continue();
  });
  await list.cancelButton('310274').click();
  const field = list.dialog.getByLabel('Deployment ID');
  await expect(field).toBeFocused();
  await field.pressSequentially('310274');
  await page.waitForFunction(() => document.getAnimations().length === 0);
  const places = async () => [await list.dialog.boundingBox(), await list.keep.boundingBox()];
  const before = await places();
  await page.keyboard.press('Enter');
  await expect(list.dialog).toContainText(/Waiting for Fuse… 1 s/);
  expect(await places()).toEqual(before);
  await expect(field).toBeHidden();
  await expect(list.dialog).toHaveAccessibleName(/^Cancel all pending calls of Production · /);
  await expect(list.dialog).toHaveAccessibleDescription(/^ID 310274 · .* \d+/);
  expect(await page.evaluate(() => document.activeElement?.closest('[role="alertdialog"]') !== null)).toBe(
    true,
  );
  answer();
  await expect(list.dialog).toBeHidden();
  await expect(list.cancelButton('310274')).toBeFocused();
});
