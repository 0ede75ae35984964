import { act, createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import {
  editRequest,
  importRequest,
  paths,
  restoreRequest,
  savedListColumns,
  savedListText,
  type ImportResult,
} from '@/contract';
import { keys } from '@/common/query-keys';
import { makeApplication, makeDeployment, makeProblem, supporter } from '@/testing/factories';
import { answerProblem, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const four = makeApplication({
  deployments: ['Spring', 'Recall', 'Exit poll', 'Storm'].map((name, index) =>
    makeDeployment({
      name,
      deploymentId: String(2001 + index),
      tags: index === 0 ? ['clinic', 'north'] : [],
    }),
  ),
});

const box = (name: string) => screen.findByRole('checkbox', { name });
const bar = () => screen.findByRole('region', { name: 'Selection' });

describe('selecting', () => {
  it('extends with Shift, and says what it holds beyond what is shown', async () => {
    server.use(withList(four));
    const { user } = renderApp();
    await user.click(await box('Select Spring'));
    expect(await bar()).toHaveTextContent('1 deployment selected');
    await user.keyboard('{Shift>}');
    await user.click(await box('Select Exit poll'));
    await user.keyboard('{/Shift}');
    expect(await bar()).toHaveTextContent('3 deployments selected');
    expect(await box('Select all 4')).toHaveProperty('indeterminate', true);
    await user.type(screen.getByRole('searchbox'), 'recall');
    expect(await screen.findByText(', 2 not shown')).toBeInTheDocument();
    expect(await box('Select all 1 shown')).toBeChecked();
    await user.click(await box('Select all 1 shown'));
    expect(await bar()).toHaveTextContent('2 deployments selected, 2 not shown');
    await user.click(screen.getByRole('button', { name: 'Clear the selection' }));
    expect(screen.queryByRole('region', { name: 'Selection' })).not.toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Deployments' })).toHaveFocus();
  });

  it('names what it holds, in sight or not, and takes it out one by one', async () => {
    server.use(withList(four));
    const { user } = renderApp();
    await user.click(await box('Select all 4'));
    await user.type(screen.getByRole('searchbox'), 'recall');
    await screen.findByText(', 3 not shown');
    await user.click(screen.getByRole('button', { name: 'Names' }));
    const names = within(screen.getByRole('list', { name: 'Selected deployments' }));
    expect(names.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'Spring Reminders · 101 / 2001not shownStaging',
      'Recall Reminders · 101 / 2002Staging',
      'Exit poll Reminders · 101 / 2003not shownStaging',
      'Storm Reminders · 101 / 2004not shownStaging',
    ]);
    await user.click(names.getByRole('button', { name: 'Deselect Exit poll, ID 2003' }));
    expect(await bar()).toHaveTextContent('3 deployments selected, 2 not shown');
    expect(names.getByRole('button', { name: /^Deselect Storm/ })).toHaveFocus();
  });

  it('does not hold again what was removed and is saved again', async () => {
    server.use(withList(four));
    const { user, client } = renderApp();
    await user.click(await box('Select all 4'));
    expect(await bar()).toHaveTextContent('4 deployments selected');
    server.use(withList({ ...four, deployments: four.deployments.slice(1) }));
    await act(() => client.invalidateQueries());
    await waitFor(async () => expect(await bar()).toHaveTextContent('3 deployments selected'));
    server.use(withList(four));
    await act(() => client.invalidateQueries());
    await box('Select Spring');
    expect(await bar()).toHaveTextContent('3 deployments selected');
  });

  it('is not offered to those who may only read', async () => {
    server.use(
      withList(four),
      http.get(paths.session, () =>
        HttpResponse.json({
          person: 'Sue',
          role: 'support',
          canSignOut: true,
          nonProductionEnvironments: [],
          identity: 'identity-of-sue',
          upstream: { kind: 'live', host: 'x', account: 'y' },
        }),
      ),
    );
    renderApp();
    await screen.findByText('Spring');
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });

  it('is no longer offered to one who has become a reader', async () => {
    server.use(withList(four));
    const { user, client } = renderApp();
    await user.click(await box('Select Spring'));
    expect(await bar()).toBeInTheDocument();
    act(() => void client.setQueryData(keys.session, supporter));
    await waitFor(() => expect(screen.queryByRole('checkbox')).not.toBeInTheDocument());
    expect(screen.queryByRole('region', { name: 'Selection' })).not.toBeInTheDocument();
  });
});

describe('finding', () => {
  it('tells at once how many it finds, and where rows take long they wait for a pause', async () => {
    server.use(withList(four));
    const { user } = renderApp();
    await box('Select Spring');
    const names = () => screen.getAllByRole('rowheader').map((row) => row.textContent);
    // To this machine everything takes longer than it may.
    let now = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 60));
    await user.type(screen.getByRole('searchbox'), 'p');
    await waitFor(() => expect(names()).toHaveLength(2));
    // What is shown after this is shown by the rows' own timers, which stand still.
    await act(() => new Promise((resolve) => setTimeout(resolve, 300)));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'po' } });
    expect(screen.getByText('1 of 4 deployments found')).toBeInTheDocument();
    await act(() => vi.advanceTimersByTimeAsync(240));
    expect(names()).toHaveLength(2);
    await act(() => vi.advanceTimersByTimeAsync(100));
    expect(names()).toHaveLength(1);
  });

  it('marks what matches, filters by what the address says, and Back goes back', async () => {
    server.use(withList(four));
    const { user } = renderApp('/?tag=north');
    await screen.findByText('1 of 4 deployments found');
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Tag' }), 'All tags');
    expect(await screen.findByText('4 deployments')).toBeInTheDocument();
    await user.type(screen.getByRole('searchbox'), 'POLL exit');
    await waitFor(() => expect(location.search).toBe('?q=POLL+exit'));
    await waitFor(() => expect(screen.getAllByText(/^(exit|poll)$/i, { selector: 'mark' })).toHaveLength(2));
    act(() => history.back());
    expect(await screen.findByText('4 deployments')).toBeInTheDocument();
    expect(screen.getByRole('searchbox')).toHaveValue('');
    act(() => history.back());
    expect(await screen.findByText('1 of 4 deployments found')).toBeInTheDocument();
    expect(location.search).toBe('?tag=north');
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });

  it('offers what is similar only when nothing contains the words', async () => {
    server.use(withList(four));
    const { user } = renderApp();
    await screen.findByText('4 deployments');
    await user.type(screen.getByRole('searchbox'), 'strom');
    expect(await screen.findByText('No exact match: 1 of 4 deployments similar')).toBeInTheDocument();
    expect(await screen.findByText('Storm', { selector: 'mark' })).toBeInTheDocument();
  });

  it('renders only what is in sight of a long list, and says how long it is', async () => {
    const deployments = Array.from({ length: 500 }, (_, index) =>
      makeDeployment({ deploymentId: String(index), name: `Number ${index}` }),
    );
    server.use(withList(makeApplication({ deployments })));
    // Nothing has a height of its own here.
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60);
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 800, 60));
    renderApp();
    const table = await screen.findByRole('table', { name: 'Deployments by application' });
    await screen.findByText('Number 0');
    expect(table).toHaveAttribute('aria-rowcount', '502');
    const places = [...table.querySelectorAll('tr[aria-rowindex]')].map((row) =>
      row.getAttribute('aria-rowindex'),
    );
    expect(places.slice(0, 3)).toEqual(['1', '2', '3']);
    expect(places.length).toBeLessThan(60);
  });

  it('has a heading as wide as its columns, for those who may only read too', async () => {
    const deployments = Array.from({ length: 200 }, (_, index) =>
      makeDeployment({ deploymentId: String(index), name: `Number ${index}` }),
    );
    server.use(
      withList(makeApplication({ deployments })),
      http.get(paths.session, () => HttpResponse.json(supporter)),
    );
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60);
    renderApp();
    const table = await screen.findByRole('table', { name: 'Deployments by application' });
    const heading = await waitFor(() => table.querySelector<HTMLTableCellElement>('th[scope="rowgroup"]')!);
    expect(heading.colSpan).toBe(table.querySelectorAll('th[scope="col"]').length);
  });

  it('keeps the row that has the focus, and lets the focus move on in it, wherever one scrolls', async () => {
    const deployments = Array.from({ length: 500 }, (_, index) =>
      makeDeployment({ deploymentId: String(index), name: `Number ${index}` }),
    );
    server.use(withList(makeApplication({ deployments })));
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60);
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 800, 60));
    renderApp();
    await screen.findByText('Number 0');
    const first = await screen.findByLabelText('Select Number 0');
    act(() => first.focus());
    act(() => {
      scrollTo(0, 20_000);
      fireEvent.scroll(window);
    });
    await screen.findByText('Number 335');
    expect(first).toBeInTheDocument();
    expect(screen.queryByText('Number 20')).not.toBeInTheDocument();
    const next = screen.getByRole('button', { name: 'Copy deployment ID 0', hidden: true });
    // What a browser does at Tab: the old is told before the new has the focus.
    await act(async () => {
      fireEvent.focusOut(first, { relatedTarget: next });
      await Promise.resolve();
    });
    expect(next).toBeInTheDocument();
    act(() => {
      fireEvent.focusOut(next, { relatedTarget: screen.getByRole('searchbox') });
    });
    await waitFor(() => expect(next).not.toBeInTheDocument());
  });
});

