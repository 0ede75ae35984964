import { act, createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { importRequest, paths, savedListColumns, savedListText, type ImportResult } from '@/contract';
import { keys } from '@/common/query-keys';
import { makeApplication, makeDeployment, makeProblem, supporter } from '@/testing/factories';
import { answerProblem, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { four } from '@/testing/saved-list';
import { bar, box, clickTwice } from '@/testing/selection';

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
  await page.user.click(await screen.findByRole('menuitem', { name: 'Import a file…' }));
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
      changed: [
        {
          ...place,
          before: { ...values, protectedReason: 'Ask Ada' },
          after: { ...values, environment: 'production' },
        },
      ],
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
    const unprotected = /the import takes them off/;
    expect(dialog.getByText(unprotected).closest('[role=alert]')).toHaveTextContent(
      /“\W*Spring\W*”, Deployment 101\/2001 \(line 7\), protected because: \W*Ask Ada/,
    );
    expect(dialog.getByText('Ask Ada', { selector: 'del *' })).toBeInTheDocument();
    await user.click(dialog.getByLabelText('Keep the saved data'));
    expect(dialog.queryByText(unprotected)).not.toBeInTheDocument();
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
    expect(await dialog.findByText(/Deployment 101\/2001 is in lines 3, 9/)).toBeInTheDocument();
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
    ['apply', 'We do not know if it was imported.'],
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
    expect(dialog.getByText('That text contains passwords or keys.')).toBeInTheDocument();
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
    const dialog = within(await screen.findByRole('dialog', { name: 'Import a file' }));
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
    expect(screen.getByText(/not used/).parentElement).toHaveTextContent(
      '3 other numbers could be IDs, but were not used: 2 cut or unclear, 1 without the other ID.',
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
    await user.click(await box(/^Select Storm,/));
    await screen.findByRole('button', { name: 'Import and export' });
    paste(document.body, '/apps/101/2001/x /apps/101/2002/x /apps/900/1/x');
    await user.click(await screen.findByRole('button', { name: 'Select these' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(await bar()).toHaveTextContent('2 deployments selected');
    expect(await box(/^Select Spring,/)).toBeChecked();
    expect(await box(/^Select Storm,/)).not.toBeChecked();
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
    await waitFor(() =>
      expect(name('800/1')).toHaveAccessibleDescription('Give at least one deployment a name.'),
    );
    expect(name('800/1')).toHaveFocus();
    fireEvent.change(name('900/3020'), { target: { value: 'x'.repeat(201) } });
    await save();
    await waitFor(() => expect(application).toBeInvalid());
    expect(application).toHaveFocus();
    expect(application).toHaveAccessibleDescription('The name of application 900 must not be empty.');
    expect(name('900/3020')).toHaveAccessibleDescription('The name must be at most 200 characters.');
    expect(name('800/1')).toBeValid();
    await user.type(application, 'Alerts');
    await save();
    await waitFor(() => expect(name('900/3020')).toHaveFocus());
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
    ['Paste from Fuse or an e-mail…', 'Text', 'Name of deployment 700/1'],
    ['Import a file…', 'List', 'Keep the saved data'],
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
    expect(screen.getByText('That text contains passwords or keys.')).toBeInTheDocument();
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
        'This file is not a text: it seems to be an Excel workbook. Save it as CSV there and try again.',
      ),
    );
    expect(screen.queryByLabelText('Name of deployment 700/1')).not.toBeInTheDocument();
  });

  it('says of a picture, where a list is wanted, what a list must be', async () => {
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Import and export' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Import a file…' }));
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
