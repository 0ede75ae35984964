import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths } from '@/contract';
import { makeApplication, makeDeployment } from '@/testing/factories';
import { server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { savedList, two } from '@/testing/saved-list';

describe('finding', () => {
  it.each([
    ['RECALL', ['Recall'], '1 of 3 deployments found'],
    ['0002002', ['Recall'], '1 of 3 deployments found'],
    ['clinic', ['Spring reminder', 'Exit poll'], '2 of 3 deployments found'],
    ['surv', ['Exit poll'], '1 of 3 deployments found'],
    ['101', ['Spring reminder', 'Recall'], '2 of 3 deployments found'],
  ])('%s', async (text, names, count) => {
    savedList(two);
    const { user } = renderApp();
    await screen.findByText('3 deployments');
    // The shortcuts come with the header's controls.
    await screen.findByRole('button', { name: /^Theme/ });
    await user.keyboard('/');
    expect(screen.getByRole('searchbox')).toHaveFocus();
    await user.keyboard(text);
    expect(await screen.findByText(count)).toBeInTheDocument();
    const shown = () => screen.getAllByRole('rowheader').map((cell) => cell.firstElementChild?.textContent);
    // The rows follow the count.
    await waitFor(() => expect(shown()).toEqual(names));
  });

  it('says so when nothing is found, and clears', async () => {
    savedList(two);
    const { user } = renderApp('/?q=zebra');
    await screen.findByText('No deployment matches “zebra”');
    await user.click(screen.getByRole('button', { name: 'Clear the search' }));
    expect(await screen.findByText('3 deployments')).toBeInTheDocument();
    expect(location.search).toBe('');
  });
});

describe('nothing found', () => {
  it('of what fits the filters is not said of all that is saved', async () => {
    savedList(two);
    const { user } = renderApp('/?q=recall&env=staging');
    await screen.findByText('No deployment matches “recall” and the filters');
    expect(screen.getByRole('button', { name: 'Clear the search' })).toBeInTheDocument();
    const [, clear] = screen.getAllByRole('button', { name: 'Clear filters' });
    await user.click(clear!);
    expect(await screen.findByText('1 of 3 deployments found')).toBeInTheDocument();
  });
});

describe('leaving in the middle of a search', () => {
  it('keeps its text for Back', async () => {
    savedList(two);
    const { user } = renderApp();
    await screen.findByText('3 deployments');
    const box = screen.getByRole('searchbox');
    await user.click(box);
    fireEvent.change(box, { target: { value: 'recall' } });
    await user.click(screen.getByRole('link', { name: /^Activity/ }));
    await screen.findByRole('heading', { name: 'Activity' });
    expect(location.search).toBe('');
    act(() => history.back());
    expect(await screen.findByText('1 of 3 deployments found')).toBeInTheDocument();
    expect(screen.getByRole('searchbox')).toHaveValue('recall');
  });
});

describe('the menu of the list', () => {
  it('is walked through with the arrow keys', async () => {
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Import and export' }));
    await screen.findByRole('menu');
    const last: unknown = expect.stringMatching(/^Download as CSV for spreadsheets/);
    const names = ['Paste from Fuse or an e-mail…', 'Import a file…', last, 'Paste from Fuse or an e-mail…'];
    const focused: unknown[] = [];
    for (const key of ['{ArrowDown}', '{ArrowDown}', '{End}', '{Home}']) {
      await user.keyboard(key);
      focused.push(document.activeElement?.textContent.trim());
    }
    expect(focused).toEqual(names);
  });

  it('returns the focus to its button after a download', async () => {
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Import and export' }));
    const link = await screen.findByRole('menuitem', { name: 'Download as CSV' });
    addEventListener('click', (event) => event.preventDefault(), { once: true });
    await user.click(link);
    expect(link).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Import and export' })).toHaveFocus();
  });
});

describe('the list', () => {
  it('helps when it is empty, with the form right there', async () => {
    const puts = savedList([]);
    const { user } = renderApp();
    await screen.findByRole('heading', { name: 'Save your first deployment' });
    await user.type(screen.getByLabelText('Application ID'), '1');
    await user.type(screen.getByLabelText('Name of the application'), 'First');
    await user.type(screen.getByLabelText('Deployment ID'), '2');
    await user.type(screen.getByLabelText('Name'), 'One');
    await user.type(screen.getByLabelText('Tags'), 'wave,');
    await user.click(screen.getByRole('button', { name: 'Remove tag wave' }));
    expect(screen.getByLabelText('Tags')).toHaveFocus();
    server.use(http.put(paths.deployment(':app', ':item'), () => HttpResponse.error(), { once: true }));
    await user.click(screen.getByRole('button', { name: 'Save deployment' }));
    await waitFor(() => expect(puts).toHaveLength(1));
    expect(await screen.findByRole('heading', { name: 'First' })).toBeInTheDocument();
  });

  it('leads with a pasted text and a file when it is empty', async () => {
    savedList([]);
    const { user } = renderApp();
    await screen.findByRole('heading', { name: 'Save your first deployment' });
    await user.click(screen.getByRole('button', { name: 'Import a file…' }));
    expect(await screen.findByRole('dialog', { name: 'Import a file' })).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'Paste from Fuse or an e-mail…' }));
    expect(await screen.findByRole('dialog', { name: /^Paste from Fuse/ })).toBeInTheDocument();
  });

  it('says when it could not be loaded, and tries again', async () => {
    server.use(http.get(paths.applications, () => HttpResponse.error(), { once: true }));
    const { user } = renderApp();
    expect(await screen.findByRole('alert')).toHaveTextContent('could not be loaded');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Spring reminder')).toBeInTheDocument();
  });

  it('keeps what it has when a refresh fails, and says from when it is', async () => {
    const { client } = renderApp();
    await screen.findByText('Spring reminder');
    server.use(http.get(paths.applications, () => HttpResponse.error()));
    await act(() => client.invalidateQueries());
    expect(await screen.findByText(/Could not refresh\. Last update: \d\d:\d\d:\d\d/)).toBeInTheDocument();
    expect(screen.getByText('Spring reminder')).toBeInTheDocument();
  });

  it('shows what others typed as text', async () => {
    server.use(
      withList(
        makeApplication({
          deployments: [makeDeployment({ name: '<img src=x onerror=alert(1)>', note: '=1+1' })],
        }),
      ),
    );
    renderApp();
    expect(await screen.findByText('<img src=x onerror=alert(1)>')).toBeInTheDocument();
  });
});
