import type { Page } from '@playwright/test';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage } from './testing/pages';

const dialog = '[role$=dialog]';
const toasts = '[data-sonner-toast]';
const ids = { applicationId: '20600', deploymentId: '410275' };

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

for (const [language, application, deployment] of [
  ['Hebrew', 'תזכורות', 'תזכורת אביב'],
  ['Arabic', 'تذكيرات', 'تذكير الربيع ٢'],
  ['Latin letters with a right-to-left mark in it', 'Autumn\u200f 26', 'Wave\u200f 5'],
] as const) {
  test(`IDs keep their order beside names in ${language}`, async ({ page, server }) => {
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    const put = async (path: string, data: object) => {
      const headers = { origin: server.origin };
      const response = await page.request.put(server.origin + path, { data, headers });
      expect(response.ok(), await response.text()).toBe(true);
    };
    await put(`/api/applications/${ids.applicationId}`, { name: application });
    for (const id of [ids.deploymentId, '410276'])
      await put(`/api/applications/${ids.applicationId}/deployments/${id}`, {
        name: id === ids.deploymentId ? deployment : `${deployment} 7`,
        environment: 'staging',
        tags: [application],
        note: null,
      });
    const line = [application, ids.applicationId, ids.deploymentId];
    await page.reload();

    // The names of the selected deployments.
    for (const name of [deployment, `${deployment} 7`])
      await page.getByRole('checkbox', { name }).first().check();
    await page.getByRole('button', { name: 'Names' }).click();
    expect(await orderOf(page, [deployment, ...line], 'main')).toEqual([deployment, ...line]);

    // The batch's dialog, and the batch.
    await page.getByRole('button', { name: 'Cancel all pending calls…' }).click();
    await deployments.dialog.waitFor();
    const inDialog = [ids.deploymentId, application, ids.applicationId];
    expect(await orderOf(page, inDialog, dialog)).toEqual(inDialog);
    await page.getByLabel('Number of deployments').pressSequentially('2');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Batch of 2 deployments' }).waitFor();
    expect(await orderOf(page, inDialog, 'main')).toEqual(inDialog);
    // Its toast would come in front of the next one.
    await page.getByRole('button', { name: /^Try the refused/ }).waitFor();

    // One cancellation: its dialog, its toast and its record.
    await deployments.open(server.origin);
    await deployments.cancelButton(ids.deploymentId).click();
    await deployments.dialog.waitFor();
    const about = ['Staging', deployment];
    for (const pieces of [about, inDialog]) expect(await orderOf(page, pieces, dialog)).toEqual(pieces);
    await deployments.confirm.click();
    const toast = page.getByRole('region', { name: /^Notifications/ });
    await expect(toast).toContainText(deployment);
    for (const pieces of [about, inDialog]) expect(await orderOf(page, pieces, toasts)).toEqual(pieces);
    await toast.getByRole('link', { name: 'View record' }).click();
    await page.getByRole('heading', { name: 'Target' }).waitFor();
    const fact = [deployment, ids.deploymentId];
    expect(await orderOf(page, fact, 'main')).toEqual(fact);

    // The row of the single cancellation; the batch's row names both of its deployments in two lines.
    await page.goto(`${server.origin}/activity`);
    expect(await orderOf(page, line, 'main li:not(:has(details))')).toEqual(line);

    const palette = page.getByRole('combobox', { name: 'Search actions and deployments' });
    // On a busy machine the shortcuts come a moment after the list.
    await expect(async () => {
      await page.keyboard.press('Control+k');
      await expect(palette).toBeVisible({ timeout: 2000 });
    }).toPass();
    await palette.fill(ids.deploymentId);
    const item = [application, ids.deploymentId];
    expect(await orderOf(page, item, dialog)).toEqual(item);
  });
}
