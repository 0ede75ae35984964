import { expect, test } from './test';
import { DeploymentsPage, live, saveMany, sendFrom, toast } from './pages';

test.describe('what others are doing', () => {
  test.use({ variables: { BATCH_PAUSE_MS: '3000' } });

  test('is part of the question: a batch leaves out what another one has waiting, and the server refuses it', async ({
    page,
    context,
    server,
  }) => {
    const list = new DeploymentsPage(page);
    await list.open(server.origin);
    await saveMany(page, 5);
    await page.goto(`${server.origin}/?tag=wave`);
    await live(page);
    await page.getByRole('checkbox', { name: 'Select all 5' }).check();
    await page.getByRole('button', { name: 'Cancel all pending calls…' }).click();
    await expect(list.dialog.getByText('None of them counts as production.')).toBeVisible();

    // Meanwhile somebody else begins with two of them.
    const colleague = await context.newPage();
    await colleague.goto(server.origin);
    const target = (id: number) => ({ applicationId: '777', deploymentId: String(id) });
    const theirs = [5000, 5001, 5002].map(target);
    const id = crypto.randomUUID();
    await sendFrom(colleague, 'PUT', `/api/batches/${id}`, { targets: theirs });

    await expect(list.dialog.getByText(/of these are in a running batch of/)).toBeVisible();
    await expect(list.dialog.getByRole('button', { name: /^Cancel all pending calls of 2/ })).toBeVisible();
    const refused = sendFrom(colleague, 'PUT', `/api/batches/${crypto.randomUUID()}`, {
      targets: [target(5004), target(5002)],
    });
    await expect(refused).rejects.toThrow(/"code":"overlap".*"kind":"waiting"/);
    await list.dialog.getByRole('button', { name: 'Include them' }).click();
    await expect(list.dialog.getByRole('button', { name: /^Cancel all pending calls of 5/ })).toBeVisible();
  });
});

test('an accepted cancellation is told with time and person before the same calls are cancelled again', async ({
  page,
  server,
}) => {
  const list = new DeploymentsPage(page);
  await list.open(server.origin);
  await live(page);
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

test('the browser’s way back leaves an open form as it is, and the next one goes', async ({
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
  // A form that was left by its own button leaves nothing behind in the history.
  await page.goForward();
  await list.heading.waitFor();
  await page.getByRole('button', { name: 'Add application' }).click();
  await name.pressSequentially('Autumn');
  await page.getByRole('button', { name: 'Don’t save' }).click();
  await expect(name).toBeHidden();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
});
