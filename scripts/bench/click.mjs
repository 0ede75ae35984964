import { openPage } from './browser.mjs';
import { startConsole, startUpstream } from './consoles.mjs';
import { addLimit, median } from './figures.mjs';
import { watchOutcome } from './in-page.mjs';
import { savedList } from './saved-list.mjs';

const rounds = 10;
const limitMs = 50;
const button = 'Cancel all pending calls';

/**
 * From the click on the confirming button to the outcome on the deployment's row, with two upstreams in turn.
 * @param {import('@playwright/test').Browser} browser
 */
export async function click(browser) {
  const list = savedList(20, 20);
  const deployments = list.applications[0]?.deployments ?? [];
  const wanted = deployments.at(-1)?.name ?? '';
  /** @type {{ delay: number, times: number[], page: import('@playwright/test').Page, close: () => Promise<void> }[]} */
  const sides = [];
  try {
    for (const delay of [0, 100]) {
      const upstream = await startUpstream(delay);
      const console_ = await startConsole({ fuseUrl: upstream.origin, list });
      const target = { url: `${console_.origin}/`, wanted, cookie: console_.cookie };
      const { page, context } = await openPage(browser, target);
      // Wait for the idle-time requests: nobody confirms within the first second.
      await page.waitForTimeout(2_000);
      const close = async () => {
        await context.close();
        await console_.dispose();
        upstream.stop();
      };
      sides.push({ delay, times: [], page, close });
    }
    for (const { deploymentId } of deployments.slice(0, rounds))
      for (const { page, times } of sides) {
        await page.bringToFront();
        const row = page.getByRole('row').filter({ hasText: deploymentId });
        await row.getByRole('button', { name: button }).click();
        const confirm = page.getByRole('alertdialog').getByRole('button', { name: button });
        await confirm.waitFor();
        await page.waitForTimeout(300);
        await page.evaluate(watchOutcome, { button, deploymentId, outcome: '202 Accepted' });
        await confirm.click();
        times.push(await page.evaluate('outcomePainted'));
        // The toast must not cover the next row's button, and the work after an outcome must not delay the next one.
        await page.waitForTimeout(700);
      }
    for (const { delay, times } of sides)
      addLimit(`confirm click to painted outcome, upstream ${delay} ms`, median(times), {
        unit: 'ms',
        limit: delay + limitMs,
        reference: delay,
        what: 'upstream',
      });
  } finally {
    for (const { close } of sides) await close();
  }
}
