import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { editRequest, paths, type EditRequest, type ImportResult } from '@/contract';
import { server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { chooseInRow } from '@/testing/row-menu';
import { savedList, two } from '@/testing/saved-list';
import { bar, box } from '@/testing/selection';
import { cancelsStaging, savesSurveys, signInWith } from '@/testing/visitors';

const savesStaging = [{ may: ['save' as const], environments: ['staging'] }];
const withValues = 'You may not save it with these values: you have the permission “save” in Staging only.';

it('the form of a deployment begins where one may save it, and says what one may not', async () => {
  const puts = savedList(two);
  signInWith(savesStaging);
  const { user } = renderApp();
  await user.click(await screen.findByRole('button', { name: 'Add deployment' }));
  const form = within(await screen.findByRole('dialog'));
  expect(form.getByLabelText('Environment')).toHaveValue('staging');
  await user.type(form.getByLabelText('Deployment ID'), '77');
  await user.type(form.getByLabelText('Name'), 'Autumn');
  const save = form.getByRole('button', { name: 'Save deployment' });
  await user.selectOptions(form.getByLabelText('Environment'), 'Production');
  expect(await form.findByText(withValues)).toBeInTheDocument();
  expect(save).toHaveAttribute('aria-disabled', 'true');
  expect(save).toHaveAccessibleDescription(withValues);
  await user.click(save);
  await user.type(form.getByLabelText('Name'), '{Enter}');
  expect(puts).toEqual([]);
  // A new application would be another one as a whole.
  await user.selectOptions(form.getByLabelText('Environment'), 'Staging');
  expect(form.queryByText(withValues)).not.toBeInTheDocument();
  await user.selectOptions(form.getByLabelText('Application'), 'New application…');
  await user.type(form.getByLabelText('Application ID'), '900');
  expect(await form.findByText(/^You may not save this new application:/)).toBeInTheDocument();
});

it('nobody is led to move a deployment out of their scope', async () => {
  const puts = savedList(two);
  signInWith(savesStaging);
  const { user } = renderApp();
  await chooseInRow(user, 'Spring reminder', 'Edit…');
  const form = within(await screen.findByRole('dialog'));
  await user.selectOptions(form.getByLabelText('Environment'), 'Production');
  expect(await form.findByText(withValues)).toBeInTheDocument();
  await user.click(form.getByRole('button', { name: 'Save deployment' }));
  expect(puts).toEqual([]);
});

it('a new application is judged by the ID that is typed', async () => {
  savedList(two);
  signInWith([{ may: ['save'], applications: ['900'] }]);
  const { user } = renderApp();
  await user.click(await screen.findByRole('button', { name: 'Add application' }));
  const form = within(await screen.findByRole('dialog'));
  const save = form.getByRole('button', { name: 'Save application' });
  expect(save).not.toHaveAttribute('aria-disabled');
  await user.type(form.getByLabelText('Application ID'), '90');
  expect(save).toHaveAttribute('aria-disabled', 'true');
  await user.type(form.getByLabelText('Application ID'), '0');
  expect(save).not.toHaveAttribute('aria-disabled');
});

it('the bar of a mixed selection says how many one may and may not', async () => {
  server.use(withList(...two));
  signInWith([...cancelsStaging, ...savesSurveys]);
  const { user } = renderApp();
  await user.click(await box('Select all 3'));
  const selection = within(await bar());
  expect(
    await selection.findByText('You may cancel 2 of these 3, and edit or remove 1 of them.'),
  ).toBeInTheDocument();
  for (const name of ['Cancel all pending calls…', 'Edit…', 'Remove…'])
    expect(selection.getByRole('button', { name })).not.toHaveAttribute('aria-disabled');
});

it('what one may do with none of the selected is unavailable in the bar', async () => {
  server.use(withList(...two));
  signInWith(cancelsStaging);
  const { user } = renderApp();
  await user.click(await box(/^Select Recall,/));
  const selection = within(await bar());
  expect(await selection.findByText('You may not cancel it, and not edit or remove it.')).toBeInTheDocument();
  const cancel = selection.getByRole('button', { name: 'Cancel all pending calls…' });
  await waitFor(() =>
    expect(cancel).toHaveAccessibleDescription(
      'You may not cancel these calls: you have the permission “cancel” in Staging only.',
    ),
  );
  await user.click(cancel);
  expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
  expect(selection.getByRole('button', { name: 'Remove…' })).toHaveAttribute('aria-disabled', 'true');
});

it.each(['Edit…', 'Remove…'])('%s of a mixed selection goes on with those one may change', async (action) => {
  const sent: EditRequest[] = [];
  server.use(
    withList(...two),
    http.post(paths.editApplications, async ({ request }) => {
      sent.push(editRequest.parse(await request.json()));
      return HttpResponse.json({ items: [] });
    }),
  );
  signInWith(savesSurveys);
  const { user } = renderApp();
  await user.click(await box('Select all 3'));
  await user.click(within(await bar()).getByRole('button', { name: action }));
  const dialog = within(await screen.findByRole(action === 'Edit…' ? 'dialog' : 'alertdialog'));
  expect(await dialog.findByText('That is so for 2 of them:')).toBeInTheDocument();
  expect(dialog.getByRole('button', { name: /^(?:Change|Remove) 3 deployments$/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await user.click(dialog.getByRole('button', { name: 'Leave these 2 out' }));
  if (action === 'Edit…') await user.type(dialog.getByLabelText('Add tags'), 'night');
  await user.click(dialog.getByRole('button', { name: /^(?:Change|Remove) 1 deployment$/ }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.targets).toEqual([{ applicationId: '102', deploymentId: '3001' }]);
});

it('an edit of several is judged by what will be', async () => {
  server.use(withList(...two));
  signInWith([...savesStaging, { may: ['save'], environments: ['production'], tags: ['North'] }]);
  const { user } = renderApp();
  await user.click(await box(/^Select Spring reminder,/));
  await user.click(await box(/^Select Exit poll,/));
  await user.click(within(await bar()).getByRole('button', { name: 'Edit…' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByLabelText('Environment'), 'production');
  expect(await dialog.findByText('That is so for one of them:')).toBeInTheDocument();
  expect(dialog.getByRole('listitem')).toHaveTextContent(/^Exit poll, Staging/);
});

it('the preview of an import names the lines that one may not save, and why', async () => {
  const place = { applicationId: '101', deploymentId: '2001' };
  const values = { name: 'A', environment: 'staging', tags: [], note: null };
  const preview: ImportResult = {
    mode: 'preview',
    format: 'csv',
    previewHash: 'hash',
    added: [
      { line: 2, applicationId: '900', deploymentId: null, after: { name: 'New' } },
      { line: 3, applicationId: '900', deploymentId: '1', after: { ...values, environment: 'production' } },
      { line: 4, applicationId: '101', deploymentId: '5', after: values },
    ],
    changed: [{ ...place, line: 5, before: { ...values, environment: 'production' }, after: values }],
    unchanged: 0,
    warnings: [],
    conflicts: [],
  };
  const modes: unknown[] = [];
  server.use(
    withList(...two),
    http.post(paths.importApplications, async ({ request }) => {
      modes.push(await request.json());
      return HttpResponse.json(preview);
    }),
  );
  signInWith(savesStaging);
  const { user } = renderApp();
  await user.click(await screen.findByRole('button', { name: 'Import and export' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Import a file…' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByLabelText('List'));
  await user.paste('application_id,deployment_id');
  const notice = await dialog.findByText(
    'You may not save all lines of this file: you have the permission “save” in Staging only.',
  );
  expect(notice.closest('[role=alert]')).toHaveTextContent(
    /Application 900 \(line 2\): an application as a whole\.Deployment 900\/1 \(line 3\): as the file has it, in Production\.Deployment 101\/2001 \(line 5\): as it is saved now, in Production\.Take these out/,
  );
  const confirm = dialog.getByRole('button', { name: 'Import 4 entries' });
  expect(confirm).toHaveAttribute('aria-disabled', 'true');
  await user.click(confirm);
  expect(modes).toHaveLength(1);
  // What is kept as it is saved needs no permission.
  await user.click(dialog.getByLabelText('Keep the saved data'));
  expect(notice.closest('[role=alert]')).not.toHaveTextContent('line 5');
});

it('what is pasted says which of the deployments one may not save', async () => {
  const puts = savedList(two);
  signInWith(savesSurveys);
  const { user } = renderApp();
  await screen.findByText('Exit poll');
  await screen.findByRole('button', { name: 'Import and export' });
  await user.paste('/api/apps/101/5001/queue /api/apps/102/5002/queue');
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getAllByText('You may not save this one here.')).toHaveLength(1);
  await user.type(dialog.getByLabelText('Name of deployment 102/5002'), 'Good');
  const save = dialog.getByRole('button', { name: 'Save deployment' });
  expect(save).not.toHaveAttribute('aria-disabled');
  await user.type(dialog.getByLabelText('Name of deployment 101/5001'), 'Other');
  expect(
    await dialog.findByText(
      'You may not save all of these here: you have the permission “save” in application 102 only.',
    ),
  ).toBeInTheDocument();
  await user.click(dialog.getByRole('button', { name: 'Save 2 deployments' }));
  expect(puts).toEqual([]);
});
