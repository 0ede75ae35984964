import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { paths } from '@/contract';
import { makeBatch, makeCancellation, makeProblem } from '@/testing/factories';
import { server, withJournal, withList, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { two } from '@/testing/saved-list';
import { toLocalInput } from '@/lib/calendar';
import { requestLine } from './record/request-line';

afterEach(() => vi.unstubAllGlobals());

const numbered = (index: number) =>
  makeCancellation({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    deploymentName: `Deployment ${index}`,
    requestedAt: new Date(Date.UTC(2026, 10, 23) - index * 60_000).toISOString(),
  });

describe('the journal', () => {
  it('shows each entry with its outcome, code, target, person and reason', async () => {
    server.use(
      withJournal(() => ({
        items: [makeCancellation({ outcome: 'refused', status: 404, reason: '<b>wrong</b> list' })],
        nextCursor: null,
      })),
    );
    renderApp('/activity');
    const entry = within(await screen.findByRole('list', { name: /newest first/ })).getByRole('listitem');
    for (const words of [
      'Refused',
      '404 Not found',
      'Spring reminder',
      'Reminders · 101 / 2001',
      'Staging',
      'Ada',
      '<b>wrong</b> list',
    ])
      expect(entry).toHaveTextContent(words);
    expect(within(entry).getByRole('link')).toHaveAttribute(
      'href',
      `/cancellations/${makeCancellation().id}`,
    );
    expect(document.title).toMatch(/^Activity/);
  });

  it('loads older entries, page by page, and asks for each cursor once', async () => {
    const asked: (string | null)[] = [];
    server.use(
      withJournal((query) => {
        asked.push(query.get('cursor'));
        return query.get('cursor') === null
          ? { items: [numbered(1), numbered(2)], nextCursor: 'older' }
          : { items: [numbered(3)], nextCursor: null };
      }),
    );
    const { user } = renderApp('/activity');
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await screen.findByText('Deployment 3');
    expect(screen.getAllByRole('link', { name: /^Deployment \d/ }).map((link) => link.textContent)).toEqual([
      'Deployment 1',
      'Deployment 2',
      'Deployment 3',
    ]);
    expect(asked).toEqual([null, 'older']);
    expect(screen.queryByRole('button', { name: 'Load more' })).not.toBeInTheDocument();
  });

  it('keeps what is shown when an older page fails', async () => {
    server.use(
      http.get(paths.cancellations, ({ request }) =>
        request.url.includes('cursor')
          ? HttpResponse.error()
          : HttpResponse.json({ items: [numbered(1)], nextCursor: 'older' }),
      ),
    );
    const { user } = renderApp('/activity');
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Older entries could not be loaded.');
    expect(screen.getByText('Deployment 1')).toBeInTheDocument();
  });

  it('filters by outcome and deployment, in the address', async () => {
    const asked: string[] = [];
    server.use(
      withJournal((query) => {
        query.delete('limit');
        asked.push(query.toString());
        return { items: [], nextCursor: null };
      }),
    );
    const { user } = renderApp('/activity?outcome=open&nonsense=1&applicationId=x');
    await screen.findByText('No cancellation matches these filters');
    expect(screen.getByLabelText('Outcome')).toHaveValue('open');
    await user.selectOptions(screen.getByLabelText('Outcome'), 'Refused');
    await screen.findByRole('option', { name: 'Spring reminder (2001)' });
    await user.selectOptions(screen.getByLabelText('Deployment'), 'Spring reminder (2001)');
    await waitFor(() =>
      expect(asked).toEqual([
        'outcome=open',
        'outcome=refused',
        'outcome=refused&applicationId=101&deploymentId=2001',
      ]),
    );
    expect(location.search).toBe('?outcome=refused&applicationId=101&deploymentId=2001');
    await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]!);
    expect(await screen.findByText('Nothing has been cancelled yet')).toBeInTheDocument();
  });

  it('filters by person, time and text, in the address, the view and the exports', async () => {
    const asked: string[] = [];
    server.use(
      withJournal((query) => {
        query.delete('limit');
        asked.push(query.toString());
        return { items: [numbered(1)], nextCursor: null };
      }),
    );
    const from = '2026-11-22T20:00:00.000Z';
    const { user } = renderApp(`/activity?from=${from}&to=yesterday`);
    await screen.findByText('Deployment 1');
    expect(screen.getByRole('combobox', { name: 'Time' })).toHaveDisplayValue(/^From 22 Nov, \d\d:00$/);
    await user.click(screen.getByRole('button', { name: 'From and to' }));
    expect(screen.getByLabelText('From')).toHaveValue(toLocalInput(from));
    await user.type(screen.getByRole('combobox', { name: 'Person' }), 'Ada');
    await user.type(screen.getByRole('textbox', { name: 'Text' }), 'wrong list');
    const search = new URLSearchParams({ person: 'Ada', from, q: 'wrong list' }).toString();
    await waitFor(() => expect(location.search).toBe(`?${search}`));
    await waitFor(() => expect(asked.at(-1)).toBe(search));
    expect(screen.getByRole('link', { name: 'Export CSV' })).toHaveAttribute(
      'href',
      `${paths.export('csv')}?${search}`,
    );
    await user.selectOptions(screen.getByRole('combobox', { name: 'Time' }), 'Last 8 h');
    await waitFor(() => expect(location.search).not.toContain('2026-11-22'));
    const begin = Date.parse(new URLSearchParams(location.search).get('from') ?? '');
    expect(Math.abs(Date.now() - 8 * 3_600_000 - begin)).toBeLessThan(5000);
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(location.search).toBe('');
    expect(screen.getByRole('textbox', { name: 'Text' })).toHaveValue('');
    const person = screen.getByRole('combobox', { name: 'Person' });
    expect(person).toHaveValue('');
    // The beginning of a name is enough where it is that of one person only.
    await screen.findByText('Deployment 1');
    await user.type(person, 'ad{Enter}');
    expect(person).toHaveValue('Ada');
    await waitFor(() => expect(location.search).toBe('?person=Ada'));
  });

  it('stands under the headings of its days', async () => {
    const today = numbered(1);
    server.use(
      withJournal(() => ({
        items: [{ ...today, requestedAt: new Date().toISOString() }, numbered(2)],
        nextCursor: null,
      })),
    );
    renderApp('/activity');
    await screen.findByText('Deployment 2');
    const headings = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
    expect(headings[0]).toMatch(/^Today, /);
    expect(headings[1]).toBe('Sunday, 22 Nov 2026');
  });

  it.each([
    ['applicationId=101', 'All of application 101'],
    ['deploymentId=2001', 'Deployment 2001 of any application'],
  ])('by one ID, as an address may say, are shown and cleared: %s', async (search, words) => {
    const { user } = renderApp(`/activity?${search}`);
    const choice = await screen.findByRole('combobox', { name: 'Deployment' });
    await waitFor(() => expect(choice).toHaveDisplayValue(words));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Outcome' }), 'Accepted');
    expect(location.search).toContain(search);
    await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]!);
    expect(location.search).toBe('');
  });

  it('by a deployment that is found by typing', async () => {
    server.use(withList(...two));
    const { user } = renderApp('/activity');
    await user.click(await screen.findByRole('button', { name: 'Deployment: All deployments' }));
    const picker = await screen.findByRole('dialog', { name: 'Deployment' });
    await user.type(within(picker).getByRole('combobox'), 'rec prod');
    await waitFor(() => expect(within(picker).getAllByRole('option')).toHaveLength(1));
    await user.keyboard('{Enter}');
    const chosen = await screen.findByRole('button', { name: /^Deployment: .*Recall.* \(0002002\)$/ });
    expect(chosen).toHaveFocus();
    expect(location.search).toBe('?applicationId=101&deploymentId=0002002');
    await user.click(chosen);
    await user.click(await screen.findByRole('option', { name: /^All deployments/ }));
    expect(location.search).toBe('');
  });

  it('of one batch has an address and an export of its own', async () => {
    const batchId = '00000000-0000-4000-8000-0000000000b1';
    const records = [makeCancellation({ batchId }), numbered(2)];
    server.use(
      withJournal((query) => ({
        items: records.filter((one) => [null, one.batchId].includes(query.get('batchId'))),
        nextCursor: null,
      })),
      http.get(paths.batches, () => HttpResponse.json({ items: [], nextCursor: null })),
      http.get(paths.batch(':id'), () => HttpResponse.json(makeBatch(['accepted', 'accepted']))),
    );
    const { user } = renderApp(`/activity?batch=${batchId.toUpperCase()}`);
    expect(await screen.findByText('2 deployments · all accepted')).toBeInTheDocument();
    expect(screen.queryByText('Deployment 2')).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Export CSV' })).toHaveAttribute(
      'href',
      `${paths.export('csv')}?batchId=${batchId}`,
    );
    expect(screen.getByRole('link', { name: 'Export CSV for spreadsheets' })).toHaveAttribute(
      'href',
      `${paths.export('csv')}?batchId=${batchId}&ids=text`,
    );
    await user.selectOptions(screen.getByRole('combobox', { name: 'Outcome' }), 'Accepted');
    expect(location.search).toBe(`?outcome=accepted&batch=${batchId}`);
    // Some of it may be left out: the number is not the batch's.
    expect(await screen.findByText('1 shown of 2 deployments · all accepted')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'One batch: show all' }));
    expect(location.search).toBe('?outcome=accepted');
    expect(await screen.findByText('Deployment 2')).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Activity' })).toHaveFocus();
  });

  it('on a phone the filters, the chart and the exports stand behind a button each', async () => {
    const narrow = { matches: false, addEventListener: () => {}, removeEventListener: () => {} };
    vi.stubGlobal('matchMedia', () => narrow);
    const from = '2026-11-22T20:00:00.000Z';
    server.use(withJournal(() => ({ items: [numbered(1)], nextCursor: null })));
    const { user } = renderApp(`/activity?outcome=refused&from=${from}`);
    const filters = await screen.findByRole('button', { name: 'Filters (2)', expanded: false });
    await user.click(filters);
    expect(filters).toHaveAttribute('aria-expanded', 'true');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Outcome' }), 'All outcomes');
    await user.click(screen.getByRole('button', { name: 'Filters (1)' }));
    expect(screen.getByRole('button', { name: 'Filters (1)', expanded: false })).toHaveFocus();
    expect(screen.getByRole('group', { name: 'Confirmation' })).toBeInTheDocument();

    expect(screen.queryByRole('region', { name: 'Cancellations by time' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Chart', expanded: false }));
    const chart = await screen.findByRole('region', { name: 'Cancellations by time' });
    await user.click(screen.getByRole('button', { name: 'Chart', expanded: true }));
    // Folded it keeps what was picked in it.
    expect(chart).toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'Export, shift report, wall' }));
    expect(await screen.findByRole('menuitem', { name: 'Export CSV' })).toHaveAttribute(
      'href',
      `${paths.export('csv')}?${new URLSearchParams({ from })}`,
    );
    expect(screen.getByRole('menuitem', { name: 'Wall' })).toHaveAttribute('href', '/wall');
  });

  it('says when it could not be loaded, and tries again', async () => {
    server.use(http.get(paths.cancellations, () => HttpResponse.error()));
    const { user } = renderApp('/activity');
    expect(await screen.findByRole('alert')).toHaveTextContent('The journal could not be loaded');
    server.use(withJournal(() => ({ items: [], nextCursor: null })));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Nothing has been cancelled yet')).toBeInTheDocument();
  });
});

