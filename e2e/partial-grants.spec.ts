import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './testing/fixtures';
import { startLive } from './testing/live-console';
import { DeploymentsPage, sendFromPage, toast } from './testing/pages';

// Browsers log that a request was refused.
test.use({ allowedMessages: /status of 403/ });

/** The browser of this test stands for the proxy in front that signs people in. */
const ned = { 'x-forwarded-email': 'ned@example.com', 'x-forwarded-groups': 'night-shift' };

test('who may cancel only in Staging, and save only one application, reads that before each click, and the console refuses the same', async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'console-grants-'));
  const file = join(folder, 'console.yaml');
  writeFileSync(
    file,
    `groups:
  night-shift:
    - { may: [cancel], environments: [staging] }
    - { may: [save], applications: ["10"] }
`,
  );
  const live = await startLive({ variables: { CONFIG_FILE: file, TRUSTED_PROXY: '127.0.0.1' } });
  const deployments = new DeploymentsPage(page);
  const noCancel = 'You may not cancel these calls: you have the permission “cancel” in Staging only.';
  const noSave =
    'You may not change this in the saved list: you have the permission “save” in application 10 only.';
  const body = { name: 'Surveys' };
  try {
    await live.ask('/api/applications/11', { method: 'PUT', body });
    for (const [path, environment] of [
      ['10/deployments/21', 'production'],
      ['11/deployments/30', 'staging'],
    ] as const)
      await live.ask(`/api/applications/${path}`, { method: 'PUT', body: { name: 'Line', environment } });
    await page.setExtraHTTPHeaders(ned);
    await deployments.open(live.server.origin);
    await expect(page.getByRole('banner')).toContainText('ned@example.com · limited');
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'What I may do…' }).click();
    await expect(page.getByRole('dialog')).toContainText(
      'You may read everything, and cancel in Staging; save in application 10.',
    );
    await page.keyboard.press('Escape');

    // What the page says before the click, and at it.
    await expect(deployments.cancelButton('21')).toHaveAccessibleDescription(noCancel);
    await deployments.cancelButton('21').press('Enter');
    await expect(toast(page, 'status', noCancel)).toBeVisible();
    await expect(deployments.dialog).toBeHidden();
    await expect(
      page.getByRole('button', { name: 'Edit application Surveys 11' }),
    ).toHaveAccessibleDescription(noSave);
    await expect(page.getByRole('button', { name: 'Edit application Reminders 10' })).toBeEnabled();

    // The console refuses the same, whoever sends it, and nothing has reached Fuse.
    const send = (path: string, sent: object) => sendFromPage(page, 'PUT', path, sent);
    const target = { applicationId: '10', deploymentId: '21', confirmedDeploymentId: '21' };
    await expect(send(`/api/cancellations/${crypto.randomUUID()}`, target)).rejects.toThrow('role_required');
    await expect(send('/api/applications/11', body)).rejects.toThrow('role_required');
    expect(live.fuse.requests).toHaveLength(0);

    // What they may do is done.
    await send('/api/applications/10/deployments/21', { name: 'Main line', environment: 'production' });
    await deployments.cancel('30');
    await expect(toast(page, 'status', '202 Accepted')).toBeVisible();
    expect(live.fuse.requests).toHaveLength(1);
  } finally {
    await page.close();
    await live.dispose();
    rmSync(folder, { recursive: true });
  }
});
