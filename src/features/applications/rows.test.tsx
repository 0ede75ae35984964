import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { paths } from '@/contract';
import { openStream } from '@/testing/event-source';
import { makeApplication, makeCancellation, makeDeployment, supporter } from '@/testing/factories';
import { server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { rowMenu } from '@/testing/row-menu';
import { savedList, two } from '@/testing/saved-list';

const row = (id: string) => screen.getByText(id).closest('tr')!;

describe('a row', () => {
  it('shares one tab stop with the other rows of its application, and the arrow keys reach the rest', async () => {
    savedList(two);
    const { user } = renderApp();
    await screen.findByText('3 deployments');
    await waitFor(() => expect(screen.getAllByRole('rowheader')).toHaveLength(3));
    expect(row('2001').querySelectorAll('a, button, input').length).toBeGreaterThan(2);
    const tabStops = () =>
      screen.getAllByRole('grid').map((grid) => {
        const controls = [...grid.querySelectorAll<HTMLElement>('a, button, input')];
        return controls.flatMap((one) => (one.tabIndex >= 0 ? [one.getAttribute('aria-label')] : []));
      });
    const firstStop = 'Select Spring reminder, Staging, ID 2001, Reminders 101';
    const otherGrid = ['Select Exit poll, Staging, ID 3001, Surveys 102'];
    await waitFor(() => expect(tabStops()).toEqual([[firstStop], otherGrid]));
    await user.click(screen.getByRole('searchbox'));
    const first = screen.getByRole('checkbox', { name: firstStop });
    // The keys of the list come in the first idle moment.
    await waitFor(async () => {
      await user.keyboard('{ArrowDown}');
      expect(first).toHaveFocus();
    });
    await user.keyboard(' ');
    expect(first).toBeChecked();
    await user.keyboard('{ArrowRight}');
    expect(within(row('2001')).getByRole('button', { name: /^Cancel calls…/ })).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    expect(within(row('0002002')).getByRole('button', { name: /^Cancel calls…/ })).toHaveFocus();
    await user.keyboard('{End}');
    expect(await rowMenu('Recall')).toHaveFocus();
    expect(tabStops()).toEqual([[expect.stringMatching(/^More for Recall/)], otherGrid]);
    await user.keyboard('{Home}{ArrowUp}');
    expect(first).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('alertdialog')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(first).toHaveFocus());
    await user.keyboard('{ArrowUp}');
    expect(screen.getByRole('searchbox')).toHaveFocus();
  });

  it('offers support what they may do, and its history', async () => {
    savedList(two);
    server.use(http.get(paths.session, () => HttpResponse.json(supporter)));
    const { user } = renderApp();
    await user.click(await rowMenu('Recall'));
    const names = (await screen.findAllByRole('menuitem')).map((item) => item.textContent);
    expect(names).toEqual([
      'Pin to top',
      'Copy deployment ID 0002002',
      'Copy both IDs101/0002002',
      'History',
    ]);
    expect(screen.getByRole('menuitem', { name: 'History' })).toHaveAttribute(
      'href',
      '/changes?applicationId=101&deploymentId=0002002',
    );
  });

  it('shows the last ten outcomes, also one that arrives', async () => {
    const last = makeCancellation({ outcome: 'refused', status: 404 });
    const older = makeCancellation({
      id: '00000000-0000-4000-8000-000000000009',
      outcome: 'unknown',
      status: 500,
    });
    const cancellations = [last, older];
    const asked = vi.fn<(targets: string | null) => void>();
    server.use(
      withList(makeApplication({ deployments: [makeDeployment({ lastCancellation: last })] })),
      http.get(paths.deploymentHistories, ({ request }) => {
        asked(new URL(request.url).searchParams.get('targets'));
        return HttpResponse.json({
          items: [{ applicationId: '101', deploymentId: '2001', cancellations }],
        });
      }),
    );
    const { user } = renderApp();
    const strip = await screen.findByRole('button', {
      name: /^Last 2 outcomes, newest first: Refused, 404 Not found, Ada.*ID 2001/,
    });
    expect(asked.mock.calls).toEqual([['101/2001']]);
    const stream = await openStream();
    const newest = makeCancellation({
      id: '00000000-0000-4000-8000-000000000010',
      requestedAt: '2026-11-23T11:00:00.000Z',
    });
    cancellations.unshift(newest);
    stream.send('cancellation', newest, '1');
    await waitFor(() =>
      expect(strip).toHaveAccessibleName(/^Last 3 outcomes, newest first: 202 Accepted, Ada/),
    );
    strip.focus();
    await user.keyboard('{Enter}');
    const entries = await screen.findAllByRole('menuitem');
    expect(entries.map((entry) => entry.textContent)).toEqual([
      expect.stringMatching(/^202 Accepted.*Ada, 23 Nov, 11:00 UTC$/),
      expect.stringMatching(/^Refused, 404 Not found.*Ada/),
      expect.stringMatching(/^Unknown, 500 Internal server error.*Ada/),
      'History',
    ]);
    expect(entries[1]).toHaveAttribute('href', `/cancellations/${last.id}`);
    await user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: /^Last 3 outcomes/ })).toHaveFocus();
  });
});

describe('several IDs in the search', () => {
  it.each([
    ['2001 3001', '2 of 3 deployments found'],
    ['2001, 300', '2 of 3 deployments found'],
    ['101/2001 102/3001', '2 of 3 deployments found'],
    ['102 2001', '2 of 3 deployments found'],
  ])('%s finds any of them', async (text, count) => {
    savedList(two);
    const { user } = renderApp();
    await screen.findByText('3 deployments');
    await user.type(screen.getByRole('searchbox'), text);
    expect(await screen.findByText(count)).toBeInTheDocument();
  });
});

describe('filters', () => {
  it('are found by typing, stand as chips, and go one by one', async () => {
    savedList(two);
    const { user } = renderApp();
    await screen.findByText('3 deployments');
    await user.click(await screen.findByRole('button', { name: 'Filter', hidden: true }));
    await screen.findByRole('dialog', { name: 'Filter the list' });
    await user.keyboard('prod{Enter}');
    expect(await screen.findByText('1 of 3 deployments found')).toBeInTheDocument();
    expect(location.search).toBe('?env=production');
    await user.click(screen.getByRole('button', { name: 'Environment: Production, remove this filter' }));
    expect(await screen.findByText('3 deployments')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Filter' })).toHaveFocus();
  });
});

it('selects all deployments of an application by its heading', async () => {
  savedList(two);
  const { user } = renderApp();
  await user.click(await screen.findByRole('checkbox', { name: 'Select all 2 of Reminders 101' }));
  expect(await screen.findByText('2 deployments selected')).toBeInTheDocument();
});
