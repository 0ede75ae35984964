import { countCancellations, coreJourney } from './testing/core-journey';
import { expect, streamErrors, test } from './testing/fixtures';
import { DeploymentsPage, toast } from './testing/pages';

/** Marks the tests that also run in Firefox: the journey, and one answer of each kind. */
const everywhere = { tag: '@everywhere' };

test.describe('across a restart', () => {
  test.use({ allowedMessages: streamErrors });

  test('an outcome stays on toast, row, Activity and record', everywhere, async ({ page, server }) => {
    await coreJourney(page, server);
  });
});

interface Answer {
  id: string;
  role: 'status' | 'alert';
  code: string;
  outcome: string;
}

const oneOfEachKind: Answer[] = [
  { id: '319901', role: 'status', code: '202 Accepted', outcome: 'Accepted' },
  { id: '319904', role: 'alert', code: '404 Not found', outcome: 'Refused' },
  { id: '319911', role: 'alert', code: 'Connection lost', outcome: 'Unknown' },
];
const codes: Answer[] = [
  { id: '319902', role: 'alert', code: '401 Unauthorized', outcome: 'Refused' },
  { id: '319903', role: 'alert', code: '403 Forbidden', outcome: 'Refused' },
  { id: '319905', role: 'alert', code: '405 Method not allowed', outcome: 'Refused' },
  { id: '319906', role: 'alert', code: '429 Too many requests', outcome: 'Refused' },
  { id: '319907', role: 'alert', code: '500 Internal server error', outcome: 'Unknown' },
  { id: '319908', role: 'alert', code: '502 Bad gateway', outcome: 'Unknown' },
];
const slow: Answer[] = [
  { id: '319909', role: 'status', code: '202 Accepted', outcome: 'Accepted' },
  { id: '319910', role: 'alert', code: 'No answer after 7 s', outcome: 'Unknown' },
];

test.describe('every answer is on a toast and on its row, and the button has the focus again', () => {
  // Longer than the slow answer, shorter than a test's timeout.
  test.use({ variables: { FUSE_TIMEOUT_MS: '7000' } });

  for (const [which, where, answers] of [
    ['one of each kind', everywhere, oneOfEachKind],
    ['each code that is no success', {}, codes],
    ['late, or too late', {}, slow],
  ] as const)
    test(which, where, async ({ page, server }) => {
      const deployments = new DeploymentsPage(page);
      await deployments.open(server.origin);
      for (const { id, role, code, outcome } of answers)
        await test.step(`deployment ${id}: ${code} is ${outcome}`, async () => {
          await deployments.cancel(id);
          await expect(toast(page, role, code)).toBeVisible();
          await expect(deployments.row(id)).toContainText(outcome);
          await expect(deployments.row(id)).toContainText(code);
          await expect(deployments.cancelButton(id)).toBeFocused();
        });
    });
});

test('a double click on the confirming button sends one request', everywhere, async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await deployments.cancelButton('319901').click();
  await deployments.confirm.dblclick();
  await expect(toast(page, 'status', '202 Accepted')).toBeVisible();
  expect(countCancellations(await server.log())).toBe(1);
});

test.describe('when the console does not answer any more', () => {
  test.use({ allowedMessages: streamErrors });

  test('the dialog and the toast still appear', everywhere, async ({ page, server }) => {
    const deployments = new DeploymentsPage(page);
    await deployments.open(server.origin);
    // The page fetches them in an idle moment.
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => /assets\/dialogs-/.test(name)),
    );
    await server.stop('SIGKILL');
    await deployments.cancel('319901');
    await expect(deployments.dialog.getByRole('alert')).toContainText('We do not know yet');
    await deployments.dialog.getByRole('button', { name: 'Close' }).click();
    await expect(toast(page, 'alert', /Not known yet/)).toBeVisible();
  });
});
