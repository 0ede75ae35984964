import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths } from '@/contract';
import {
  makeApplication,
  makeBatch,
  makeCancellation,
  makeDeployment,
  makeProblem,
  supporter,
} from '@/testing/factories';
import {
  answerProblem,
  onCancel,
  server,
  withJournal,
  withList,
  withRecord,
  type Sent,
} from '@/testing/handlers';
import { switchSingleKeys } from '@/lib/single-keys';
import { renderApp } from '@/testing/render';

const list = makeApplication({
  deployments: [
    makeDeployment(),
    makeDeployment({ deploymentId: '2002', name: 'Recall' }),
    makeDeployment({ deploymentId: '2003', name: 'Late', note: 'As the others of the summer.' }),
    makeDeployment({ deploymentId: '2004', name: 'Summer' }),
  ],
});

async function openPalette(address = '/', saved = list) {
  const sent: Sent[] = [];
  server.use(
    withList(saved),
    onCancel(sent, () => new Response()),
  );
  const page = renderApp(address);
  await screen.findByRole('button', { name: /^Theme/ });
  await page.user.keyboard('{Control>}k{/Control}');
  const dialog = within(await screen.findByRole('dialog'));
  return { ...page, sent, dialog };
}

describe('the palette', () => {
  it('is there on the wall as well', async () => {
    server.use(
      withList(list),
      withJournal(() => ({ items: [], nextCursor: null })),
    );
    const { user } = renderApp('/wall');
    await screen.findByRole('link', { name: 'Leave wall' });
    // What comes in idle moments.
    await waitFor(async () => {
      await user.keyboard('{Control>}k{/Control}');
      expect(screen.getByRole('dialog')).toBeInTheDocument();
    });
    await user.keyboard('activ{Enter}');
    expect(await screen.findByRole('heading', { name: 'Activity' })).toBeInTheDocument();
  });

  it('opens a dialog over the list as it is narrowed', async () => {
    const { user } = await openPalette('/?q=recall');
    await user.keyboard('add deployment{Enter}');
    expect(await screen.findByRole('dialog', { name: 'Add deployment' })).toBeInTheDocument();
    expect(location.search).toBe('?q=recall');
  });

  it('jumps to a deployment', async () => {
    const { user, dialog } = await openPalette('/activity');
    await user.keyboard('2002 recall');
    expect(await dialog.findByRole('option', { name: /^Recall/ })).toBeInTheDocument();
    const chosen = dialog.getByRole('combobox').getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(chosen)).toHaveTextContent(/^Recall/);
    await user.keyboard('{Enter}');
    expect(await screen.findByText('1 of 4 deployments found')).toBeInTheDocument();
    expect(location.search).toBe('?q=2002&app=101');
  });

  it('finds what comes close to a typo, and puts own names before those of the application', async () => {
    const { user, dialog } = await openPalette();
    await user.keyboard('recal');
    expect((await dialog.findAllByRole('option'))[0]).toHaveTextContent(/^Recall/);
    await user.keyboard('{Control>}a{/Control}');
    await user.clear(dialog.getByRole('combobox'));
    await user.keyboard('rcall');
    expect(await dialog.findByRole('option', { name: /^Recall/ })).toBeInTheDocument();
    await user.clear(dialog.getByRole('combobox'));
    await user.keyboard('summre');
    expect(await dialog.findByRole('option', { name: /^Late/ })).toBeInTheDocument();
    expect(dialog.getAllByRole('option')[0]).toHaveTextContent(/^Summer/);
    await user.clear(dialog.getByRole('combobox'));
    await user.keyboard('rcall');
    await dialog.findByRole('option', { name: /^Recall/ });
    expect(dialog.getByRole('group', { name: 'Similar deployments' })).toBeInTheDocument();
    expect(dialog.queryByRole('option', { name: /^Cancel/ })).not.toBeInTheDocument();
  });

  it('reads accents and punctuation as the list does', async () => {
    const deployments = ['Sable d’Or', 'Île de Ré'].map((name, at) =>
      makeDeployment({ deploymentId: `200${at}`, name, note: 'Not to be called: ile' }),
    );
    const { user, dialog } = await openPalette('/', makeApplication({ deployments }));
    await user.keyboard('ile,');
    await dialog.findByRole('option', { name: /^Sable/ });
    expect(dialog.getAllByRole('option')[0]).toHaveTextContent(/^Île/);
    await user.clear(dialog.getByRole('combobox'));
    await user.keyboard('theme:');
    expect(await dialog.findByRole('option', { name: /^Theme/ })).toBeInTheDocument();
  });

  it('does nothing with a guess that was not chosen', async () => {
    const { user, dialog } = await openPalette('/activity');
    await user.keyboard('rcall');
    const guess = await dialog.findByRole('option', { name: /^Recall Similar/ });
    expect(guess).toHaveAttribute('aria-selected', 'false');
    await user.keyboard('{Enter}');
    expect(dialog.getByRole('combobox')).toHaveFocus();
    expect(location.pathname).toBe('/activity');
    await user.keyboard('{ArrowDown}');
    expect(guess).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(location.search).toBe('?q=2002&app=101'));
  });

  it('says how many more there are than it lists', async () => {
    const deployments = Array.from({ length: 1200 }, (_, index) =>
      makeDeployment({
        deploymentId: String(3000 + index),
        name: index === 900 ? 'Reminders B' : `Line ${index}`,
      }),
    );
    const { user, dialog } = await openPalette('/activity', makeApplication({ deployments }));
    await user.keyboard('reminders');
    expect(
      await dialog.findByRole('group', { name: 'Deployments: 8 of 1,200, type more to narrow' }),
    ).toBeInTheDocument();
    expect(dialog.getAllByRole('option')[0]).toHaveTextContent(/^Reminders B/);
  });

  it('jumps to a view, and leaves the focus on its heading', async () => {
    const { user } = await openPalette();
    await user.keyboard('{Escape}');
    screen.getByRole('link', { name: 'Deployments' }).focus();
    await user.keyboard('{Control>}k{/Control}activ');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
    await user.keyboard('{Enter}');
    const heading = await screen.findByRole('heading', { name: 'Activity' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heading).toHaveFocus();
    expect(location.search).toBe('');
  });

  it('searches Activity for the beginning of a record’s ID', async () => {
    const { user, dialog } = await openPalette();
    const asked: (string | null)[] = [];
    server.use(
      withJournal((query) => {
        asked.push(query.get('q'));
        return { items: [makeCancellation()], nextCursor: null };
      }),
    );
    await user.keyboard('00000000');
    await user.click(await dialog.findByRole('option', { name: 'Search Activity for “00000000”' }));
    await waitFor(() => expect(asked).toContain('00000000'));
    expect(await screen.findByRole('textbox', { name: 'Text' })).toHaveValue('00000000');
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(location.search).toBe('');
  });

  it('looks up which record an ID belongs to', async () => {
    const record = makeCancellation();
    const batch = makeBatch(['accepted', 'refused']);
    const { user, dialog } = await openPalette();
    server.use(
      withRecord((id) => (id === record.id ? record : makeProblem('not_found'))),
      http.get(paths.batch(':id'), ({ params }) =>
        params['id'] === batch.id ? HttpResponse.json(batch) : answerProblem(makeProblem('not_found')),
      ),
    );
    await user.click(dialog.getByRole('combobox'));
    await user.paste(`\u200B${batch.id}\uFEFF\u00A0`);
    expect(await dialog.findByRole('option', { name: 'Batch of 2 deployments' })).toBeInTheDocument();
    await user.clear(dialog.getByRole('combobox'));
    await user.paste('ffffffff-0000-4000-8000-000000000001');
    await waitFor(() => expect(dialog.queryByRole('option', { name: /^Batch/ })).not.toBeInTheDocument());
    await user.clear(dialog.getByRole('combobox'));
    await user.paste(`https://console.example/cancellations/${record.id.toUpperCase()}?from=chat`);
    await user.click(
      await dialog.findByRole('option', {
        name: 'Cancellation of Spring reminder, Staging, ID 2001, Reminders 101, accepted',
      }),
    );
    await waitFor(() => expect(location.pathname).toBe(`/cancellations/${record.id}`));
  });

  it('finds what cancels by its own words', async () => {
    const { user, dialog, sent } = await openPalette('/activity');
    await user.keyboard('cancel 2002');
    const option = await dialog.findByRole('option', {
      name: /^Cancel all pending calls of Recall….*2002.*Staging$/,
    });
    expect(option).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('alertdialog')).toHaveTextContent('Staging · Recall');
    expect(sent).toEqual([]);
  });

  it('takes what is typed at once', async () => {
    server.use(withList(list));
    const { user } = renderApp();
    await screen.findByRole('button', { name: /^Theme/ });
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    await user.keyboard('/rx{Backspace}ec');
    const box = await screen.findByRole('combobox', { name: 'Search actions and deployments' });
    await waitFor(() => expect(box).toHaveFocus());
    expect(box).toHaveValue('/rec');
    await user.keyboard('all');
    expect(box).toHaveValue('/recall');
  });

  it('does what the header and the selection do', async () => {
    server.use(withList(list));
    const { user } = renderApp();
    await user.click(await screen.findByRole('checkbox', { name: 'Select all 4' }));
    await screen.findByRole('region', { name: 'Selection' });
    await screen.findByRole('button', { name: /^Theme: system/ });
    await user.keyboard('{Control>}k{/Control}theme{Enter}');
    expect(await screen.findByRole('button', { name: /^Theme: light/ })).toBeInTheDocument();
    delete document.documentElement.dataset['theme'];
    localStorage.removeItem('theme');
    await user.keyboard('{Control>}k{/Control}');
    const dialog = within(await screen.findByRole('dialog'));
    for (const name of [/saved list as CSV/, /journal as JSON/, 'Sign out'])
      expect(await dialog.findByRole('option', { name })).toBeInTheDocument();
    await user.click(dialog.getByRole('option', { name: 'Cancel all pending calls of the 4 selected…' }));
    const asked = await screen.findByRole('alertdialog');
    expect(within(asked).getByLabelText('Number of deployments')).toHaveValue('');
  });

  it('opens the dialog that asks, and sends nothing by itself', async () => {
    const { user, dialog, sent } = await openPalette('/activity');
    await user.keyboard('recall');
    await user.click(
      await dialog.findByRole('option', { name: /^Cancel all pending calls of Recall….*2002.*Staging$/ }),
    );
    const asked = await screen.findByRole('alertdialog');
    expect(asked).toHaveTextContent('Staging · Recall');
    await waitFor(() => expect(within(asked).getByRole('button', { name: 'Keep calls' })).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(asked).not.toBeInTheDocument());
    expect(sent).toEqual([]);
  });

  it('opens a dialog of the list from another view', async () => {
    const { user, dialog } = await openPalette('/activity');
    await user.keyboard('import');
    await user.click(await dialog.findByRole('option', { name: 'Import a file' }));
    expect(await screen.findByRole('dialog', { name: 'Import a file' })).toBeInTheDocument();
  });

  it('does not open over a dialog that asks', async () => {
    server.use(withList(list));
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: /of Recall/ }));
    await screen.findByRole('alertdialog');
    await user.keyboard('{Control>}k{/Control}');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

