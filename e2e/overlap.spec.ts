import type { Socket } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from './testing/fixtures';
import { accept, startLive, tokens } from './testing/live-console';
import { DeploymentsPage, expectLive, saveDeployments } from './testing/pages';

// Asking who one is before signing in.
test.use({ allowedMessages: /status of 401/ });

async function signIn(page: Page, origin: string, name: string) {
  await page.goto(`${origin}/sign-in#token=${tokens.operator}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Deployments', level: 1 }).waitFor();
}

/** Selects these deployments and opens the dialog of their batch. */
async function openBatch(page: Page, origin: string, ids: readonly string[]) {
  await page.goto(`${origin}/?tag=wave`);
  await expectLive(page);
  const list = new DeploymentsPage(page);
  for (const id of ids) await list.row(id).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Cancel all pending calls…' }).click();
  await list.dialog.waitFor();
  return {
    dialog: list.dialog,
    async confirm(count: number) {
      await list.dialog.getByLabel('Number of deployments').pressSequentially(String(count));
      await list.dialog
        .getByRole('button', { name: new RegExp(`^Cancel all pending calls of ${count} `) })
        .click();
      await page.getByRole('heading', { name: `Batch of ${count} deployments` }).waitFor();
    },
  };
}

test('of two people’s batches that share deployments the second is told, and each deployment gets one DELETE', async ({
  page,
  browser,
}) => {
  const held: Socket[] = [];
  let isHolding = true;
  const live = await startLive({
    behave: (socket, request) => (isHolding ? void held.push(socket) : accept(socket, request)),
    variables: { BATCH_PAUSE_MS: '0' },
  });
  const { origin } = live.server;
  const second = await browser.newContext();
  try {
    await signIn(page, origin, 'Ada');
    await saveDeployments(page, 6);
    const grace = await second.newPage();
    await signIn(grace, origin, 'Grace');

    const ofAda = await openBatch(page, origin, ['5000', '5001', '5002', '5003']);
    // Opened before Ada's batch begins, so that this dialog hears of it only while it is open.
    const ofGrace = await openBatch(grace, origin, ['5002', '5003', '5004', '5005']);
    await expect(ofGrace.dialog.getByRole('alert')).toHaveCount(0);
    await ofAda.confirm(4);
    await expect.poll(() => held.length).toBe(1);

    const notice = ofGrace.dialog.getByRole('alert');
    await expect(notice).toContainText('2 of these are in a running batch of Ada. They are left out');
    await expect(notice.getByRole('listitem')).toHaveText([
      'Line 2, Staging, ID 5002, Campaign 777',
      'Line 3, Staging, ID 5003, Campaign 777',
    ]);
    await ofGrace.confirm(2);

    isHolding = false;
    for (const socket of held) accept(socket, '');
    for (const [view, count] of [
      [page, 4],
      [grace, 2],
    ] as const)
      await expect(view.getByText(`${count} of ${count} done`).first()).toBeVisible();
    const targets = live.fuse.requests.map(
      (request) => /^DELETE \S+\/(\d+)\/cancel /.exec(request)?.[1] ?? request,
    );
    expect(targets).toHaveLength(6);
    expect(new Set(targets)).toEqual(new Set(['5000', '5001', '5002', '5003', '5004', '5005']));
  } finally {
    await page.close();
    await second.close();
    await live.dispose();
  }
});
