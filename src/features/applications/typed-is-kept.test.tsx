import { act, createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { importRequest, paths, type Application } from '@/contract';
import { keys } from '@/common/query-keys';
import { openStream } from '@/testing/event-source';
import { makeApplication, makeDeployment, makeProblem, operator } from '@/testing/factories';
import { answerProblem, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { chooseInRow } from '@/testing/row-menu';

const tagged = makeApplication({ deployments: [makeDeployment({ tags: ['a', 'b'] })] });

async function openForm() {
  server.use(withList(tagged));
  const page = renderApp();
  await chooseInRow(page.user, 'Spring reminder', 'Edit…');
  return { ...page, form: within(await screen.findByRole('dialog')) };
}

/** The browser's own way back. */
function goBack() {
  act(() => {
    history.replaceState(null, '');
    dispatchEvent(new PopStateEvent('popstate', { state: null }));
  });
}

describe('what was typed is kept', () => {
  it('in the first deployment’s form, when a colleague saves one', async () => {
    let items: Application[] = [];
    server.use(
      http.get(paths.applications, () => HttpResponse.json({ items })),
      http.put(paths.application(':id'), () => HttpResponse.json({}, { status: 201 })),
    );
    const { user, client } = renderApp();
    const name = await screen.findByLabelText('Name');
    await user.type(name, 'Autumn recall');
    items = [makeApplication()];
    await act(() => client.invalidateQueries({ queryKey: keys.applications }));
    expect(await screen.findByText('Spring reminder')).toBeInTheDocument();
    expect(screen.getByLabelText('Name')).toBe(name);
    expect(name).toHaveValue('Autumn recall');
    await user.click(screen.getByRole('button', { name: 'Don’t save this one' }));
    expect(screen.queryByLabelText('Name')).not.toBeInTheDocument();
  });

  it('where a tag was removed, until the second Escape', async () => {
    const { user, form } = await openForm();
    await user.click(form.getByRole('button', { name: 'Remove tag a' }));
    await user.keyboard('{Escape}');
    expect(form.getByText(/press Escape again/)).toBeInTheDocument();
    // Another one, by the keyboard: that is to be kept as well.
    await user.type(form.getByLabelText('Tags'), '{Backspace}{Escape}');
    expect(form.getByText(/press Escape again/)).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('when one goes back in the browser: the form stays, and says what the next way back does', async () => {
    const { user, form } = await openForm();
    await user.type(form.getByLabelText('Name'), '!{Escape}');
    expect(form.getByText(/press Escape again/)).not.toHaveTextContent('go back');
    goBack();
    expect(form.getByText(/go back again\. What you typed here will be lost/)).toBeInTheDocument();
    // Each way out has a warning of its own.
    await user.keyboard('{Escape}');
    expect(form.getByText(/press Escape again/)).toBeInTheDocument();
    expect(form.getByLabelText('Name')).toHaveValue('Spring reminder!');
  });
});

describe('a session that ends elsewhere, as in another tab', () => {
  const over = () => answerProblem(makeProblem('sign_in_required'));
  const end = () => server.use(http.get(paths.session, over), http.get(paths.applications, over));
  const begin = () =>
    server.use(
      http.get(paths.session, () => HttpResponse.json(operator)),
      withList(tagged),
    );

  it('is told in the open form, which keeps what was typed, until somebody has signed in', async () => {
    const { user, form, client } = await openForm();
    const stream = await openStream();
    await user.type(form.getByLabelText('Name'), '!');
    end();
    stream.refuse();
    expect(await form.findByText('Your session has ended.')).toBeInTheDocument();
    const link = form.getByRole('link', { name: 'Sign in (opens another tab)' });
    expect(link).toHaveAttribute('href', '/sign-in');
    expect(link).toHaveAttribute('target', '_blank');
    expect(form.getByLabelText('Name')).toHaveValue('Spring reminder!');
    expect(location.pathname).toBe('/');
    // One notice is enough: that the list could not be read again would lie on it.
    await act(() => client.invalidateQueries({ queryKey: keys.applications }));
    expect(client.getQueryState(keys.applications)?.status).toBe('error');
    expect(screen.queryByText(/^Could not refresh/)).not.toBeInTheDocument();
    begin();
    await waitFor(() => expect(form.queryByText('Your session has ended.')).not.toBeInTheDocument());
    expect(form.getByLabelText('Name')).toHaveValue('Spring reminder!');
  });

  it('is told in the open question, and leads to the sign-in page once that is left', async () => {
    server.use(withList(tagged));
    const { user, client } = renderApp();
    await user.click(await screen.findByRole('button', { name: /^Cancel calls… of/ }));
    const dialog = within(await screen.findByRole('alertdialog'));
    end();
    await act(() => client.invalidateQueries({ queryKey: keys.session }));
    expect(await dialog.findByText('Your session has ended.')).toBeInTheDocument();
    await user.click(dialog.getByRole('button', { name: 'Keep calls' }));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
    expect(screen.queryByText('Your session has ended.')).not.toBeInTheDocument();
  });

  it('is told beside the first deployment’s form, once something is typed in it', async () => {
    server.use(withList());
    const { user, client } = renderApp();
    await user.type(await screen.findByLabelText('Deployment ID'), '2001');
    end();
    await act(() => client.invalidateQueries({ queryKey: keys.session }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Your session has ended.');
    expect(screen.getByLabelText('Deployment ID')).toHaveValue('2001');
    await user.clear(screen.getByLabelText('Deployment ID'));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
  });
});

describe('a key that an input method composes with', () => {
  const keysOf = [{ isComposing: true }, { keyCode: 229 }];

  it.each(keysOf)('adds no tag and submits nothing: %o', async (how) => {
    const { user, form } = await openForm();
    const field = form.getByLabelText('Tags');
    await user.type(field, 'にほん');
    const enter = createEvent.keyDown(field, { key: 'Enter', ...how });
    fireEvent(field, enter);
    expect(form.queryByRole('button', { name: 'Remove tag にほん' })).not.toBeInTheDocument();
    expect(field).toHaveValue('にほん');
    // By its default it would submit the form.
    expect(enter.defaultPrevented).toBe(true);
    await user.keyboard('{Enter}');
    expect(form.getByRole('button', { name: 'Remove tag にほん' })).toBeInTheDocument();
  });

  it.each(keysOf)('closes nothing and goes nowhere: %o', async (how) => {
    const { user, form } = await openForm();
    fireEvent.keyDown(form.getByLabelText('Name'), { key: 'Escape', ...how });
    expect(screen.getByRole('dialog')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await user.keyboard('{Control>}k{/Control}');
    const palette = await screen.findByRole('combobox', { name: 'Search actions and deployments' });
    await user.type(palette, 'activity');
    fireEvent.keyDown(palette, { key: 'Enter', ...how });
    expect(location.pathname).toBe('/');
  });
});

it('another file begins without the failure of the one before', async () => {
  const added = [
    {
      line: 1,
      applicationId: '101',
      deploymentId: '2001',
      after: { name: 'Spring', environment: 'staging', tags: [], note: null },
    },
  ];
  const seen = { mode: 'preview', format: 'csv', previewHash: 'x', added, changed: [], unchanged: 0 };
  server.use(
    withList(tagged),
    http.post(paths.importApplications, async ({ request }) => {
      const { mode } = importRequest.parse(await request.json());
      return mode === 'preview'
        ? HttpResponse.json({ ...seen, warnings: [], conflicts: [] })
        : answerProblem(makeProblem('journal_unavailable'));
    }),
  );
  const { user } = renderApp();
  await user.click(await screen.findByRole('button', { name: 'Import and export' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Import a file…' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByLabelText('List'));
  await user.paste('a list');
  await user.click(await dialog.findByRole('button', { name: 'Import 1 entry' }));
  expect(await dialog.findByText('Nothing was imported.')).toBeInTheDocument();
  await user.click(dialog.getByRole('button', { name: 'Another file' }));
  expect(dialog.queryByText('Nothing was imported.')).not.toBeInTheDocument();
});

it('an environment that is too long is told at the environment, and a tag at the tags', async () => {
  server.use(withList(tagged));
  const { user } = renderApp();
  await user.click(await screen.findByRole('checkbox', { name: 'Select the only one' }));
  await user.click(await screen.findByRole('button', { name: 'Edit…' }));
  const dialog = within(await screen.findByRole('dialog'));
  const environment = dialog.getByLabelText('Environment');
  await user.type(environment, 'e'.repeat(41));
  const save = dialog.getByRole('button', { name: 'Change 1 deployment' });
  await user.click(save);
  await waitFor(() => expect(environment).toHaveAccessibleDescription(/The environment must be at most 40/));
  expect(dialog.queryByText(/^Tag|tag has/)).not.toBeInTheDocument();
  await user.clear(environment);
  await user.type(dialog.getByLabelText('Add tags'), `${'t'.repeat(41)}{Enter}`);
  await user.click(save);
  expect(await dialog.findByText(/^Tag 1 must be at most 40/)).toBeInTheDocument();
  expect(environment).toBeValid();
});
