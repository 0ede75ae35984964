import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { paths, type Pin } from '@/contract';
import { keys } from '@/common/query-keys';
import { makeProblem, operator, supporter } from '@/testing/factories';
import { answerProblem, server } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { rowMenu } from '@/testing/row-menu';
import { savedList, two } from '@/testing/saved-list';

const recall = { applicationId: '101', deploymentId: '0002002' };
const poll = { applicationId: '102', deploymentId: '3001' };
let changes: string[] = [];

function withPins(pins: Pin[], session = operator) {
  server.use(
    http.get(paths.session, () => HttpResponse.json({ ...session, pins })),
    http.all(paths.pin(':app', ':item'), ({ request, params }) => {
      changes.push(`${request.method} ${String(params['app'])}/${String(params['item'])}`);
      return new HttpResponse(null, { status: 204 });
    }),
  );
}

beforeEach(() => {
  changes = [];
  savedList(two);
});

/** The headings of the list and the IDs under each. */
const groups = () =>
  screen.getAllByRole('heading', { level: 2 }).map((heading) => {
    const rows = within(heading.closest('section')!).queryAllByRole('rowheader');
    return [heading.textContent, ...rows.map((row) => /Deployment ID (\d+)/.exec(row.textContent)?.[1])];
  });
const asSaved = [
  ['Reminders', '2001', '0002002'],
  ['Surveys', '3001'],
];

async function choose(user: ReturnType<typeof renderApp>['user'], name: string, entry: string) {
  await user.click(await rowMenu(name));
  await user.click(await screen.findByRole('menuitem', { name: entry }));
}

describe('what a person has pinned', () => {
  it('stands on top, once, with its application', async () => {
    withPins([poll, recall]);
    renderApp();
    await waitFor(() =>
      expect(groups()).toEqual([['★ Pinned', '0002002', '3001'], ['Reminders', '2001'], ['Surveys']]),
    );
    const row = screen.getByText('3001').closest('tr')!;
    expect(row).toHaveTextContent('Surveys 102');
    expect(screen.getByText('All of its deployments are pinned.')).toBeInTheDocument();
    expect(screen.getByText('3 deployments')).toBeInTheDocument();
  });

  it('is found by the search as before, and what is selected stays selected', async () => {
    withPins([recall]);
    const { user } = renderApp();
    await user.click(await screen.findByRole('checkbox', { name: /^Select Recall/ }));
    await user.type(screen.getByRole('searchbox'), '0002002 3001');
    expect(await screen.findByText('2 of 3 deployments found')).toBeInTheDocument();
    await waitFor(() =>
      expect(groups()).toEqual([
        ['★ Pinned', '0002002'],
        ['Surveys', '3001'],
      ]),
    );
    expect(screen.getByRole('checkbox', { name: /^Select Recall/ })).toBeChecked();
    expect(screen.getByRole('checkbox', { name: 'Select the only one pinned' })).toBeChecked();
    await user.keyboard('{ArrowDown}');
    await waitFor(() => expect(screen.getByRole('checkbox', { name: /^Select Recall/ })).toHaveFocus());
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('checkbox', { name: /^Select Exit poll/ })).toHaveFocus();
  });

  it('is pinned and unpinned by the row’s menu, and the focus stays with the deployment', async () => {
    withPins([]);
    const { user } = renderApp();
    await choose(user, 'Recall', 'Pin to top');
    await waitFor(() =>
      expect(groups()).toEqual([
        ['★ Pinned', '0002002'],
        ['Reminders', '2001'],
        ['Surveys', '3001'],
      ]),
    );
    await waitFor(async () => expect(await rowMenu('Recall')).toHaveFocus());
    expect(await screen.findByText('Pinned to the top.')).toBeInTheDocument();
    await choose(user, 'Recall', 'Unpin');
    await waitFor(() => expect(groups()).toEqual(asSaved));
    await waitFor(async () => expect(await rowMenu('Recall')).toHaveFocus());
    expect(changes).toEqual(['PUT 101/0002002', 'DELETE 101/0002002']);
  });

  it('is for support as well', async () => {
    withPins([], supporter);
    const { user } = renderApp();
    await choose(user, 'Exit poll', 'Pin to top');
    await waitFor(() => expect(groups()[0]).toEqual(['★ Pinned', '3001']));
  });

  it('stays as it is where the console refuses', async () => {
    withPins([]);
    const detail = 'You have pinned 50 deployments.';
    server.use(
      http.put(paths.pin(':app', ':item'), () => answerProblem(makeProblem('conflict', { detail }))),
    );
    const { user } = renderApp();
    await choose(user, 'Recall', 'Pin to top');
    expect(await screen.findByText('Not pinned.')).toBeInTheDocument();
    expect(screen.getByText(detail)).toBeInTheDocument();
    expect(groups()).toEqual(asSaved);
  });

  it('does not move a row while the focus is in the list: what another desk has pinned waits', async () => {
    withPins([]);
    const { user, client } = renderApp();
    await user.click(await screen.findByRole('checkbox', { name: /^Select Recall/ }));
    act(() => void client.setQueryData(keys.session, { ...operator, pins: [poll] }));
    const show = await screen.findByRole('button', { name: '1 change: show' });
    expect(groups()).toEqual(asSaved);
    await user.click(show);
    await waitFor(() => expect(groups()[0]).toEqual(['★ Pinned', '3001']));
  });
});
