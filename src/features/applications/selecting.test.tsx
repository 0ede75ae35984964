import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { editRequest, paths, restoreRequest } from '@/contract';
import { keys } from '@/common/query-keys';
import { makeApplication, makeDeployment, makeProblem, supporter } from '@/testing/factories';
import { answerProblem, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { four } from '@/testing/saved-list';
import { bar, box, clickTwice } from '@/testing/selection';

describe('selecting', () => {
  it('extends with Shift, and says what it holds beyond what is shown', async () => {
    server.use(withList(four));
    const { user } = renderApp();
    await user.click(await box(/^Select Spring,/));
    expect(await bar()).toHaveTextContent('1 deployment selected');
    await user.keyboard('{Shift>}');
    await user.click(await box(/^Select Exit poll,/));
    await user.keyboard('{/Shift}');
    expect(await bar()).toHaveTextContent('3 deployments selected');
    expect(await box('Select all 4')).toHaveProperty('indeterminate', true);
    await user.type(screen.getByRole('searchbox'), 'recall');
    expect(await screen.findByText(', 2 not shown')).toBeInTheDocument();
    expect(await box('Select the only one shown')).toBeChecked();
    await user.click(await box('Select the only one shown'));
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
    await user.click(names.getByRole('button', { name: /^Deselect Exit poll, .*ID 2003, / }));
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
    await box(/^Select Spring,/);
    expect(await bar()).toHaveTextContent('3 deployments selected');
  });

  it('is not offered to those who may only read', async () => {
    server.use(
      withList(four),
      http.get(paths.session, () =>
        HttpResponse.json({
          person: 'Sue',
          role: 'support',
          grants: [{ may: ['confirm'] }],
          canSignOut: true,
          nonProductionEnvironments: [],
          rules: null,
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
    await user.click(await box(/^Select Spring,/));
    expect(await bar()).toBeInTheDocument();
    act(() => void client.setQueryData(keys.session, supporter));
    await waitFor(() => expect(screen.queryByRole('checkbox')).not.toBeInTheDocument());
    expect(screen.queryByRole('region', { name: 'Selection' })).not.toBeInTheDocument();
  });
});

describe('finding', () => {
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
    expect(await screen.findByText('No exact match. 1 of 4 deployments similar')).toBeInTheDocument();
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
    const table = await screen.findByRole('grid', { name: 'Deployments by application' });
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
    const table = await screen.findByRole('grid', { name: 'Deployments by application' });
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
    const first = await screen.findByLabelText(/^Select Number 0,/);
    act(() => first.focus());
    act(() => {
      scrollTo(0, 20_000);
      fireEvent.scroll(window);
    });
    await screen.findByText('Number 450');
    expect(first).toBeInTheDocument();
    expect(screen.queryByText('Number 20')).not.toBeInTheDocument();
    const next = screen.getByRole('button', { name: /^More for Number 0,/, hidden: true });
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
    await user.click(await box(/^Select Spring,/));
    await user.click(await box(/^Select Storm,/));
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'Staging · SpringID 2001 · Reminders 101',
      'Staging · StormID 2004 · Reminders 101',
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
      await user.click(await box(new RegExp(`^Select ${name},`)));
      await user.click(await screen.findByRole('button', { name: 'Remove…' }));
      await user.click(await screen.findByRole('button', { name: 'Remove 1 deployment' }));
      await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
      await user.click(await screen.findByRole('button', { name: 'Clear the selection' }));
    }
    await screen.findByText('+1 more');
    // The newest comes first; what became of it stays until it is dismissed, and the next offer stands behind it.
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    const undone = await screen.findByText('Undone.');
    // What it takes the offer to leave.
    await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
    expect(undone).toBeInTheDocument();
    // Once the offer has left, only this one can be dismissed.
    await user.click(await screen.findByRole('button', { name: 'Dismiss' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(sent).toHaveLength(4));
    expect(sent[2]).toBe('2004');
    expect(sent[3]).toBe('2001');
  });

  it('says why the console refuses it', async () => {
    edits(null);
    const detail = 'Deployment 2001 of application 101 was changed since. Nothing was changed.';
    server.use(
      http.post(paths.restoreApplications, () => answerProblem(makeProblem('conflict', { detail }))),
    );
    const { user } = renderApp();
    await user.click(await box(/^Select Spring,/));
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    await user.click(await screen.findByRole('button', { name: 'Remove 1 deployment' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Not undone: nothing was changed.')).toBeInTheDocument();
    expect(screen.getByText(detail)).toBeInTheDocument();
    // It would be refused again.
    expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
  });
});

describe('a double click', () => {
  it('removes once, keeps the undo, and undoes once', async () => {
    const sent = edits(null);
    const { user } = renderApp();
    await user.click(await box(/^Select Spring,/));
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
    await user.click(await box(/^Select Spring,/));
    await user.click(await screen.findByRole('button', { name: 'Edit…' }));
    const form = within(await screen.findByRole('dialog'));
    await user.type(form.getByLabelText('Add tags'), 'storm,');
    clickTwice(form.getByRole('button', { name: 'Change 1 deployment' }));
    await form.findByText(/We do not know if/);
    expect(sent).toHaveLength(0);
    clickTwice(form.getByRole('button', { name: 'Change 1 deployment' }));
    expect(await screen.findByRole('button', { name: 'Undo' })).toBeInTheDocument();
    expect(sent).toHaveLength(1);
  });
});
