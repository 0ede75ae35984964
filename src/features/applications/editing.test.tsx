import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { changesQuery, paths, savedListFile, type Application } from '@/contract';
import { keys } from '@/common/query-keys';
import { makeApplication, makeDeployment, makeProblem } from '@/testing/factories';
import { answerProblem, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { editSeveral } from './api/edit';
import { chooseInRow } from '@/testing/row-menu';
import { savedList, two } from '@/testing/saved-list';

afterEach(() => vi.unstubAllGlobals());

describe('adding a deployment', () => {
  async function openForm(items: Application[]) {
    const puts = savedList(items);
    const page = renderApp();
    await page.user.click(await screen.findByRole('button', { name: 'Add deployment' }));
    const dialog = await screen.findByRole('dialog');
    return { ...page, puts, dialog, form: within(dialog) };
  }

  it('saves what was typed, only if it is new', async () => {
    const { user, dialog, form, puts } = await openForm(two);
    await user.selectOptions(form.getByLabelText('Application'), 'Surveys (102)');
    await user.type(form.getByLabelText('Deployment ID'), '00012345678901234567');
    await user.type(form.getByLabelText('Name'), 'Autumn');
    await user.selectOptions(form.getByLabelText('Environment'), 'Other…');
    const environment = form.getByLabelText('Name of the environment');
    await user.type(environment, 'Test');
    expect(environment).toHaveAccessibleDescription('Not treated as production.');
    await user.clear(environment);
    await user.type(environment, 'drill');
    expect(environment).toHaveAccessibleDescription(/^Treated as production/);
    await user.type(form.getByLabelText('Tags'), 'a, b{Enter}c');
    await user.type(form.getByLabelText('Note'), 'one{Enter}two');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(puts).toEqual([
      {
        path: '/api/applications/102/deployments/00012345678901234567',
        onlyNew: true,
        body: { name: 'Autumn', environment: 'drill', tags: ['a', 'b', 'c'], note: 'one\ntwo' },
      },
    ]);
    expect(await screen.findByText('Autumn')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Add deployment' })).toHaveFocus();
  });

  it('saves without the invisible characters that came with what was pasted', async () => {
    const { user, dialog, form, puts } = await openForm(two);
    for (const [label, text] of [
      ['Deployment ID', '\u206877\u200B88\u2069\u00A0'],
      ['Name', '\uFEFFAutumn\u200B'],
      ['Tags', 'a\u200E, \u200Bb,'],
      ['Note', '\u00ADone\u200Btwo\u00A0'],
    ] as const) {
      await user.click(form.getByLabelText(label));
      await user.paste(text);
    }
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(puts).toMatchObject([
      {
        path: '/api/applications/101/deployments/7788',
        body: { name: 'Autumn', tags: ['a', 'b'], note: 'one\u200Btwo' },
      },
    ]);
  });

  it('warns of an ID that a spreadsheet may have changed, and saves it all the same', async () => {
    const { user, dialog, form, puts } = await openForm(two);
    const field = form.getByLabelText('Deployment ID');
    await user.type(field, '2002');
    expect(field).toHaveAccessibleDescription(
      'This ID differs from saved 0002002 only by leading zeros. Compare it with Fuse.',
    );
    await user.clear(field);
    await user.type(field, '12345678901234500');
    expect(field).toHaveAccessibleDescription(
      'This ID ends in 00, like a number that a spreadsheet has rounded. Compare it with Fuse.',
    );
    await user.selectOptions(form.getByLabelText('Application'), 'New application…');
    await user.type(form.getByLabelText('Application ID'), '0102');
    expect(form.getByLabelText('Application ID')).toHaveAccessibleDescription(/differs from saved 102/);
    await user.type(form.getByLabelText('Name of the application'), 'Alerts');
    await user.type(form.getByLabelText('Name'), 'Long');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(puts).toHaveLength(2);
  });

  it('saves a new application first', async () => {
    const { user, dialog, form, puts } = await openForm(two);
    await user.selectOptions(form.getByLabelText('Application'), 'New application…');
    await user.type(form.getByLabelText('Application ID'), '900');
    await user.type(form.getByLabelText('Name of the application'), 'Alerts');
    await user.type(form.getByLabelText('Deployment ID'), '1');
    await user.type(form.getByLabelText('Name'), 'Flood');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(puts.map(({ path, onlyNew }) => [path, onlyNew])).toEqual([
      ['/api/applications/900', true],
      ['/api/applications/900/deployments/1', true],
    ]);
  });

  it('names each field and rule, focuses the first, and sends nothing', async () => {
    const { user, form, puts } = await openForm(two);
    await user.type(form.getByLabelText('Deployment ID'), '12a');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    expect(
      await form.findByText('The deployment ID must be 1 to 20 digits, 0 to 9 only.'),
    ).toBeInTheDocument();
    expect(form.getByText('The name must not be empty.')).toBeInTheDocument();
    expect(form.getByLabelText('Deployment ID')).toHaveFocus();
    expect(puts).toEqual([]);
  });

  it('that is saved already is named, and nothing typed is lost', async () => {
    const { user, dialog } = await openForm(two);
    server.use(http.put(paths.deployment(':app', ':item'), () => answerProblem(makeProblem('conflict'))));
    const form = within(dialog);
    await user.type(form.getByLabelText('Deployment ID'), '2001');
    await user.type(form.getByLabelText('Name'), 'Again');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    expect(await form.findByText(/already saved as “Spring reminder”/)).toBeInTheDocument();
    expect(form.getByLabelText('Name')).toHaveValue('Again');
    await user.click(form.getByRole('link', { name: 'Show it' }));
    expect(await screen.findByText('1 of 3 deployments found')).toBeInTheDocument();
  });

  it.each([
    [
      'the console’s own rule',
      () =>
        answerProblem(
          makeProblem('invalid_request', {
            errors: [{ field: 'tags.0', message: 'must be at most 40 characters' }],
          }),
        ),
      'Tag 1 must be at most 40 characters.',
    ],
    [
      'a broken connection',
      () => HttpResponse.error(),
      /^We do not know if it was saved\. Nothing you typed/,
    ],
    ['a full disk', () => answerProblem(makeProblem('journal_unavailable')), /cannot be written/],
  ])('keeps what was typed after %s', async (_, answer, words) => {
    const { user, dialog } = await openForm(two);
    server.use(http.put(paths.deployment(':app', ':item'), answer));
    const form = within(dialog);
    await user.type(form.getByLabelText('Deployment ID'), '77');
    await user.type(form.getByLabelText('Name'), 'Kept');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    expect(await form.findByText(words)).toBeInTheDocument();
    expect(form.getByLabelText('Deployment ID')).toHaveValue('77');
    expect(form.getByLabelText('Name')).toHaveValue('Kept');
  });

  it('in a wide window the application is found by typing', async () => {
    vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: true }));
    const { user, dialog, form, puts } = await openForm(two);
    const application = form.getByRole('button', { name: 'Application: Reminders (101)' });
    expect(application).toHaveFocus();
    await user.keyboard('{Enter}');
    await screen.findByRole('dialog', { name: 'Application' });
    await user.keyboard('surv{Enter}');
    expect(form.getByRole('button', { name: 'Application: Surveys (102)' })).toHaveFocus();
    await user.type(form.getByLabelText('Deployment ID'), '77');
    await user.type(form.getByLabelText('Name'), 'Autumn');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(puts.map(({ path }) => path)).toEqual(['/api/applications/102/deployments/77']);
  });

  it('a second try after the first half was saved saves the other half', async () => {
    const { user, dialog, puts } = await openForm(two);
    server.use(http.put(paths.deployment(':app', ':item'), () => HttpResponse.error(), { once: true }));
    const form = within(dialog);
    await user.selectOptions(form.getByLabelText('Application'), 'New application…');
    await user.type(form.getByLabelText('Application ID'), '900');
    await user.type(form.getByLabelText('Name of the application'), 'Alerts');
    await user.type(form.getByLabelText('Deployment ID'), '1');
    await user.type(form.getByLabelText('Name'), 'Flood');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await form.findByText(/^We do not know if it was saved/);
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(puts.map(({ path }) => path)).toEqual([
      '/api/applications/900',
      '/api/applications/900/deployments/1',
    ]);
  });
});

