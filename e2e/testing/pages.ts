import { expect, type Locator, type Page } from '@playwright/test';

/** Locators and actions of the deployments view, by role and name only. */
export class DeploymentsPage {
  readonly page: Page;
  readonly heading: Locator;
  readonly search: Locator;
  readonly dialog: Locator;
  readonly confirm: Locator;
  readonly keep: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { name: 'Deployments', level: 1 });
    this.search = page.getByRole('searchbox');
    this.dialog = page.getByRole('alertdialog');
    this.confirm = this.dialog.getByRole('button', { name: 'Cancel all pending calls' });
    this.keep = this.dialog.getByRole('button', { name: 'Keep calls' });
  }

  async open(origin: string) {
    await this.page.goto(origin);
    await this.heading.waitFor();
  }

  /** A deployment's row, found by its unique ID. */
  row(deploymentId: string): Locator {
    return this.page.getByRole('row').filter({ hasText: deploymentId });
  }

  cancelButton(deploymentId: string): Locator {
    return this.row(deploymentId).getByRole('button', { name: /^Cancel calls…/ });
  }

  /** Chooses an entry in the menu of a deployment's row. */
  async chooseInRow(deploymentId: string, entry: string) {
    await this.row(deploymentId)
      .getByRole('button', { name: /^More for/ })
      .click();
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
  }

  /** Opens the dialog, types the ID if it has to be typed, and confirms. */
  async cancel(deploymentId: string, { reason }: { reason?: string } = {}) {
    await this.cancelButton(deploymentId).click();
    await this.dialog.waitFor();
    const typed = this.dialog.getByLabel('Deployment ID');
    // Key by key: React does not notice what `fill` does in Debian's Firefox.
    if ((await typed.count()) > 0) await typed.pressSequentially(deploymentId);
    if (reason !== undefined) await this.dialog.getByLabel(/^Reason/).pressSequentially(reason);
    await this.confirm.click();
  }
}

/** The toast that reports an outcome: a live region that contains the code. */
export function toast(page: Page, role: 'status' | 'alert', text: string | RegExp): Locator {
  return page
    .getByRole('region', { name: /^Notifications/ })
    .getByRole(role)
    .filter({ hasText: text });
}

/** Waits until nothing on the page is on its way to its place. */
export async function waitForAnimations(page: Page) {
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.playState !== 'running'),
  );
}

/** Sends a change as the open page would: from its origin, with its session and identity. */
export async function sendFromPage(
  page: Page,
  method: 'PUT' | 'POST',
  path: string,
  body: object,
): Promise<unknown> {
  return page.evaluate(
    async ({ sent, ...request }) => {
      const { identity } = await (await fetch('/api/session')).json();
      const headers = { 'content-type': 'application/json', 'Console-Identity': identity };
      const answer = await fetch(request.path, {
        method: request.method,
        headers,
        body: JSON.stringify(sent),
      });
      if (!answer.ok) throw new Error(`${request.method} ${request.path}: ${await answer.text()}`);
      return answer.json();
    },
    { method, path, sent: body },
  );
}

/** Imports what a file has in it. */
export async function importFile(page: Page, content: string) {
  const preview = await sendFromPage(page, 'POST', '/api/applications/import', { content, mode: 'preview' });
  const previewHash: unknown = Reflect.get(Object(preview), 'previewHash');
  await sendFromPage(page, 'POST', '/api/applications/import', { content, mode: 'apply', previewHash });
}

/** Saves deployments of the application "Campaign" with IDs from 5000 on, none of which the sandbox knows. */
export async function saveDeployments(page: Page, count: number) {
  const rows = Array.from({ length: count }, (_, at) => `777,Campaign,${5000 + at},Line ${at},staging,wave,`);
  const content = [
    'application_id,application_name,deployment_id,deployment_name,environment,tags,note',
    ...rows,
  ];
  await importFile(page, content.join('\n'));
}

const shown = (badge: Locator) => badge.filter({ visible: true });
const liveBadge = (page: Page) => shown(page.getByTitle('This page updates by itself.'));

/** Expects that the page says that it updates by itself. */
export async function expectLive(page: Page) {
  await expect(liveBadge(page).first()).toBeVisible();
}

/** Expects that the page says that it does not update, and since when. */
export async function expectNotLive(page: Page) {
  await expect(
    shown(page.getByText(/^Reconnecting, as of \d\d:\d\d:\d\d (?:UTC|GMT\S+)$/)).first(),
  ).toBeVisible();
  await expect(liveBadge(page)).toHaveCount(0);
}
