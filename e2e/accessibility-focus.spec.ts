import { expect, test } from './testing/fixtures';
import { DeploymentsPage } from './testing/pages';

test('the focus is not lost to the page after the first save', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await expect(deployments.cancelButton('310274')).toBeVisible();
  await page.evaluate(async () => {
    const { identity } = await (await fetch('/api/session')).json();
    const { items } = await (await fetch('/api/applications')).json();
    const headers = { 'Console-Identity': identity };
    for (const { applicationId } of items)
      await fetch(`/api/applications/${applicationId}`, { method: 'DELETE', headers });
  });
  await page.reload();
  const form = page.getByRole('main');
  await form.getByLabel('Application ID').fill('700');
  await form.getByLabel('Name of the application').fill('Autumn');
  await form.getByLabel('Deployment ID').fill('1');
  await form.getByLabel('Name', { exact: true }).fill('Wave 1');
  await form.getByRole('button', { name: 'Save deployment' }).focus();
  await page.keyboard.press('Enter');
  await expect(deployments.row('Wave 1')).toBeVisible();
  await expect(deployments.heading).toBeFocused();
});
