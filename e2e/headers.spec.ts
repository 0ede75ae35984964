import type { Page } from '@playwright/test';
import { views } from '../src/contract';
import { DeploymentsPage, toast } from './testing/pages';
import { expect, test } from './testing/fixtures';

const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

test('every response has security and caching headers', async ({ server }) => {
  const page = await fetch(server.origin);
  const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
  expect(script).not.toBe('');
  const answers = {
    '/': 'no-cache',
    '/report': 'no-cache',
    '/favicon.svg': 'public, max-age=86400',
    [script]: 'public, max-age=31536000, immutable',
    '/api/session': 'no-store',
    '/api/cancellations': 'no-store',
    '/api/cancellations/counts': 'no-store',
    '/api/cancellations.csv': 'no-store',
    '/api/applications': 'no-store',
    '/api/applications.json': 'no-store',
    '/api/batches': 'no-store',
    '/api/openapi.json': 'no-store',
    '/api/events': 'no-store',
    '/api/nothing': 'no-store',
    '/nothing': 'no-store',
    '/healthz': 'no-store',
    '/metrics': 'no-store',
  };
  for (const [path, caching] of Object.entries(answers)) {
    const stop = new AbortController();
    const { headers } = await fetch(`${server.origin}${path}`, { signal: stop.signal });
    stop.abort();
    expect
      .soft(Object.fromEntries(headers), path)
      .toMatchObject({ ...commonHeaders, 'cache-control': caching });
    const policy = headers.get('content-security-policy') ?? '';
    expect.soft(policy, path).toMatch(/^default-src 'none';/);
    expect.soft(policy, path).toContain("frame-ancestors 'none'");
    expect.soft(policy, path).not.toMatch(/unsafe|\*|https?:/);
    // A connection that is closed while the next request is on its way would lose that request.
    expect.soft(headers.get('keep-alive'), path).toBe('timeout=75');
    expect.soft(headers.get('server') ?? headers.get('x-powered-by'), path).toBeNull();
  }
});

/** Collects the violations of the page's policy on every document opened from now on. */
async function collectViolations(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      const note: unknown = Reflect.get(window, 'noteViolation');
      if (typeof note === 'function') note(`${violatedDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  return violations;
}

test.describe('every view', () => {
  // The view of an unknown address.
  test.use({ allowedMessages: /status of 404/ });

  test('no dialog, toast or view breaks the Content Security Policy', async ({ page, server }) => {
    const violations = await collectViolations(page);
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    await expect(deployments.cancelButton('310274')).toBeVisible();
    const dialogs = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    // One that was still leaving would be taken for the next.
    const leave = async () => {
      await page.keyboard.press('Escape');
      await expect(dialogs).toHaveCount(0);
    };
    for (const name of ['Add deployment', 'Add application']) {
      await page.getByRole('button', { name, exact: true }).click();
      await dialogs.waitFor();
      await leave();
    }
    for (const name of ['Edit…', 'Remove…']) {
      await deployments.chooseInRow('310391', name);
      await dialogs.waitFor();
      await leave();
    }
    await page.getByRole('button', { name: /^Theme:/ }).click();
    await deployments.cancel('319904');
    await toast(page, 'alert', '404 Not found').waitFor();
    await page.getByRole('link', { name: 'View record', exact: true }).click();
    await page.getByText('What to do next').waitFor();
    const record = page.url();

    await deployments.open(server.origin);
    for (const name of ['Paste from Fuse or an e-mail…', 'Import a file…']) {
      await page.getByRole('button', { name: 'Import and export' }).click();
      await page.getByRole('menuitem', { name }).click();
      await page.getByRole('dialog').getByRole('textbox').first().pressSequentially('apps/<b>/1');
      // The first Escape only shows a hint; the second closes the dialog.
      await page.keyboard.press('Escape');
      await leave();
    }
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      const table =
        '<style>td {color: red}</style><table style="width: 9em"><tr><th>App ID<th>Deployment ID<tr><td style=color:red>20481<td>0310274</table>';
      clipboardData.setData('text/html', table);
      clipboardData.setData('text/plain', 'App ID Deployment ID 20481 0310274');
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.body.dispatchEvent(paste);
    });
    await page.getByLabel('Name of deployment 20481/0310274').waitFor();
    await leave();
    for (const keys of ['Control+k', '?']) {
      await page.keyboard.press(keys);
      await dialogs.waitFor();
      await leave();
    }
    await deployments.search.pressSequentially('practise');
    for (const id of ['319901', '319904']) await deployments.row(id).getByRole('checkbox').check();
    for (const name of ['Edit…', 'Remove…']) {
      await page.getByRole('button', { name, exact: true }).click();
      await dialogs.waitFor();
      await leave();
    }
    await page.getByRole('button', { name: 'Cancel all pending calls…' }).click();
    await deployments.dialog.getByLabel('Number of deployments').pressSequentially('2');
    await deployments.dialog.getByRole('button', { name: /^Cancel all pending calls of 2/ }).click();
    await page.getByText(/^2 of 2 done/).waitFor();
    const batch = page.url();

    for (const address of [
      views.activity,
      views.report,
      views.wall,
      views.signIn,
      '/no/such/view',
      record,
      batch,
    ]) {
      await page.goto(new URL(address, server.origin).href);
      await page.getByRole('heading', { level: 1 }).or(page.getByRole('alert')).first().waitFor();
      await page.waitForLoadState('networkidle');
    }
    expect(violations).toEqual([]);
  });
});

test.describe('the Content Security Policy', () => {
  test.use({ allowedMessages: /Content Security Policy|TrustedHTML|CSP:|Trusted/i });

  test('blocks inline markup, code from text, new policies, inline styles and other hosts', async ({
    page,
    server,
  }) => {
    const violations = await collectViolations(page);
    await new DeploymentsPage(page).open(server.origin);
    const results = await page.evaluate(async () => {
      const attempt = (work: () => unknown) => {
        try {
          work();
          return 'done';
        } catch (error) {
          return error instanceof Error ? error.name : 'thrown';
        }
      };
      const inline = document.createElement('style');
      inline.textContent = 'body { display: none }';
      return {
        markup: attempt(() => (document.body.innerHTML = '<img src=x onerror=alert(1)>')),
        // The ban on code from text does not apply to the test's own evaluation, but to a timer's callback.
        code: await new Promise((resolve) =>
          setTimeout(() => resolve(attempt(() => Reflect.construct(Function, ['return 1'])))),
        ),
        policy: attempt(() => {
          const types: unknown = Reflect.get(window, 'trustedTypes');
          if (types instanceof Object) Reflect.get(types, 'createPolicy').call(types, 'x', {});
        }),
        style: attempt(() => document.head.append(inline)),
        elsewhere: attempt(() => new Image().setAttribute('src', 'https://evil.example/x')),
      };
    });
    expect(results).toMatchObject({ markup: 'TypeError', code: 'EvalError', policy: 'TypeError' });
    await expect
      .poll(() => violations.map((violation) => violation.split(' ')[0]))
      .toEqual(expect.arrayContaining(['img-src', 'require-trusted-types-for', 'style-src-elem']));
  });
});
