import type { Locator, Page } from '@playwright/test';
import { walk } from './testing/accessibility';
import { countCancellations } from './testing/core-journey';
import { expect, test } from './testing/fixtures';
import { DeploymentsPage, saveDeployments, sendFromPage, toast } from './testing/pages';

/** As somebody without a mouse does it. */
async function press(control: Locator, key = 'Enter') {
  await control.focus();
  await control.press(key);
}

const escape = (page: Page) => () => page.keyboard.press('Escape');

/** Cancels calls without a dialog or a toast. Resolves to the address of the record. */
async function cancelUnseen(page: Page, applicationId: string, deploymentId: string) {
  const id = crypto.randomUUID();
  await sendFromPage(page, 'PUT', `/api/cancellations/${id}`, { applicationId, deploymentId });
  return `/cancellations/${id}`;
}

test.describe('everybody can use', () => {
  // One of the pages is not there.
  test.use({ viewport: { width: 1440, height: 900 }, allowedMessages: /status of 404/ });
  test.slow();

  test('the list, its menus and its dialogs', async ({ page, server }) => {
    const list = new DeploymentsPage(page);
    await list.open(server.origin);
    for (const id of ['319901', '319904', '319911']) await cancelUnseen(page, '20999', id);
    const values = { name: 'Survey', environment: 'production', tags: ['billing'], note: null };
    const protectedReason = 'The live line of the hospital: ask Ada first';
    await sendFromPage(page, 'PUT', '/api/applications/20481/deployments/310999', {
      ...values,
      protectedReason,
    });
    const button = (name: string | RegExp) => page.getByRole('button', { name });
    const dialog = page.getByRole('dialog');
    const menu = page.getByRole('menu');
    const box = page.getByRole('combobox', { name: 'Search actions and deployments' });
    const production = list.cancelButton('310274');
    const choose = async (opener: Locator, entry: string | RegExp) => {
      await press(opener);
      await press(menu.getByRole('menuitem', { name: entry }));
    };
    const more = (id: string) => list.row(id).getByRole('button', { name: /^More for/ });
    const strip = list.row('319904').getByRole('button', { name: /^Last outcome: / });
    /** Shows what is wrong in the fields. */
    const saveNothing = () => press(dialog.getByRole('button', { name: /^Save/ }));
    await walk(page, [
      {
        name: 'the list',
        isLoaded: true,
        open: async () => {
          await list.row('319911').getByText('Unknown').waitFor();
          await list.row('310999').getByText('Protected').waitFor();
        },
      },
      {
        name: 'the menu of a row',
        open: () => press(more('310274')),
        close: escape(page),
        focusAfter: () => more('310274'),
      },
      {
        name: 'the last outcomes of a row',
        open: () => press(strip),
        focus: () => menu.getByRole('menuitem', { name: /^Refused, 404 Not found/ }),
        close: escape(page),
        focusAfter: () => strip,
      },
      {
        name: 'the dialog that removes',
        open: () => choose(more('310391'), 'Remove…'),
        focus: () => page.getByRole('button', { name: 'Keep it' }),
        close: escape(page),
        focusAfter: () => more('310391'),
      },
      {
        name: 'the dialog that edits, with a fault',
        open: async () => {
          await choose(more('310391'), 'Edit…');
          await dialog.getByLabel('Name', { exact: true }).fill('');
          await saveNothing();
        },
        focus: () => dialog.getByLabel('Name', { exact: true }),
        close: () => press(dialog.getByRole('button', { name: 'Don’t save' })),
        focusAfter: () => more('310391'),
      },
      {
        name: 'the form of a new deployment, with faults',
        open: () =>
          press(page.getByRole('button', { name: 'Add deployment', exact: true })).then(saveNothing),
        focus: () => dialog.getByLabel('Deployment ID'),
        close: escape(page),
        focusAfter: () => page.getByRole('button', { name: 'Add deployment', exact: true }),
      },
      {
        name: 'the form of a new application, with faults',
        open: () => press(button('Add application')).then(saveNothing),
        focus: () => dialog.getByLabel('Application ID'),
        close: escape(page),
        focusAfter: () => button('Add application'),
      },
      {
        name: 'the menu of the list',
        open: () => press(button('Import and export')),
        close: escape(page),
        focusAfter: () => button('Import and export'),
      },
      {
        name: 'a pasted text',
        open: async () => {
          await choose(button('Import and export'), /^Paste/);
          await dialog.getByRole('textbox').fill('DELETE /api/apps/700/1/cancel');
          await saveNothing();
          await dialog.getByLabel(/^Name of deployment/).waitFor();
        },
        close: () => press(dialog.getByRole('button', { name: 'Don’t save' })),
        focusAfter: () => button('Import and export'),
      },
      {
        name: 'a file to import',
        open: async () => {
          await choose(button('Import and export'), /^Import/);
          await dialog
            .getByRole('textbox')
            .fill(
              'application_id,application_name,deployment_id,deployment_name,environment\n700,A,2,W,test',
            );
          // What was typed is read when the focus goes on.
          await page.keyboard.press('Tab');
          await dialog.getByRole('button', { name: /^Import \d/ }).waitFor();
        },
        close: () => press(dialog.getByRole('button', { name: 'Don’t import' })),
        focusAfter: () => button('Import and export'),
      },
      {
        name: 'the keyboard shortcuts',
        open: () => page.keyboard.press('?'),
        close: escape(page),
        focusAfter: () => button('Import and export'),
      },
      {
        name: 'the palette',
        open: () => page.keyboard.press('Control+k').then(() => box.fill('310')),
        focus: () => box,
        close: escape(page),
        focusAfter: () => button('Import and export'),
      },
      {
        name: 'the filters',
        open: () => press(page.getByRole('button', { name: 'Filter', exact: true })),
        focus: () => page.getByRole('combobox', { name: 'Filter the list' }),
        close: async () => {
          await page.keyboard.type('staging');
          await page.keyboard.press('Enter');
        },
      },
      {
        name: 'a narrowed list, and nothing in it',
        open: () => list.search.fill('zebra').then(() => page.getByText(/^No deployment matches/).waitFor()),
        focus: () => list.search,
        close: () => press(button('Clear the search')),
      },
      {
        name: 'the list without its filter',
        open: () => press(button(/remove this filter$/)),
        focus: () => page.getByRole('button', { name: 'Filter', exact: true }),
      },
      {
        name: 'the dialog that cancels in production, with a wrong ID',
        open: async () => {
          await press(production);
          await page.keyboard.type('1');
          await page.keyboard.press('Enter');
          await list.dialog.getByText(/is not 310274/).waitFor();
        },
        focus: () => list.dialog.getByLabel('Deployment ID'),
        close: escape(page),
        focusAfter: () => production,
      },
      {
        name: 'the dialog of a protected deployment',
        open: () => press(list.cancelButton('310999')).then(() => list.dialog.waitFor()),
        focus: () => list.keep,
        close: escape(page),
        focusAfter: () => list.cancelButton('310999'),
      },
      {
        name: 'the form that edits a protected deployment',
        open: () => choose(more('310999'), 'Edit…').then(() => dialog.waitFor()),
        close: escape(page),
        focusAfter: () => more('310999'),
      },
      {
        name: 'the dialog that cancels again, and waits',
        open: async () => {
          await page.route('**/api/cancellations/*', () => undefined);
          await press(list.cancelButton('319901'));
          await press(list.confirm);
          await list.dialog.getByRole('button', { name: 'Wait in the background' }).waitFor();
        },
        close: async () => {
          await page.keyboard.press('Escape');
          await toast(page, 'status', 'Waiting for Fuse').waitFor();
          await page.unroute('**/api/cancellations/*');
        },
        focusAfter: () => list.cancelButton('319901'),
      },
      {
        name: 'two outcomes as toasts',
        open: async () => {
          await list.cancel('319903');
          await list.dialog.waitFor({ state: 'detached' });
          await list.cancel('319904');
          await toast(page, 'alert', '404 Not found').waitFor();
        },
        focus: () => list.cancelButton('319904'),
        close: () => press(button('Dismiss all')),
      },
    ]);
  });

  test('a selection and its batch', async ({ page, server }) => {
    const list = new DeploymentsPage(page);
    await list.open(server.origin);
    await saveDeployments(page, 3);
    await page.goto(`${server.origin}/?q=line`);
    const bar = page.getByRole('region', { name: 'Selection' });
    const inBar = (name: string | RegExp) => bar.getByRole('button', { name });
    const select = (id: string) => press(list.row(id).getByRole('checkbox'), 'Space');
    await walk(page, [
      {
        name: 'a selection with its names',
        open: async () => {
          for (const id of ['5000', '5001', '5002']) await select(id);
          await press(inBar('Names'));
        },
        focus: () => inBar('Names'),
      },
      {
        name: 'the dialog that edits several, without a change',
        open: async () => {
          await press(inBar('Edit…'));
          await press(page.getByRole('button', { name: 'Change 3 deployments' }));
          await page.getByText('Choose at least one change.').waitFor();
        },
        close: escape(page),
        focusAfter: () => inBar('Edit…'),
      },
      {
        name: 'the dialog that removes several',
        open: () => press(inBar('Remove…')),
        focus: () => page.getByRole('button', { name: 'Keep them' }),
        close: async () => {
          await page.keyboard.press('Escape');
          await press(inBar(/^Deselect .*ID 5002\b/));
        },
        focusAfter: () => inBar(/^Deselect .*ID 5001\b/),
      },
      {
        name: 'the dialog of a batch',
        open: () => press(inBar('Cancel all pending calls…')),
        focus: () => list.dialog.getByLabel('Number of deployments'),
      },
      {
        name: 'the batch',
        open: async () => {
          await page.keyboard.type('2');
          await page.keyboard.press('Enter');
          await page.getByRole('main').getByText('404 Not found').nth(1).waitFor();
        },
        focus: () => page.getByRole('heading', { level: 1 }),
      },
    ]);
  });

  test('what came of it', async ({ page, server }) => {
    const list = new DeploymentsPage(page);
    await list.open(server.origin);
    const unknown = await cancelUnseen(page, '20999', '319911');
    const values = { name: 'Survey', environment: 'production', tags: ['billing', 'daily'], note: 'First' };
    const saved = '/api/applications/20481/deployments/310999';
    await sendFromPage(page, 'PUT', saved, values);
    await sendFromPage(page, 'PUT', saved, { ...values, name: 'Survey, Spanish', tags: [], note: null });
    for (const [application, id] of [
      ['20481', '310391'],
      ['20999', '319904'],
      ['20481', '310274'],
      ['20999', '319911'],
    ] as const)
      await cancelUnseen(page, application, id);
    const heading = page.getByRole('heading', { level: 1 });
    const entry = (name: string | RegExp) => page.getByRole('main').getByRole('link', { name }).first();
    const withdraw = page.getByRole('button', { name: 'Withdraw confirmation' });
    await walk(page, [
      {
        name: 'Activity',
        open: () => press(page.getByRole('link', { name: /^Activity/ })).then(() => entry('404').waitFor()),
        focus: () => heading,
      },
      {
        name: 'the numbers behind the bars',
        open: () => press(page.getByRole('button', { name: 'As a table' })),
        focus: () => page.getByRole('button', { name: 'As a table' }),
        close: () => press(page.getByRole('button', { name: 'As a table' })),
      },
      {
        name: 'the two ends of a span',
        open: () => press(page.getByRole('button', { name: 'From and to' })),
        focus: () => page.getByRole('button', { name: 'From and to' }),
        close: () => page.keyboard.press('Escape'),
      },
      {
        name: 'the question for a note',
        open: async () => {
          await entry(/Drops|319911|Connection/).focus();
          await page.keyboard.press('c');
          await page.getByRole('dialog').waitFor();
        },
        focus: () => page.getByRole('dialog').getByRole('textbox'),
        close: async () => {
          await page.keyboard.type('The queue is empty');
          await page.keyboard.press('Control+Enter');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        },
      },
      {
        name: 'the shift report',
        open: () => press(page.getByRole('link', { name: 'Shift report' })),
        focus: () => heading,
        close: () => page.goBack(),
        focusAfter: () => heading,
      },
      {
        name: 'the changes',
        open: async () => {
          await press(page.getByRole('main').getByRole('link', { name: 'Changes' }));
          await page.getByRole('listitem').filter({ hasText: 'Survey' }).first().waitFor();
        },
        focus: () => heading,
      },
      {
        name: 'the history of a deployment',
        isLoaded: true,
        open: async () => {
          await page.goto(`${server.origin}/changes?applicationId=20481&deploymentId=310274`);
          await page.getByRole('listitem').filter({ hasText: 'Accepted' }).first().waitFor();
        },
        close: () => press(page.getByRole('link', { name: 'Cancellations', exact: true })),
        focusAfter: () => heading,
      },
      {
        name: 'the wall',
        open: () => press(page.getByRole('link', { name: 'Wall' })),
        close: () => press(page.getByRole('link', { name: 'Leave wall' })),
        focusAfter: () => heading,
      },
      {
        name: 'a record whose note is missing, with calls that were verified',
        isLoaded: true,
        open: async () => {
          await page.goto(server.origin + unknown);
          await page.getByLabel('Call IDs').fill('90010030, 1');
          await press(page.getByRole('button', { name: /^Ask Fuse about/ }));
          await page.getByText('Kept in the timeline, with your name.').waitFor();
          await page.getByLabel('How was it checked?').fill('');
          await press(page.getByRole('button', { name: 'I have checked this' }));
          await page.getByText(/^Say how you checked it/).waitFor();
        },
        close: async () => {
          await page.getByLabel('How was it checked?').fill('The queue is empty');
          await press(page.getByRole('button', { name: 'I have checked this' }));
          await withdraw.waitFor();
        },
      },
      {
        name: 'the dialog that withdraws a confirmation',
        open: () => press(withdraw),
        focus: () => page.getByRole('button', { name: 'Keep it' }),
        close: async () => {
          await press(page.getByRole('button', { name: 'Withdraw', exact: true }));
          await withdraw.waitFor({ state: 'detached' });
        },
      },
      {
        name: 'a page that is not there',
        isLoaded: true,
        open: () => page.goto(`${server.origin}/nothing`).then(() => heading.waitFor()),
      },
      {
        name: 'the sign-in',
        isLoaded: true,
        open: () => page.goto(`${server.origin}/sign-in`).then(() => heading.waitFor()),
      },
    ]);
  });

  test('the first view and the first save', async ({ page, server }) => {
    const list = new DeploymentsPage(page);
    await list.open(server.origin);
    await page.evaluate(async () => {
      const { identity } = await (await fetch('/api/session')).json();
      const { items } = await (await fetch('/api/applications')).json();
      const headers = { 'Console-Identity': identity };
      for (const { applicationId } of items)
        await fetch(`/api/applications/${applicationId}`, { method: 'DELETE', headers });
    });
    await page.reload();
    const form = page.getByRole('main');
    const save = form.getByRole('button', { name: 'Save deployment' });
    await walk(page, [
      {
        name: 'the empty list, with faults in its form',
        open: () => press(save).then(() => form.getByRole('alert').first().waitFor()),
      },
      {
        name: 'the first saved deployment',
        open: async () => {
          await form.getByLabel('Application ID').fill('700');
          await form.getByLabel('Name of the application').fill('Autumn');
          await form.getByLabel('Deployment ID').fill('1');
          await form.getByLabel('Name', { exact: true }).fill('Wave 1');
          await press(save);
          await list.row('Wave 1').waitFor();
        },
        focus: () => list.heading,
      },
    ]);
  });
});

