import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { DeploymentsPage, toast } from './pages';
import type { ConsoleServer } from './console-server';

/** The number of cancellations in a console's log. */
export const countCancellations = (log: string) => log.match(/"event":"cancellation"/g)?.length ?? 0;

/** Saves a deployment, cancels its calls and checks the outcome everywhere, also after a reload and a restart. */
export async function coreJourney(page: Page, server: ConsoleServer) {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);

  // A deployment that the sandbox knows, removed first so that it can be saved again under another name.
  await deployments.chooseInRow('310391', 'Remove…');
  await deployments.dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(deployments.row('310391')).toHaveCount(0);

  await page.getByRole('button', { name: 'Add deployment', exact: true }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Deployment ID').fill('310391');
  await form.getByLabel('Name', { exact: true }).fill('Reminders, second try');
  await form.getByLabel('Environment').selectOption('staging');
  await form.getByRole('button', { name: 'Save deployment' }).click();
  await expect(deployments.row('310391')).toContainText('Reminders, second try');

  await deployments.cancel('310391', { reason: 'Wrong list' });
  await expect(toast(page, 'status', '202 Accepted')).toContainText('Reminders, second try');
  await expect(deployments.dialog).toHaveCount(0);
  const expectSettled = async () => {
    await expect(deployments.row('310391')).toContainText('Accepted');
    await expect(deployments.row('310391')).toContainText('202 Accepted');
  };
  await expectSettled();
  await page.reload();
  await expectSettled();

  await page.getByRole('link', { name: 'Activity' }).click();
  const entry = page.getByRole('listitem').filter({ hasText: 'Reminders, second try' });
  await expect(entry).toContainText('202 Accepted');
  await entry.getByRole('link', { name: 'Reminders, second try' }).click();

  const expectRecord = async () => {
    await expect(page.getByText('Fuse accepted the cancellation.')).toBeVisible();
    await expect(page.getByText(/DELETE http:\/\/.*\/310391\/cancel/)).toBeVisible();
    await expect(page.getByText('Wrong list')).toBeVisible();
  };
  await expectRecord();
  await server.restart();
  // In dev Vite's client reloads the page when its server is back, which may abort this reload.
  await expect(() => page.reload()).toPass();
  await expectRecord();
  await deployments.open(server.origin);
  await expectSettled();
}
