import { fileURLToPath } from 'node:url';
import { test } from './testing/fixtures';
import { DeploymentsPage, expectLive, importFile, toast } from './testing/pages';

const folder = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 1440, height: 900 } });

    test('the pictures of the README', async ({ page, server }) => {
      const picture = (name: string) => page.screenshot({ path: `${folder}${name}-${colorScheme}.png` });
      const deployments = new DeploymentsPage(page);
      await deployments.open(server.origin);
      await deployments.cancel('319904');
      await toast(page, 'alert', '404 Not found').waitFor();
      await deployments.cancel('310391', { reason: 'Wrong list' });
      await toast(page, 'status', '202 Accepted').waitFor();
      await page.evaluate(() => scrollTo(0, 0));
      await page.mouse.move(0, 0);
      await page.waitForTimeout(500);
      await picture('deployments');

      await deployments.cancelButton('310274').click();
      await deployments.dialog.waitFor();
      await page.waitForTimeout(300);
      await picture('dialog');
      await deployments.keep.click();

      await page.goto(`${server.origin}/activity`);
      await page.getByRole('listitem').filter({ hasText: '404 Not found' }).waitFor();
      await expectLive(page);
      await page.waitForTimeout(300);
      await picture('activity');
      await page.getByRole('listitem').filter({ hasText: '202 Accepted' }).getByRole('link').click();
      await page.getByText('Fuse accepted the cancellation.').waitFor();
      await page.getByLabel('Call IDs').fill('90030001, 90030002, 90030003');
      await page.getByRole('button', { name: /^Ask Fuse/ }).click();
      await page.getByRole('status').filter({ hasText: 'checked at' }).waitFor();
      await page.getByRole('button', { name: 'I have checked this' }).click();
      await page
        .getByText(/^Confirmed by/)
        .first()
        .waitFor();
      await page.evaluate(() => scrollTo(0, 0));
      await picture('cancellation');

      await page.goto(`${server.origin}/report`);
      await page.getByRole('heading', { name: 'Shift report' }).waitFor();
      await page.getByRole('main').getByText('202 Accepted').first().waitFor();
      await page.waitForTimeout(500);
      await picture('report');

      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(server.origin);
      await deployments.row('310391').getByText('Accepted', { exact: true }).waitFor();
      await page.waitForTimeout(800);
      await picture('phone-list');
      await deployments.cancelButton('310391').click();
      await deployments.dialog.waitFor();
      await page.waitForTimeout(300);
      await picture('phone-dialog');
      await deployments.keep.click();
      await page.setViewportSize({ width: 1440, height: 900 });

      await page.goto(`${server.origin}/?q=practice`);
      for (const id of ['319901', '319903', '319904', '319909', '319911']) {
        await deployments.row(id).getByRole('checkbox').check();
      }
      await page.getByRole('button', { name: 'Cancel all pending calls…' }).click();
      await deployments.dialog.getByLabel('Number of deployments').pressSequentially('5');
      await page.waitForTimeout(300);
      await picture('batch-dialog');
      await deployments.dialog.getByRole('button', { name: /^Cancel all pending calls of/ }).click();
      await page.getByText(/^3 of 5 done/).waitFor();
      await picture('batch');

      await page.setViewportSize({ width: 1920, height: 1080 });
      await page.goto(`${server.origin}/wall`);
      await page.getByText('202 Accepted').first().waitFor();
      await page.waitForTimeout(500);
      await picture('wall');

      const rows = Array.from(
        { length: 10_000 },
        (_, at) =>
          `${30_000 + Math.floor(at / 200)},Region ${Math.floor(at / 200)},${400_000 + at},Line ${at},${at % 4 ? 'staging' : 'production'},outbound,`,
      );
      const content = `application_id,application_name,deployment_id,deployment_name,environment,tags,note\n${rows.join('\n')}`;
      await importFile(page, content);
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${server.origin}/?q=line+77`);
      await page.getByRole('checkbox', { name: /^Select Line 77,/ }).check();
      await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(500);
      await picture('long-list');
    });
  });
}