test('forced colours keep environments, outcomes and what is chosen apart by shape and word', async ({
  page,
  server,
}) => {
  const list = new DeploymentsPage(page);
  await list.open(server.origin);
  for (const [application, id] of [
    ['20481', '310391'],
    ['20481', '310274'],
    ['20999', '319904'],
    ['20999', '319911'],
  ] as const)
    await cancelUnseen(page, application, id);
  await page.emulateMedia({ forcedColors: 'active' });
  const seen = (word: string) =>
    page.getByRole('main').getByText(word, { exact: true }).filter({ visible: true }).first();
  const edge = (word: string) =>
    seen(word).evaluate((element) => parseFloat(getComputedStyle(element).borderTopWidth));
  for (const address of ['/', '/activity', '/wall']) {
    await page.goto(server.origin + address);
    for (const word of ['Accepted', 'Refused', 'Unknown']) await expect(seen(word)).toBeVisible();
    expect(await edge('Production')).toBeGreaterThan(await edge('Staging'));
  }
  await page.goto(`${server.origin}/activity`);
  const ground = (role: 'link' | 'button', name: string | RegExp) =>
    page
      .getByRole(role, { name })
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  for (const [role, chosen, other] of [
    ['link', /^Activity/, 'Deployments'],
    ['link', /^Cancellations/, 'Changes'],
    ['button', 'All', 'Confirmed'],
    ['button', 'operator', 'support'],
  ] as const)
    expect(await ground(role, chosen)).not.toBe(await ground(role, other));
});

test('the keyboard alone can find, confirm and leave', async ({ page, server }) => {
  const deployments = new DeploymentsPage(page);
  await deployments.open(server.origin);
  await expect(deployments.cancelButton('310274')).toBeVisible();

  await page.keyboard.press('/');
  await expect(deployments.search).toBeFocused();
  await page.keyboard.type('310274');
  await expect(page.getByRole('row').filter({ has: page.getByRole('button') })).toHaveCount(1);

  await deployments.cancelButton('310274').focus();
  await page.keyboard.press('Enter');
  await expect(deployments.dialog.getByLabel('Deployment ID')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(deployments.dialog).toHaveCount(0);
  await expect(deployments.cancelButton('310274')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(deployments.dialog.getByLabel('Deployment ID')).toBeFocused();
  await page.keyboard.type('31027');
  await page.keyboard.press('Enter');
  await expect(deployments.dialog).toBeVisible();
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await expect(toast(page, 'status', '202 Accepted')).toBeVisible();
  await expect(deployments.cancelButton('310274')).toBeFocused();
  expect(countCancellations(await server.log())).toBe(1);
});
