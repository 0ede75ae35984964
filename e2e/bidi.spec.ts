import type { Page } from '@playwright/test';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, sendFromPage } from './testing/pages';

const dialog = '[role$=dialog]';
const toasts = '[data-sonner-toast]';

const languages = [
  { application: 'תזכורות', deployment: 'תזכורת אביב', applicationId: '20600', deploymentId: '410275' },
  { application: 'تذكيرات', deployment: 'تذكير الربيع ٢', applicationId: '20601', deploymentId: '410375' },
  // Latin letters, and one of Hebrew at the end, beside the numbers.
  { application: 'Autumn ס', deployment: 'Wave ו', applicationId: '20602', deploymentId: '410475' },
];

/** The pieces of one line of an element in their order on the screen, from left to right. */
async function orderOf(page: Page, pieces: string[], within: string): Promise<string[]> {
  // A toast that leaves, or the list behind a dialog, has the same pieces in another order.
  await page
    .locator(within)
    .filter({ hasText: pieces[0] ?? '' })
    .first()
    .waitFor();
  return page.evaluate(
    ([texts, root]) => {
      // The smallest visible element that contains all pieces.
      const line = [...document.querySelectorAll(`${root} *`)].findLast(
        (element) =>
          element.checkVisibility() &&
          element.getBoundingClientRect().height < 40 &&
          texts.every((piece) => element.textContent.includes(piece)),
      );
      if (line === undefined) throw new Error(`Nothing has ${texts.join(' and ')}.`);
      const left = (piece: string) => {
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const at = walker.currentNode.nodeValue?.indexOf(piece) ?? -1;
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + piece.length);
          return range.getBoundingClientRect().left;
        }
        throw new Error(`${piece} is not in one text.`);
      };
      return texts.toSorted((a, b) => left(a) - left(b));
    },
    [pieces, within] as const,
  );
}

test('IDs keep their order beside names in Hebrew, in Arabic, and in Latin letters that end in Hebrew', async ({
  page,
  server,
}) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  /** Another deployment of the same application, whose name begins alike. */
  const besides = (deploymentId: string) => deploymentId.replace(/5$/, '6');
  for (const { application, deployment, applicationId, deploymentId } of languages) {
    const path = `/api/applications/${applicationId}`;
    await sendFromPage(page, 'PUT', path, { name: application });
    const values = { environment: 'staging', tags: [application], note: null };
    await sendFromPage(page, 'PUT', `${path}/deployments/${deploymentId}`, { ...values, name: deployment });
    await sendFromPage(page, 'PUT', `${path}/deployments/${besides(deploymentId)}`, {
      ...values,
      name: `${deployment} 7`,
    });
  }
  await page.reload();

  // The names of the selected deployments.
  for (const { deploymentId } of languages)
    for (const id of [deploymentId, besides(deploymentId)])
      await deployments.row(id).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Names' }).click();
  for (const { application, deployment, applicationId, deploymentId } of languages) {
    const named = [deployment, application, applicationId, deploymentId];
    expect(await orderOf(page, named, 'main')).toEqual(named);
  }

  // The batch's dialog, and the batch.
  const inDialog = languages.map(({ application, applicationId, deploymentId }) => [
    deploymentId,
    application,
    applicationId,
  ]);
  await page.getByRole('button', { name: 'Cancel all pending calls…' }).click();
  await deployments.dialog.waitFor();
  for (const pieces of inDialog) expect(await orderOf(page, pieces, dialog)).toEqual(pieces);
  await deployments.dialog.getByLabel('Number of deployments').pressSequentially('6');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Batch of 6 deployments' }).waitFor();
  for (const pieces of inDialog) expect(await orderOf(page, pieces, 'main')).toEqual(pieces);
  // Its toast would come in front of the next one.
  await page.getByRole('button', { name: /^Try the refused/ }).waitFor();

  // One cancellation: its dialog, its toast and its record.
  for (const { application, deployment, applicationId, deploymentId } of languages) {
    await deployments.open(server.origin);
    await deployments.cancelButton(deploymentId).click();
    await deployments.dialog.waitFor();
    const about = ['Staging', deployment];
    const target = [deploymentId, application, applicationId];
    for (const pieces of [about, target]) expect(await orderOf(page, pieces, dialog)).toEqual(pieces);
    await deployments.confirm.click();
    const toast = page.getByRole('region', { name: /^Notifications/ });
    await expect(toast).toContainText(deployment);
    for (const pieces of [about, target]) expect(await orderOf(page, pieces, toasts)).toEqual(pieces);
    await toast.getByRole('link', { name: 'View record' }).click();
    await page.getByRole('heading', { name: 'Target' }).waitFor();
    const fact = [deployment, deploymentId];
    expect(await orderOf(page, fact, 'main')).toEqual(fact);
  }

  // The rows of the single cancellations; the batch's row names its deployments in lines of their own.
  await page.goto(`${server.origin}/activity`);
  for (const { application, applicationId, deploymentId } of languages) {
    const line = [application, applicationId, deploymentId];
    expect(await orderOf(page, line, 'main li:not(:has(details))')).toEqual(line);
  }

  const palette = page.getByRole('combobox', { name: 'Search actions and deployments' });
  // On a busy machine the shortcuts come a moment after the list.
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(palette).toBeVisible({ timeout: 2000 });
  }).toPass();
  for (const { application, deploymentId } of languages) {
    await palette.fill(deploymentId);
    const item = [application, deploymentId];
    expect(await orderOf(page, item, dialog)).toEqual(item);
  }
});
