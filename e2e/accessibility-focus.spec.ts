import { expectFocusKept, recordAnnouncements } from './testing/accessibility';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, sendFromPage, toast } from './testing/pages';

test.describe('the focus is never lost to the page', () => {
  test('after the first save, and after the last removal', async ({ page, server }) => {
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    await page
      .getByRole('checkbox', { name: /^Select all/ })
      .first()
      .waitFor();
    await page.evaluate(async () => {
      const { identity } = await (await fetch('/api/session')).json();
      const { items } = await (await fetch('/api/applications')).json();
      for (const { applicationId } of items)
        await fetch(`/api/applications/${applicationId}`, {
          method: 'DELETE',
          headers: { 'Console-Identity': identity },
        });
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
    await expectFocusKept(page, 'the first save');
  });

  test('after confirming and withdrawing, and on the way from view to view', async ({ page, server }) => {
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    await deployments.cancel('319904');
    await toast(page, 'alert', '404 Not found').waitFor();
    const press = async (name: string) => {
      await page.getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
    };
    await press('Dismiss');
    await expect(page.getByRole('button', { name: 'Dismiss' })).toHaveCount(0);
    await expectFocusKept(page, 'dismissing a toast');

    await page.getByRole('link', { name: 'Activity' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Wall' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Newest cancellation' }).waitFor();
    await expectFocusKept(page, 'opening the wall');
    await page.goBack();
    await page.getByRole('link', { name: /404/ }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Summary' }).waitFor();
    await expectFocusKept(page, 'opening a record');

    await press('I have checked this');
    await expect(page.getByText('Confirmed by').first()).toBeVisible();
    await expectFocusKept(page, 'confirming');
    await press('Withdraw confirmation');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'I have checked this' })).toBeVisible();
    await expectFocusKept(page, 'withdrawing');
  });

  test('after an import', async ({ page, server }) => {
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    await page.getByRole('button', { name: 'Import and export' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /^Import/ }).focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog')
      .getByRole('textbox')
      .fill(
        'application_id,application_name,deployment_id,deployment_name,environment,tags,note\n700,Autumn,2,Wave,staging,,',
      );
    await page.getByRole('button', { name: 'Import 1 entry' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectFocusKept(page, 'an import');
  });
});

test('each outcome is announced once, as text', async ({ page, server }) => {
  const announcements = await recordAnnouncements(page);
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await expect(deployments.cancelButton('310391')).toBeVisible();
  await announcements.take();
  const count = (spoken: string[], words: RegExp) => spoken.filter((text) => words.test(text)).length;
  for (const [id, role, code, words] of [
    ['310391', 'status', '202 Accepted', /Fuse accepted the cancellation/],
    ['319904', 'alert', '404 Not found', /nothing was cancelled/i],
    ['319911', 'alert', 'Connection lost', /Connection lost/],
  ] as const) {
    await deployments.cancel(id);
    await toast(page, role, code).waitFor();
    await page.waitForTimeout(500);
    const spoken = await announcements.take();
    expect(count(spoken, words), spoken.join('\n')).toBe(1);
    expect(count(spoken, new RegExp(code)), spoken.join('\n')).toBe(1);
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
  }
});

test('forced colours keep environments and outcomes apart by word and shape', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  for (const id of ['310391', '319904', '319911'])
    await sendFromPage(page, 'PUT', `/api/cancellations/${crypto.randomUUID()}`, {
      applicationId: await deployments
        .row(id)
        .first()
        .evaluate(async (_, wanted) => {
          const { items } = await (await fetch('/api/applications')).json();
          return items.find(({ deployments: all }: { deployments: { deploymentId: string }[] }) =>
            all.some(({ deploymentId }) => deploymentId === wanted),
          ).applicationId;
        }, id),
      deploymentId: id,
    });
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(`${server.origin}/activity`);
  for (const word of ['Accepted', 'Refused', 'Unknown'])
    await expect(
      page.getByRole('main').getByText(word, { exact: true }).filter({ visible: true }).first(),
    ).toBeVisible();
  await deployments.open(server.origin);
  const edge = (word: string) =>
    page
      .getByRole('main')
      .getByText(word, { exact: true })
      .filter({ visible: true })
      .first()
      .evaluate((element) => parseFloat(getComputedStyle(element).borderTopWidth));
  expect(await edge('Production')).toBeGreaterThan(await edge('Staging'));
});