describe('changing', () => {
  it('a deployment sends what was changed and nothing else, with its fields filled in, and can be undone', async () => {
    const puts = savedList(two);
    const { user } = renderApp();
    await chooseInRow(user, 'Spring reminder', 'Edit…');
    const form = within(await screen.findByRole('dialog'));
    expect(form.getByLabelText('Name')).toHaveFocus();
    expect(form.getByLabelText('Note')).toHaveValue('Call Jo first.\nThen Al.');
    await user.click(form.getByRole('button', { name: 'Remove tag north' }));
    await user.clear(form.getByLabelText('Name'));
    await user.type(form.getByLabelText('Name'), 'Summer');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await screen.findByText('Summer');
    expect(puts).toEqual([
      {
        path: '/api/applications/edit',
        onlyNew: false,
        body: {
          targets: [{ applicationId: '101', deploymentId: '2001' }],
          change: { name: 'Summer', addTags: [], removeTags: ['north'] },
          seen: { name: 'Spring reminder' },
        },
      },
    ]);
    const undone = vi.fn<(body: unknown) => void>();
    server.use(
      http.post(paths.restoreApplications, async ({ request }) => {
        undone(await request.json());
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Undone.')).toBeInTheDocument();
    expect(undone.mock.lastCall).toMatchObject([{ items: [{ before: { name: 'Spring reminder' } }] }]);
  });

  it('a deployment takes over what a colleague saves meanwhile, and overwrites nothing that was not seen', async () => {
    const puts = savedList(two);
    const [target] = two[0]!.deployments;
    const saved = { applicationId: '101', deploymentId: '2001', person: 'Ada', account: null, partOf: null };
    const renamed = {
      kind: 'deployment_saved',
      before: { name: 'Spring reminder' },
      after: { name: 'Wave 6' },
    };
    const change = { ...saved, ...renamed, seq: 1, at: new Date().toISOString(), detail: null };
    server.use(
      http.get(paths.changes, ({ request }) => {
        const { limit: _, ...ids } = changesQuery.parse(
          Object.fromEntries(new URL(request.url).searchParams),
        );
        expect(ids).toEqual({ applicationId: '101', deploymentId: '2001' });
        return HttpResponse.json({ items: [change], nextCursor: null });
      }),
    );
    const { user, client } = renderApp();
    await chooseInRow(user, 'Spring reminder', 'Edit…');
    const form = within(await screen.findByRole('dialog'));
    const name = form.getByLabelText('Name');
    await user.click(form.getByRole('button', { name: 'Remove tag north' }));
    await user.clear(name);
    await user.type(name, 'Summer');
    await editSeveral([target!], { name: 'Wave 6', note: 'By Ada', environment: 'drill', addTags: ['late'] });
    await act(() => client.invalidateQueries({ queryKey: keys.applications }));
    await waitFor(() => expect(form.getByLabelText('Note')).toHaveValue('By Ada'));
    expect(form.getByLabelText('Name of the environment')).toHaveValue('drill');
    for (const tag of ['clinic', 'late'])
      expect(form.getByRole('button', { name: `Remove tag ${tag}` })).toBeInTheDocument();
    expect(form.queryByRole('button', { name: 'Remove tag north' })).not.toBeInTheDocument();
    expect(name).toHaveValue('Summer');
    expect(name).toHaveFocus();
    await waitFor(() =>
      expect(name).toHaveAccessibleDescription(/Ada\W* saved “\W*Wave 6\W*” here meanwhile\./),
    );
    expect(form.getByText(/^A colleague saved something else/)).toHaveTextContent(/in: Name\.$/);
    await user.click(form.getByRole('button', { name: 'Take it for Name' }));
    expect(name).toHaveValue('Wave 6');
    expect(name).toHaveFocus();
    expect(name).not.toHaveAccessibleDescription();

    // Nobody has told this page yet: the console knows.
    await user.type(name, 'b');
    await editSeveral([target!], { name: 'Wave 7' });
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await waitFor(() => expect(name).toHaveAccessibleDescription(/Somebody saved “\W*Wave 7/));
    expect(puts).toHaveLength(2);
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(puts.at(-1)?.body).toMatchObject({
      change: { name: 'Wave 6b', addTags: [], removeTags: ['north'] },
      seen: { name: 'Wave 7' },
    });
  });

  it('a deployment to too many tags says so at its tags; one that somebody has removed meanwhile can be saved again', async () => {
    const puts = savedList(two);
    const errors = [{ field: 'targets.0', message: 'would have 21 tags, but may have at most 20' }];
    const answers = [makeProblem('invalid_request', { errors }), makeProblem('not_saved')];
    server.use(http.post(paths.editApplications, () => answerProblem(answers.shift()!)));
    const { user } = renderApp();
    await chooseInRow(user, 'Spring reminder', 'Edit…');
    const form = within(await screen.findByRole('dialog'));
    await user.type(form.getByLabelText('Name'), ' 2');
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    expect(await form.findByText(/list of tags would have 21 tags/)).toBeInTheDocument();
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    expect(await form.findByText(/^Not saved/)).toBeInTheDocument();
    expect(form.getByRole('alert')).toHaveTextContent('Not saved. Nothing you typed is lost.');
    expect(form.getByLabelText('Name')).toHaveValue('Spring reminder 2');
    await user.click(form.getByRole('button', { name: 'Save it again' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(puts).toMatchObject([
      {
        path: '/api/applications/101/deployments/2001',
        onlyNew: true,
        body: { name: 'Spring reminder 2', environment: 'staging' },
      },
    ]);
  });

  it('a deployment whose application was removed too brings that back with it', async () => {
    const puts = savedList(two);
    server.use(http.post(paths.editApplications, () => answerProblem(makeProblem('not_saved'))));
    const { user } = renderApp();
    await chooseInRow(user, 'Spring reminder', 'Edit…');
    const form = within(await screen.findByRole('dialog'));
    server.use(withList(...two.slice(1)));
    await user.click(form.getByRole('button', { name: 'Save deployment' }));
    const again = await form.findByRole('button', { name: 'Save it again' });
    await waitFor(() => expect(screen.queryByText('Spring reminder')).not.toBeInTheDocument());
    await user.click(again);
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(puts).toMatchObject([
      { path: '/api/applications/101', onlyNew: true, body: { name: 'Reminders' } },
      { path: '/api/applications/101/deployments/2001', onlyNew: true, body: { name: 'Spring reminder' } },
    ]);
  });

  it('is not lost by one press of Escape', async () => {
    savedList(two);
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Add application' }));
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Add application' }));
    const form = within(await screen.findByRole('dialog'));
    await user.type(form.getByLabelText('Name'), 'Polls{Escape}');
    expect(form.getByText(/press Escape again/)).toBeInTheDocument();
    await user.type(form.getByLabelText('Name'), '!{Escape}');
    expect(form.getByLabelText('Name')).toHaveValue('Polls!');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('an application that exists already is not added again', async () => {
    savedList(two);
    server.use(http.put(paths.application(':app'), () => answerProblem(makeProblem('conflict'))));
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Add application' }));
    const form = within(await screen.findByRole('dialog'));
    await user.type(form.getByLabelText('Application ID'), '102');
    await user.type(form.getByLabelText('Name'), 'Polls');
    await user.click(form.getByRole('button', { name: 'Save application' }));
    expect(await form.findByText(/already saved as “Surveys”/)).toBeInTheDocument();
    expect(form.getByLabelText('Application ID')).toHaveFocus();
  });
});

describe('removing', () => {
  it('an application asks once, and undo brings back exactly what was there', async () => {
    const puts = savedList(two);
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: /^Remove application Reminders / }));
    const dialog = await screen.findByRole('alertdialog');
    expect(dialog).toHaveTextContent('Its 2 deployments are removed too.');
    expect(within(dialog).getByRole('button', { name: 'Keep it' })).toHaveFocus();
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Reminders' })).not.toBeInTheDocument());
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Back in the saved list.')).toBeInTheDocument();
    expect(await screen.findByRole('heading', { name: 'Reminders' })).toBeInTheDocument();
    expect(puts).toEqual([
      {
        path: '/api/applications/import',
        onlyNew: true,
        body: {
          format: 'fuse-cancel-console/saved-list',
          version: 1,
          applications: [
            {
              applicationId: '101',
              name: 'Reminders',
              deployments: [
                {
                  deploymentId: '2001',
                  name: 'Spring reminder',
                  environment: 'staging',
                  tags: ['clinic', 'north'],
                  note: 'Call Jo first.\nThen Al.',
                },
                {
                  deploymentId: '0002002',
                  name: 'Recall',
                  environment: 'production',
                  tags: [],
                  note: null,
                },
              ],
            },
          ],
        },
      },
    ]);
  });

  it('an application with what somebody else has added says so, and undo brings that back too', async () => {
    const puts = savedList(two);
    const { user, client } = renderApp();
    await user.click(await screen.findByRole('button', { name: /^Remove application Surveys / }));
    const dialog = await screen.findByRole('alertdialog');
    expect(dialog).toHaveTextContent('Its deployment is removed too.');
    const [reminders, surveys] = two;
    const added = makeDeployment({ applicationId: '102', deploymentId: '3002', name: 'Entry poll' });
    const seen = makeApplication({ ...surveys, deployments: [...surveys!.deployments, added] });
    act(() => void client.setQueryData(keys.applications, { items: [reminders, seen] }));
    await waitFor(() => expect(dialog).toHaveTextContent('Its 2 deployments are removed too.'));
    const unseen = makeDeployment({ applicationId: '102', deploymentId: '3003', name: 'Late poll' });
    server.use(
      withList(reminders!),
      http.delete(paths.application('102'), () =>
        HttpResponse.json({ ...seen, deployments: [...seen.deployments, unseen] }),
      ),
    );
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await screen.findByText('Back in the saved list.');
    const file = savedListFile.parse(puts[0]?.body);
    expect(file.applications[0]?.deployments.map((one) => one.deploymentId)).toEqual([
      '3001',
      '3002',
      '3003',
    ]);
  });

  it('an application whose undo is refused has brought nothing back, and can be undone again', async () => {
    const puts = savedList(two);
    server.use(
      http.post(paths.importApplications, () => answerProblem(makeProblem('role_required')), { once: true }),
    );
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: /^Remove application Reminders / }));
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Remove' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('It could not be restored.')).toBeInTheDocument();
    expect(puts).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Back in the saved list.')).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByText(/could not be restored/)).not.toBeInTheDocument());
    expect(puts).toHaveLength(1);
  });

  it('one again that was brought back tells no longer that it is back', async () => {
    savedList(two);
    const { user } = renderApp();
    const removeRecall = async () => {
      await chooseInRow(user, 'Recall', 'Remove…');
      await user.click(
        within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Remove' }),
      );
    };
    await removeRecall();
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await screen.findByText('Back in the saved list.');
    await removeRecall();
    const told = await screen.findByText('Removed from the saved list.');
    expect(told.parentElement).toHaveTextContent('Production · RecallID 0002002 · Reminders 101');
    expect(screen.queryByText('Back in the saved list.')).not.toBeInTheDocument();
  });

  it('sends a double click once, of the removal and of the undo', async () => {
    const puts = savedList(two);
    const { user } = renderApp();
    let removals = 0;
    server.events.on('request:start', ({ request }) => {
      if (request.method === 'DELETE') removals += 1;
    });
    await chooseInRow(user, 'Recall', 'Remove…');
    const button = await screen.findByRole('button', { name: 'Remove' });
    act(() => {
      button.click();
      button.click();
    });
    const undo = await screen.findByRole('button', { name: 'Undo' });
    act(() => {
      undo.click();
      undo.click();
    });
    expect(await screen.findByText('Back in the saved list.')).toBeInTheDocument();
    expect(removals).toBe(1);
    expect(puts).toHaveLength(1);
    server.events.removeAllListeners();
  });

  it('two of the same name leaves an undo for each', async () => {
    const twins = ['2001', '2002'].map((deploymentId) => makeDeployment({ deploymentId }));
    const puts = savedList([makeApplication({ deployments: twins })]);
    const { user } = renderApp();
    for (const count of [1, 0]) {
      await chooseInRow(user, 'Spring reminder', 'Remove…');
      await user.click(
        within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Remove' }),
      );
      await waitFor(() =>
        expect(screen.queryAllByRole('button', { name: /^More for Spring reminder,/ })).toHaveLength(count),
      );
    }
    // One toast at a time: the next offer stands behind the one that is shown.
    for (const count of [1, 2]) {
      await user.click(await screen.findByRole('button', { name: 'Undo' }));
      await waitFor(() => expect(puts).toHaveLength(count));
      await user.click(await screen.findByRole('button', { name: 'Dismiss' }));
    }
  });

  it.each<[string, () => Response, string]>([
    ['a refusal', () => answerProblem(makeProblem('role_required')), 'Not removed.'],
    ['a broken connection', () => HttpResponse.error(), 'We do not know if it was removed.'],
    ['a gateway’s 502', () => new HttpResponse('', { status: 502 }), 'We do not know if it was removed.'],
  ])('that ends with %s says what is known', async (_, answer, words) => {
    savedList(two);
    server.use(http.delete(paths.deployment(':app', ':item'), answer));
    const { user } = renderApp();
    await chooseInRow(user, 'Recall', 'Remove…');
    const dialog = await screen.findByRole('alertdialog');
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(words);
    expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument();
  });
});