/** What an edit answers: every target changed as `after` says. */
function edits(after: object | null) {
  const sent: unknown[] = [];
  server.use(
    withList(four),
    http.post(paths.editApplications, async ({ request }) => {
      const body = editRequest.parse(await request.json());
      sent.push(body);
      const before = { name: 'x', environment: 'staging', tags: [], note: null };
      return HttpResponse.json({
        items: body.targets.map((target) => ({
          ...target,
          before,
          after: after && { environment: 'staging', tags: [], ...after },
        })),
      });
    }),
    http.post(paths.restoreApplications, async ({ request }) => {
      const { items } = restoreRequest.parse(await request.json());
      sent.push(items.map((one) => one.deploymentId).join(' '));
      return HttpResponse.json({ items: [] });
    }),
  );
  return sent;
}

describe('several at once', () => {
  it('are tagged and undone in one step', async () => {
    const sent = edits({ tags: ['storm'] });
    const { user } = renderApp();
    await user.click(await box('Select all 4'));
    await user.click(await screen.findByRole('button', { name: 'Edit…' }));
    const form = within(await screen.findByRole('dialog'));
    await user.click(form.getByRole('button', { name: 'Change 4 deployments' }));
    expect(form.getByRole('alert')).toHaveTextContent('Choose at least one change.');
    await user.type(form.getByLabelText('Add tags'), 'storm,');
    await user.click(form.getByLabelText('north'));
    await user.type(form.getByLabelText('Environment'), 'drill');
    await user.click(form.getByRole('button', { name: 'Change 4 deployments' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(screen.getByRole('heading', { name: 'Deployments' })).toHaveFocus();
    expect(await screen.findByText('Undone in all 4 deployments.')).toBeInTheDocument();
    expect(sent).toMatchObject([
      { change: { addTags: ['storm'], removeTags: ['north'], environment: 'drill' } },
      '2001 2002 2003 2004',
    ]);
  });

  it('are removed after they were named', async () => {
    const sent = edits(null);
    const { user } = renderApp();
    await user.click(await box('Select Spring'));
    await user.click(await box('Select Storm'));
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'Spring101/2001 · Staging',
      'Storm101/2004 · Staging',
    ]);
    await user.click(dialog.getByRole('button', { name: 'Remove 2 deployments' }));
    expect(await screen.findByRole('button', { name: 'Undo' })).toBeInTheDocument();
    expect(sent).toMatchObject([{ change: { remove: true }, targets: [{}, {}] }]);
  });
});

describe('undoing', () => {
  it('is offered of each edit by itself, and what became of it stays', async () => {
    const sent = edits(null);
    const { user } = renderApp();
    for (const name of ['Spring', 'Storm']) {
      await user.click(await box(`Select ${name}`));
      await user.click(await screen.findByRole('button', { name: 'Remove…' }));
      await user.click(await screen.findByRole('button', { name: 'Remove 1 deployment' }));
      await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
      await user.click(await screen.findByRole('button', { name: 'Clear the selection' }));
    }
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Undo' })).toHaveLength(2));
    // The newest comes first.
    await user.click(screen.getAllByRole('button', { name: 'Undo' })[1]!);
    const undone = await screen.findByText('Undone.');
    // What it takes the offer to leave.
    await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
    expect(undone).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(screen.getAllByText('Undone.')).toHaveLength(2));
    expect(sent).toHaveLength(4);
    expect(sent[2]).toBe('2001');
    expect(sent[3]).toBe('2004');
  });

  it('says why the console refuses it', async () => {
    edits(null);
    const detail = 'Deployment 2001 of application 101 was changed since. Nothing was changed.';
    server.use(
      http.post(paths.restoreApplications, () => answerProblem(makeProblem('conflict', { detail }))),
    );
    const { user } = renderApp();
    await user.click(await box('Select Spring'));
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    await user.click(await screen.findByRole('button', { name: 'Remove 1 deployment' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Not undone: nothing was changed back.')).toBeInTheDocument();
    expect(screen.getByText(detail)).toBeInTheDocument();
    // It would be refused again.
    expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
  });
});

/** Two clicks of one moment, before any render. */
function clickTwice(button: HTMLElement) {
  act(() => {
    button.click();
    button.click();
  });
}

describe('a double click', () => {
  it('removes once, keeps the undo, and undoes once', async () => {
    const sent = edits(null);
    const { user } = renderApp();
    await user.click(await box('Select Spring'));
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    clickTwice(await screen.findByRole('button', { name: 'Remove 1 deployment' }));
    clickTwice(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Undone.')).toBeInTheDocument();
    expect(sent).toMatchObject([{ change: { remove: true } }, '2001']);
  });

  it('edits once, and can fail and be tried again', async () => {
    const sent = edits({ tags: ['storm'] });
    server.use(http.post(paths.editApplications, () => HttpResponse.error(), { once: true }));
    const { user } = renderApp();
    await user.click(await box('Select Spring'));
    await user.click(await screen.findByRole('button', { name: 'Edit…' }));
    const form = within(await screen.findByRole('dialog'));
    await user.type(form.getByLabelText('Add tags'), 'storm,');
    clickTwice(form.getByRole('button', { name: 'Change 1 deployment' }));
    await form.findByText(/Not known whether/);
    expect(sent).toHaveLength(0);
    clickTwice(form.getByRole('button', { name: 'Change 1 deployment' }));
    expect(await screen.findByRole('button', { name: 'Undo' })).toBeInTheDocument();
    expect(sent).toHaveLength(1);
  });
});

const nothing: ImportResult = {
  mode: 'preview',
  format: 'csv',
  previewHash: 'h1',
  added: [],
  changed: [],
  unchanged: 0,
  warnings: [],
  conflicts: [],
};

function imports(answer: (body: { mode: string }) => Response) {
  const sent: unknown[] = [];
  server.use(
    withList(four),
    http.post(paths.importApplications, async ({ request }) => {
      const body = importRequest.parse(await request.json());
      sent.push(body);
      return answer(body);
    }),
  );
  return sent;
}

async function openImport(pasted?: string) {
  const page = renderApp();
  await page.user.click(await screen.findByRole('button', { name: 'Import and export' }));
  await page.user.click(await screen.findByRole('menuitem', { name: 'Import a list…' }));
  const dialog = within(await screen.findByRole('dialog'));
  if (pasted !== undefined) {
    await page.user.click(dialog.getByLabelText('List'));
    await page.user.paste(pasted);
  }
  return { ...page, dialog };
}

describe('importing', () => {
  const values = { name: 'Spring', environment: 'staging', tags: ['a'], note: null };
  const place = { line: 7, applicationId: '101', deploymentId: '2001' };

  it('shows what it would do, and then does just that', async () => {
    const preview: ImportResult = {
      ...nothing,
      unchanged: 5,
      added: [{ ...place, line: 8, deploymentId: '9', after: { ...values, name: 'New one' } }],
      changed: [{ ...place, before: values, after: { ...values, environment: 'production' } }],
    };
    const sent = imports((body) => HttpResponse.json({ ...preview, mode: body.mode }));
    const { user, dialog } = await openImport('the file');
    expect(await dialog.findByText('1 added, 1 changed, 5 unchanged')).toBeInTheDocument();
    const added = within(dialog.getByRole('region', { name: 'Added' }));
    expect(added.getByText('New one')).toBeInTheDocument();
    expect(added.getByText('Staging')).toBeInTheDocument();
    expect(dialog.getByText('staging', { selector: 'del *' })).toBeInTheDocument();
    expect(dialog.getByText('production', { selector: 'ins *' })).toBeInTheDocument();
    expect(sent).toHaveLength(1);
    await user.click(dialog.getByLabelText('stays as it is saved'));
    await user.click(dialog.getByRole('button', { name: 'Import 1 entry' }));
    expect(await screen.findByText('Imported: 1 added, 0 changed.')).toBeInTheDocument();
    expect(sent[1]).toEqual({ content: 'the file', mode: 'apply', onConflict: 'keep', previewHash: 'h1' });
  });

  it('sends a double click once', async () => {
    const added = [{ ...place, after: values }];
    const sent = imports(({ mode }) =>
      mode === 'apply' && sent.length > 2
        ? answerProblem(makeProblem('conflict'))
        : HttpResponse.json({ ...nothing, added }),
    );
    const { dialog } = await openImport('the file');
    clickTwice(await dialog.findByRole('button', { name: 'Import 1 entry' }));
    expect(await screen.findByText('Imported: 1 added, 0 changed.')).toBeInTheDocument();
    expect(sent).toHaveLength(2);
  });

  it('sends a file as it is, byte order mark included', async () => {
    const sent = imports(() => HttpResponse.json(nothing));
    const { user, dialog } = await openImport();
    const content = '\uFEFFapplication_id,application_name\r\n10,B\uFFFDro\r\n';
    await user.upload(dialog.getByLabelText('Or a file'), new File([content], 'list.csv'));
    await waitFor(() => expect(sent).toMatchObject([{ content }]));
  });

  it('sends no byte order mark with a file that is not UTF-8 after it, so that it is refused', async () => {
    const sent = imports(() => HttpResponse.json(nothing));
    const { user, dialog } = await openImport();
    const latin1 = new Uint8Array([0xef, 0xbb, 0xbf, 0x42, 0xfc, 0x72, 0x6f]);
    await user.upload(dialog.getByLabelText('Or a file'), new File([latin1], 'list.csv'));
    await waitFor(() => expect(sent).toMatchObject([{ content: 'B\uFFFDro' }]));
  });

  it('cannot be applied where the file contradicts itself', async () => {
    const conflicts = [{ applicationId: '101', deploymentId: '2001', lines: [3, 9] }];
    const added = [{ ...place, after: values }];
    const sent = imports(() => HttpResponse.json({ ...nothing, added, conflicts }));
    const { user, dialog } = await openImport('twice');
    expect(await dialog.findByText(/Deployment 101\/2001 stands in lines 3, 9/)).toBeInTheDocument();
    await user.click(dialog.getByRole('button', { name: /^Import/ }));
    expect(sent).toHaveLength(1);
  });

  it('names the line and field that are wrong', async () => {
    const errors = [
      { field: 'line 12, deployment_id', message: 'must be 1 to 20 digits' },
      { field: 'content', message: 'has 20001 rows' },
    ];
    imports(() => answerProblem(makeProblem('invalid_request', { errors, errorCount: 40 })));
    const { dialog } = await openImport('bad');
    const alert = await dialog.findByRole('alert');
    expect(alert).toHaveTextContent('line 12, deployment_id must be 1 to 20 digits');
    expect(alert).toHaveTextContent('The list has 20001 rows');
    expect(alert).toHaveTextContent('and 38 more');
  });

  it('keeps the preview when applying fails, and looks again', async () => {
    const added = [{ ...place, after: values }];
    const sent = imports(({ mode }) =>
      mode === 'apply' ? answerProblem(makeProblem('conflict')) : HttpResponse.json({ ...nothing, added }),
    );
    const { user, dialog } = await openImport('old');
    await user.click(await dialog.findByRole('button', { name: 'Import 1 entry' }));
    expect(await dialog.findByText('Nothing was imported.')).toBeInTheDocument();
    expect(dialog.queryByRole('button', { name: /^Import/ })).not.toBeInTheDocument();
    await user.click(dialog.getByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(sent).toHaveLength(3));
    expect(sent[2]).toMatchObject({ content: 'old', mode: 'preview' });
  });
});

describe('an import whose answer is lost', () => {
  it.each<['preview' | 'apply', string]>([
    ['preview', 'Nothing was imported: the pasted text could not be read.'],
    ['apply', 'Not known whether it was imported.'],
  ])('says of the %s what is known', async (lost, words) => {
    const after = { name: 'Spring', environment: 'staging', tags: [], note: null };
    const added = [{ line: 7, applicationId: '101', deploymentId: '2001', after }];
    imports(({ mode }) => (mode === lost ? HttpResponse.error() : HttpResponse.json({ ...nothing, added })));
    const { user, dialog } = await openImport('list');
    if (lost === 'apply') await user.click(await dialog.findByRole('button', { name: 'Import 1 entry' }));
    expect(await dialog.findByText(words)).toBeInTheDocument();
  });
});

it('what was typed is read when one goes on, and not when one leaves', async () => {
  const sent = imports(() => HttpResponse.json({ ...nothing, unchanged: 1 }));
  const { user, dialog } = await openImport();
  await user.type(dialog.getByLabelText('List'), 'typed');
  await user.click(dialog.getByRole('button', { name: 'Import' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  await user.click(await dialog.findByRole('button', { name: 'Another file' }));
  await user.type(dialog.getByLabelText('List'), 'typed');
  await user.click(dialog.getByRole('button', { name: 'Don’t import' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(sent).toHaveLength(1);
});

describe('pasting', () => {
  const flood = { name: 'Flood', environment: 'staging', tags: ['a', 'b'], note: null };
  const curl = `curl -u 'ops@example.com:SECRETKEY' -X DELETE https://fuse.plumvoice.com/api/apps/101/2001/cancel https://x/api/apps/900/0077/queue`;
  const paste = (target: Element, text: string) =>
    fireEvent.paste(target, { clipboardData: { getData: () => text } });

  it('anywhere shows the IDs, marks what is saved, tells of credentials and keeps none', async () => {
    const after = { name: 'Flood', environment: 'production', tags: [], note: null };
    const added = [{ line: 1, applicationId: '900', deploymentId: '0077', after }];
    const sent = imports(() => HttpResponse.json({ ...nothing, mode: 'apply', added }));
    const { user } = renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    paste(document.body, curl);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('There were credentials in that text.')).toBeInTheDocument();
    expect(dialog.getAllByRole('listitem')[0]).toHaveTextContent(
      'Application 101, deployment 2001Found in: fuse.plumvoice.com/api/apps/101/2001/cancelSaved Spring',
    );
    expect(dialog.getByRole('link', { name: /^Show it: Spring/ })).toHaveAttribute('href', '/?q=101/2001');
    await waitFor(() => expect(dialog.getByLabelText('Name of the new application 900')).toHaveFocus());
    await user.click(dialog.getByRole('button', { name: 'Save deployment' }));
    expect(dialog.getByText('Give at least one deployment a name.')).toBeInTheDocument();
    await user.type(dialog.getByLabelText('Name of deployment 900/0077'), 'Flood');
    await user.type(dialog.getByLabelText('Name of the new application 900'), 'Alerts');
    expect(document.body.innerHTML).not.toContain('SECRETKEY');
    expect(sent).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Save deployment' }));
    expect(await screen.findByText('Saved 1 deployment.')).toBeInTheDocument();
    const { content, ...rest } = importRequest.parse(sent[0]);
    expect(rest).toEqual({ mode: 'apply', onConflict: 'keep' });
    expect(JSON.parse(content)).toMatchObject({
      applications: [
        { applicationId: '900', name: 'Alerts', deployments: [{ deploymentId: '0077', name: 'Flood' }] },
      ],
    });
    expect(content).not.toContain('SECRETKEY');
  });

  it.each([
    [
      'JSON',
      savedListText([
        { applicationId: '900', name: 'Alerts', deployments: [{ deploymentId: '0077', ...flood }] },
      ]),
    ],
    ['CSV', `\uFEFF${savedListColumns.join(',')}\r\n900,Alerts,0077,Flood,staging,a;b,\r\n`],
  ])('offers to import an exported list with all that it holds: %s', async (_, list) => {
    const preview: ImportResult = {
      ...nothing,
      added: [{ line: 2, applicationId: '900', deploymentId: '0077', after: flood }],
      warnings: [
        { line: 2, applicationId: '900', deploymentId: '0077', message: 'ends in 00, like a number' },
      ],
    };
    const sent = imports((body) => HttpResponse.json({ ...preview, mode: body.mode }));
    const { user } = renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    paste(document.body, list);
    await user.click(await screen.findByRole('button', { name: 'Import it' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Import a list' }));
    expect(await dialog.findByText('1 added, 0 changed, 0 unchanged')).toBeInTheDocument();
    expect(dialog.getByText(/^Deployment 900\/0077 \(line 2\) ends in 00, like/)).toBeInTheDocument();
    expect(dialog.queryByLabelText('List')).not.toBeInTheDocument();
    expect(sent).toEqual([{ content: list, mode: 'preview' }]);
    await user.click(dialog.getByRole('button', { name: 'Another file' }));
    expect(dialog.getByLabelText('List')).toHaveFocus();
  });

  it('quotes what names each pair, and tells how many numbers it left alone and why', async () => {
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    paste(document.body, 'Stop deployment 0077 of application 900\nand /apps/900/78..., ticket 4711');
    const [row] = within(await screen.findByRole('dialog')).getAllByRole('listitem');
    expect(row).toHaveTextContent('Found in: deployment 0077 of application 900');
    const marks = [...(row?.querySelectorAll('mark') ?? [])].map((mark) => mark.textContent);
    expect(marks).toEqual(['0077', '900']);
    expect(screen.getByText(/left alone/).parentElement).toHaveTextContent(
      '3 other numbers could be IDs, but were left alone: 2 cut or unclear, 1 alone, without the other ID.',
    );
  });

  it('reads the table of a web page as the clipboard has it', async () => {
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    const html =
      '<table><tr><th>App ID<th>Deployment<br>ID<th>Pending<tr><td>900<td>0077<td>1500</table><p>7</p>';
    const getData = (type: string) =>
      type === 'text/html' ? html : 'App ID Deployment ID Pending 900 0077 1500';
    fireEvent.paste(document.body, { clipboardData: { getData } });
    expect(await screen.findByLabelText('Name of deployment 900/0077')).toBeInTheDocument();
    expect(screen.getByRole('dialog')).toHaveTextContent('900 | 0077 | 1500');
  });

  it('offers to select what is saved already', async () => {
    server.use(withList(four));
    const { user } = renderApp();
    await user.click(await box('Select Storm'));
    await screen.findByRole('button', { name: 'Import and export' });
    paste(document.body, '/apps/101/2001/x /apps/101/2002/x /apps/900/1/x');
    await user.click(await screen.findByRole('button', { name: 'Select these' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(await bar()).toHaveTextContent('2 deployments selected');
    expect(await box('Select Spring')).toBeChecked();
    expect(await box('Select Storm')).not.toBeChecked();
  });

  it('warns of an ID that a spreadsheet may have changed', async () => {
    server.use(
      withList(
        makeApplication({
          applicationId: '0047120',
          deployments: [makeDeployment({ applicationId: '0047120', deploymentId: '12345678901234567' })],
        }),
      ),
    );
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    paste(document.body, '/apps/47120/12345678901234500/x');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/differs from saved 0047120 only by leading zeros/)).toBeInTheDocument();
    expect(dialog.getByText(/ends in 00, like a number that a spreadsheet has rounded/)).toBeInTheDocument();
  });

  it('offers no import of a list of IDs alone', async () => {
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    paste(document.body, 'application_id,deployment_id\n900,0077');
    expect(await screen.findByLabelText('Name of deployment 900/0077')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Import it' })).not.toBeInTheDocument();
  });

  it('says what somebody else was faster to save', async () => {
    imports(() => HttpResponse.json({ ...nothing, mode: 'apply' }));
    const { user } = renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    paste(document.body, 'apps/101/77');
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('Name of deployment 101/77'), 'Flood{Enter}');
    expect(await screen.findByText('Saved 0 of 1 deployment.')).toBeInTheDocument();
    expect(screen.queryByText('Saved 1 deployment.')).not.toBeInTheDocument();
  });

  it('marks each field that is wrong beside it, and leads to the first', async () => {
    const sent = imports(() => HttpResponse.json({ ...nothing, mode: 'apply' }));
    const { user } = renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    const many = Array.from({ length: 30 }, (_, n) => `900/${3000 + n}`);
    paste(document.body, ['800/1', ...many].map((pair) => `/apps/${pair}/cancel`).join('\n'));
    const dialog = within(await screen.findByRole('dialog'));
    const name = (pair: string) => dialog.getByLabelText(`Name of deployment ${pair}`);
    const save = () => user.click(dialog.getByRole('button', { name: /^Save/ }));
    const application = await dialog.findByLabelText('Name of the new application 900');
    expect(application.compareDocumentPosition(name('900/3000'))).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    await save();
    expect(name('800/1')).toHaveFocus();
    expect(name('800/1')).toHaveAccessibleDescription('Give at least one deployment a name.');
    fireEvent.change(name('900/3020'), { target: { value: 'x'.repeat(201) } });
    await save();
    expect(application).toHaveFocus();
    expect(application).toBeInvalid();
    expect(application).toHaveAccessibleDescription('The name of application 900 must not be empty.');
    expect(name('900/3020')).toHaveAccessibleDescription('The name must be at most 200 characters.');
    expect(name('800/1')).toBeValid();
    await user.type(application, 'Alerts');
    await save();
    expect(name('900/3020')).toHaveFocus();
    expect(sent).toEqual([]);
  });

  it('has nothing to save where all is saved', async () => {
    const sent = imports(() => HttpResponse.json({ ...nothing, mode: 'apply' }));
    const { user } = renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    paste(document.body, '/apps/101/2001/cancel');
    const save = await screen.findByRole('button', { name: 'Save deployment' });
    expect(save).toHaveAttribute('aria-disabled', 'true');
    await user.click(save);
    expect(sent).toEqual([]);
  });

  it.each([
    ['Save from a text…', 'Text', 'Name of deployment 700/1'],
    ['Import a list…', 'List', 'stays as it is saved'],
  ])('into “%s” works at once and wherever the focus is', async (item, label, then) => {
    const was = { name: 'A', environment: 'staging', tags: [], note: null };
    const changed = {
      line: 2,
      applicationId: '700',
      deploymentId: '1',
      before: was,
      after: { ...was, name: 'B' },
    };
    imports(() => HttpResponse.json({ ...nothing, changed: [changed] }));
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Import and export' }));
    await user.click(await screen.findByRole('menuitem', { name: item }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByLabelText(label)).toHaveFocus();
    paste(dialog.getByRole('button', { name: 'Close' }), '/apps/700/1/cancel');
    expect(await dialog.findByLabelText(then)).toBeInTheDocument();
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
  });

  it('works while a filter has the focus, which keeps it when the filters are cleared', async () => {
    server.use(withList(four));
    const { user } = renderApp('/?tag=north');
    const filter = await screen.findByRole('combobox', { name: 'Tag' });
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(screen.getByRole('combobox', { name: 'Application' })).toHaveFocus();
    await screen.findByRole('button', { name: 'Import and export' });
    paste(filter, '/apps/700/1/cancel');
    expect(await screen.findByLabelText('Name of deployment 700/1')).toBeInTheDocument();
  });

  it('into the search box searches, unless it is plainly no search', async () => {
    server.use(withList(four));
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    paste(await screen.findByRole('searchbox'), 'Recall 2002');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    paste(screen.getByRole('searchbox'), 'https://x/api/apps/1/2/cancel');
    expect(await screen.findByText('Application', { exact: false, selector: 'li p' })).toHaveTextContent('1');
    expect(screen.getByRole('searchbox', { hidden: true })).toHaveValue('');
  });

  const file = (text: string) => new File([text], 'fuse.json', { type: 'application/json' });
  const drag = (type: 'dragOver' | 'drop', files: File[], types = ['Files']) => {
    const event = createEvent[type](document.body);
    Object.defineProperty(event, 'dataTransfer', { value: { types, files, getData: () => '' } });
    fireEvent(document.body, event);
    return event;
  };

  it('takes a file, before its name and into the search box too', async () => {
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    const data = { files: [file('-u me:SECRETKEY /apps/700/1')], getData: () => 'fuse.json' };
    fireEvent.paste(await screen.findByRole('searchbox'), { clipboardData: data });
    expect(await screen.findByLabelText('Name of deployment 700/1')).toBeInTheDocument();
    expect(screen.getByText('There were credentials in that text.')).toBeInTheDocument();
    expect(document.body.innerHTML).not.toContain('SECRETKEY');
  });

  it('takes the text beside a picture of it', async () => {
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    const files = [new File(['x'], 'image.png', { type: 'image/png' })];
    fireEvent.paste(document.body, { clipboardData: { files, getData: () => '/apps/700/1' } });
    expect(await screen.findByLabelText('Name of deployment 700/1')).toBeInTheDocument();
  });

  it('takes a dropped file in place of the browser, and leaves dropped text to it', async () => {
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    expect(drag('dragOver', [], ['text/plain']).defaultPrevented).toBe(false);
    expect(drag('drop', [], ['text/plain']).defaultPrevented).toBe(false);
    expect(drag('dragOver', []).defaultPrevented).toBe(true);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(drag('drop', [file('/apps/700/1')]).defaultPrevented).toBe(true);
    expect(await screen.findByLabelText('Name of deployment 700/1')).toBeInTheDocument();
    expect(drag('drop', [file('/apps/700/2')]).defaultPrevented).toBe(false);
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
  });

  it('says of a dropped file that is no text what it seems to be', async () => {
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    const bytes = new TextEncoder().encode('PK\u0003\u0004 xl/workbook.xml /apps/700/1/x');
    drag('drop', [new File([bytes], 'list.xlsx')]);
    const field = await screen.findByLabelText('Or a file');
    await waitFor(() =>
      expect(field).toHaveAccessibleDescription(
        'This file is no text: it seems to be an Excel workbook. Save it as CSV there and try again.',
      ),
    );
    expect(screen.queryByLabelText('Name of deployment 700/1')).not.toBeInTheDocument();
  });

  it('says of a picture, where a list is wanted, what a list must be', async () => {
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Import and export' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Import a list…' }));
    const field = await screen.findByLabelText('Or a file');
    // What the file dialog filters by its ending can be chosen all the same.
    field.removeAttribute('accept');
    await user.upload(field, new File([Uint8Array.of(0xff, 0xd8, 0xff)], 'list.jpg'));
    await waitFor(() =>
      expect(field).toHaveAccessibleDescription(/a picture\. A list must be a JSON or CSV file/),
    );
  });

  it.each([
    [
      'cannot be read',
      { arrayBuffer: () => Promise.reject(new Error('a folder')) },
      'The file cannot be read.',
    ],
    ['is too large', { size: 32_000_001 }, 'The file is too large: at most 32 MB.'],
  ])('says of a dropped file that it %s', async (_, properties, words) => {
    renderApp();
    await screen.findByRole('button', { name: 'Import and export' });
    const wrong = file('/apps/700/1');
    for (const [name, value] of Object.entries(properties)) Object.defineProperty(wrong, name, { value });
    drag('drop', [wrong]);
    const field = await screen.findByLabelText('Or a file');
    await waitFor(() => expect(field).toHaveAccessibleDescription(words));
    expect(screen.queryByLabelText('Name of deployment 700/1')).not.toBeInTheDocument();
  });

  it('takes no dropped file from who may not edit', async () => {
    const { client } = renderApp();
    const menu = await screen.findByRole('button', { name: 'Import and export' });
    act(() => void client.setQueryData(keys.session, supporter));
    await waitFor(() => expect(menu).not.toBeInTheDocument());
    expect(drag('drop', [file('/apps/700/1')]).defaultPrevented).toBe(false);
  });
});