describe('one cancellation', () => {
  const at = (id: string) => renderApp(`/cancellations/${id}`);

  it('shows the timeline, the exact request, Fuse’s words and what to do', async () => {
    const record = makeCancellation({
      outcome: 'refused',
      status: 404,
      message: '<script>alert(1)</script>',
      reason: 'wrong list',
    });
    server.use(withRecord(() => record));
    at(record.id);
    await screen.findByRole('heading', {
      level: 1,
      name: /^Cancellation of Spring reminder, Staging, ID 2001, /,
    });
    expect(document.title).toMatch(/^Cancellation of Spring reminder, Staging, ID 2001, Reminders 101 ·/);
    for (const words of [
      'Requested by Ada',
      'DELETE https://fuse.plumvoice.com/api/apps/101/2001/cancel',
      'Fuse answered 404 Not found',
      'After 300 ms.',
      '<script>alert(1)</script>',
      'Fuse refused: nothing was cancelled.',
      'wrong list',
      'What to do next',
    ])
      expect(screen.getByRole('main')).toHaveTextContent(words);
    expect(screen.getByTitle(record.sentAt!)).toHaveAttribute('datetime', record.sentAt!);
  });

  it('leads to the batch that it is a part of', async () => {
    const record = makeCancellation({ batchId: '00000000-0000-4000-8000-0000000000ba' });
    server.use(withRecord(() => record));
    at(record.id);
    expect(await screen.findByRole('link', { name: 'Part of a batch' })).toHaveAttribute(
      'href',
      '/batches/00000000-0000-4000-8000-0000000000ba',
    );
  });

  it('folds long words of Fuse', async () => {
    server.use(withRecord(() => makeCancellation({ message: 'x'.repeat(5000) })));
    at(makeCancellation().id);
    expect(await screen.findByText('(5000 characters)')).toBeInTheDocument();
  });

  it('tells how to check what is unknown', async () => {
    server.use(
      withRecord(() =>
        makeCancellation({
          outcome: 'unknown',
          status: null,
          answeredAt: null,
          cause: 'console_stopped',
          sentAt: null,
        }),
      ),
    );
    at(makeCancellation().id);
    expect(await screen.findByText('How to check')).toBeInTheDocument();
    expect(screen.getByText('We do not know if it was sent')).toBeInTheDocument();
  });

  it('looks again while it waits', async () => {
    let open = true;
    server.use(
      withRecord(() =>
        makeCancellation(open ? { outcome: null, status: null, answeredAt: null, settledAt: null } : {}),
      ),
    );
    at(makeCancellation().id);
    await screen.findByText('Waiting for the outcome');
    open = false;
    expect(await screen.findByText('Fuse accepted the cancellation.')).toBeInTheDocument();
  });

  it('that is not in the journal gets a view of its own', async () => {
    server.use(withRecord(() => makeProblem('not_found')));
    at('00000000-0000-4000-8000-00000000dead');
    expect(await screen.findByRole('heading', { name: 'No such cancellation' })).toBeInTheDocument();
  });

  it.each([
    ['fuse.plumvoice.com', 'https'],
    ['gateway.example/fuse', 'https'],
    ['127.0.0.1:4181', 'http'],
    ['127.0.0.1:4181/fuse', 'http'],
    ['localhost:80', 'http'],
    ['[::1]:9', 'http'],
    ['127.0.0.1.example.com', 'https'],
  ])('request line for %s is %s', (upstream, scheme) => {
    expect(requestLine(makeCancellation({ upstream }))).toBe(
      `DELETE ${scheme}://${upstream}/api/apps/101/2001/cancel`,
    );
  });
});