it('B leads to the selection’s bar and back, and is a letter where one types', async () => {
  server.use(withList(list));
  const { user } = renderApp();
  await screen.findByRole('button', { name: /^Theme/ });
  const box = await screen.findByRole('checkbox', { name: /^Select Recall,/ });
  await user.keyboard('b');
  await user.click(box);
  const bar = await screen.findByRole('region', { name: 'Selection' });
  await user.keyboard('b');
  expect(bar).toHaveFocus();
  await user.tab();
  expect(bar.contains(document.activeElement)).toBe(true);
  await user.keyboard('b');
  expect(box).toHaveFocus();
  await user.type(screen.getByRole('searchbox'), 'b');
  expect(screen.getByRole('searchbox')).toHaveFocus();
});

describe('the slash', () => {
  it('leads from another view to the search as soon as that is there', async () => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.use(
      http.get(paths.applications, async () => {
        await held;
        return HttpResponse.json({ items: [list] });
      }),
    );
    const { user } = renderApp('/nowhere');
    await screen.findByRole('button', { name: /^Theme/ });
    await user.keyboard('/');
    await screen.findByRole('status', { name: 'Loading the saved deployments' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    answer();
    await waitFor(() => expect(screen.getByRole('searchbox')).toHaveFocus());
  });

  it('with a modifier is the browser’s', async () => {
    server.use(withList(list));
    renderApp();
    const search = await screen.findByRole('searchbox');
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'])
      expect(fireEvent.keyDown(document.body, { key: '/', [modifier]: true })).toBe(true);
    expect(search).not.toHaveFocus();
    fireEvent.keyDown(document.body, { key: '/' });
    expect(search).toHaveFocus();
  });
});

describe('a dialog that was opened from nowhere', () => {
  it('leaves the focus on the heading', async () => {
    const { user } = await openPalette();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
  });
});

describe('the sheet of shortcuts', () => {
  it('opens with ?, names them all and closes with Escape', async () => {
    server.use(withList(list));
    const { user } = renderApp();
    await screen.findByRole('button', { name: /^Theme/ });
    await user.keyboard('?');
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const words of [
      /palette/,
      /Search/,
      /paste a text with both IDs/,
      /Shift/,
      /move to an entry, and open it/,
      /all rows from the last selected one/,
      /bar of the selection/,
      /messages in the corner/,
      /No shortcut cancels calls by itself/,
    ])
      expect(sheet).toHaveTextContent(words);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(sheet).not.toBeInTheDocument());
  });

  it('names to support only what support can do', async () => {
    server.use(
      withList(list),
      http.get(paths.session, () => HttpResponse.json(supporter)),
    );
    const { user } = renderApp();
    await screen.findByRole('button', { name: /^Theme/ });
    await user.keyboard('?');
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(sheet).toHaveTextContent(/Search.*messages in the corner/);
    expect(sheet).not.toHaveTextContent(/save from|select/i);
  });

  it('does not open while one types', async () => {
    server.use(withList(list));
    const { user } = renderApp();
    await user.type(await screen.findByRole('searchbox'), 'what?');
    expect(screen.getByRole('searchbox')).toHaveValue('what?');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

it('shortcuts of a single key can be switched off, for this browser', async () => {
  const { user, unmount } = renderApp();
  await screen.findByRole('button', { name: 'Import and export' });
  await waitFor(async () => {
    await user.keyboard('?');
    expect(screen.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeInTheDocument();
  });
  await user.click(screen.getByRole('checkbox', { name: /^Shortcuts of a single key/ }));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(localStorage.getItem('single-key-shortcuts')).toBe('off');
  screen.getByRole('button', { name: 'Add deployment' }).focus();
  await user.keyboard('/?');
  expect(screen.getByRole('searchbox')).not.toHaveFocus();
  expect(screen.getByRole('searchbox')).not.toHaveAttribute('aria-keyshortcuts');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  unmount();
  switchSingleKeys(true);
  expect(localStorage.getItem('single-key-shortcuts')).toBeNull();
});
