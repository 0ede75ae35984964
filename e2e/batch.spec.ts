import { countCancellations } from './testing/core-journey';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, saveDeployments } from './testing/pages';

const count = 40;

test.describe('a batch', () => {
  test.use({ variables: { BATCH_PAUSE_MS: '150' } });

  test('of 40 deployments continues when its page is closed, can be stopped from another page, and shows what was not tried', async ({
    page,
    context,
    server,
  }) => {
    const list = new DeploymentsPage(page);
    await list.open(server.origin);
    // The sandbox does not know these: each is refused with 404, which stops no batch.
    await saveDeployments(page, count);

    await page.goto(`${server.origin}/?tag=wave`);
    await expect(list.row('5039')).toBeVisible();
    await page.getByRole('checkbox', { name: `Select all ${count} shown` }).check();
    await expect(page.getByText(`${count} deployments selected`)).toBeVisible();
    const cancelAll = page.getByRole('button', { name: 'Cancel all pending calls…' });
    // The focus returns into the bar, which floats at the bottom, without scrolling the page.
    await page.evaluate(() => scrollTo(0, 300));
    await cancelAll.click();
    // The number has to be typed, so its field has the focus.
    await expect(list.dialog.getByLabel('Number of deployments')).toBeFocused();
    const scrollBefore = await page.evaluate(() => scrollY);
    await list.dialog.getByRole('button', { name: 'Keep calls' }).click();
    await expect(cancelAll).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(scrollBefore);
    await cancelAll.click();
    const confirm = list.dialog.getByRole('button', { name: /^Cancel all pending calls of 40/ });
    await expect(confirm).toHaveAttribute('aria-disabled', 'true');
    await list.dialog.getByLabel('Number of deployments').pressSequentially(String(count));
    await confirm.dblclick();
    await expect(page.getByRole('heading', { name: 'Batch of 40 deployments' })).toBeVisible();
    const address = page.url();
    await page.close();

    const other = await context.newPage();
    await other.goto(address);
    await expect(other.getByText(/^([3-9]|[1-3]\d) of 40 done/)).toBeVisible();
    await other.getByRole('button', { name: 'Stop (the current one still finishes)' }).click();
    await expect(other.getByText('Stopped', { exact: true }).first()).toBeVisible();
    await expect(other.getByText('Not tried').first()).toBeVisible();
    await other.reload();
    await expect(other.getByText('Stopped', { exact: true }).first()).toBeVisible();

    const sent = countCancellations(await server.log());
    expect(sent).toBeGreaterThan(2);
    expect(sent).toBeLessThan(count);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(countCancellations(await server.log())).toBe(sent);
  });

  test('stops by itself at the first 401', async ({ page, server }) => {
    const list = new DeploymentsPage(page);
    await list.open(server.origin);
    await list.search.pressSequentially('practice');
    for (const id of ['319901', '319902', '319903']) await list.row(id).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Cancel all pending calls…' }).click();
    await list.dialog.getByLabel('Number of deployments').pressSequentially('3');
    await page.setViewportSize({ width: 360, height: 740 });
    await list.dialog.getByRole('button', { name: /^Cancel all pending calls of 3/ }).click();
    const results = page.getByRole('list', { name: 'Deployments in the order of sending' });
    const before = await results.boundingBox();
    await expect(page.getByText('Stopped', { exact: true }).first()).toBeVisible();
    expect(await results.boundingBox(), 'the end of the batch moves no row').toEqual(before);
    await expect(page.getByText('Not tried').first()).toBeVisible();
    expect(countCancellations(await server.log())).toBe(2);
    await expect(page.getByRole('button', { name: /^Try the refused/ })).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

    // Activity shows one entry for the batch, which is still open when the person comes back from one of its records.
    await page.goto(`${server.origin}/activity`);
    await page.getByText(/^3 deployments/).click();
    const records = page.getByRole('list', { name: 'Cancellations of this batch' });
    await records.getByRole('link').first().click();
    await expect(page.getByRole('heading', { name: /^Cancellation of/ })).toBeFocused();
    await page.goBack();
    await expect(records).toBeVisible();
  });
});

test('the palette jumps to a deployment, and cancels nothing without the dialog', async ({
  page,
  server,
}) => {
  const list = new DeploymentsPage(page);
  await list.open(server.origin);
  await expect(page.getByRole('button', { name: /^Theme/ })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { expanded: true })).toBeFocused();
  await page.keyboard.type('vaccination');
  await expect(page.getByRole('option', { name: /Vaccination/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { expanded: true })).toHaveCount(0);
  expect(countCancellations(await server.log())).toBe(0);
  await page.keyboard.press('Escape');
  await list.heading.click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});
