import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths, signIn, type Cancellation, type CancellationDetail, type Session } from '@/contract';
import {
  makeApplication,
  makeBatch,
  makeCancellation,
  makeDeployment,
  makeProblem,
  operator,
  supporter,
} from '@/testing/factories';
import { keys } from '@/common/query-keys';
import { FakeEventSource, openStream } from '@/testing/event-source';
import { answerProblem, onCancel, server, withJournal, withList, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const open = { outcome: null, status: null, answeredAt: null, settledAt: null } as const;
const confirmation = { person: 'Grace', at: '2026-11-23T11:00:00.000Z', note: null };

const { targets: _targets, ...runningBatch } = makeBatch(['current', 'waiting']);

const asPerson = (session: Session) => http.get(paths.session, () => HttpResponse.json(session));

describe('the live badge', () => {
  const badge = () => within(screen.getByRole('banner')).getByRole('status');

  it('says what the stream is', async () => {
    renderApp();
    const stream = await openStream();
    await waitFor(() => expect(badge()).toHaveTextContent(/^Updating$/));
    stream.breakOff();
    await waitFor(() =>
      expect(badge()).toHaveTextContent(/^Reconnecting, as of \d\d:\d\d:\d\d (?:UTC|GMT\S+)$/),
    );
    stream.open();
    await waitFor(() => expect(badge()).toHaveTextContent(/^Updating$/));
    act(() => void dispatchEvent(new Event('offline')));
    await waitFor(() => expect(badge()).toHaveTextContent(/^Reconnecting/));
  });

  it('is not live before the stream is open', async () => {
    renderApp();
    await waitFor(() => expect(FakeEventSource.made).toHaveLength(1));
    expect(badge()).toHaveTextContent('Connecting…');
  });

  it('of a session that is over leads to the sign-in page, and stops there', async () => {
    renderApp();
    const stream = await openStream();
    server.use(asPersonGone());
    stream.refuse();
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
    expect(FakeEventSource.made.every((one) => one.readyState === FakeEventSource.CLOSED)).toBe(true);
  });

  function asPersonGone() {
    return http.get(paths.session, () => answerProblem(makeProblem('sign_in_required')));
  }
});

it('a configuration file with an error is told to operators until it is mended', async () => {
  renderApp();
  const stream = await openStream();
  const problem = 'console.yaml, line 2, column 3: sigIn is not a key that stands here.';
  server.use(asPerson({ ...operator, configurationProblem: problem }));
  stream.send('configuration', {});
  expect(await screen.findByText(problem)).toBeInTheDocument();
  server.use(asPerson(operator));
  stream.send('configuration', {});
  expect(await screen.findByText('The configuration file is in force.')).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByText(problem)).not.toBeInTheDocument());
});

describe('an event', () => {
  const record = makeCancellation({ person: 'Grace' });

  it('shows on the row who is cancelling, and then the outcome, without a toast', async () => {
    renderApp();
    const stream = await openStream();
    const button = await screen.findByRole('button', { name: /^Cancel calls…/ });
    stream.send('cancellation', { ...record, ...open }, '1');
    await waitFor(() => expect(button).toHaveTextContent('Cancelling…'));
    expect(screen.getByText('Cancelling… by Grace')).toBeInTheDocument();
    expect(button).toHaveAttribute('aria-disabled', 'true');
    stream.send('cancellation', record, '2');
    expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
    expect(button).toHaveTextContent('Cancel calls…');
    expect(screen.queryByRole('button', { name: 'Dismiss' })).not.toBeInTheDocument();
  });

  it('that comes late never undoes an outcome', async () => {
    server.use(withList(makeApplication({ deployments: [makeDeployment({ lastCancellation: record })] })));
    renderApp();
    const stream = await openStream();
    await screen.findByText('202 Accepted');
    stream.send('cancellation', { ...record, ...open }, '1');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(screen.getByText('202 Accepted')).toBeInTheDocument();
  });

  it('beats a list that was asked for before it', async () => {
    renderApp();
    const stream = await openStream();
    await screen.findByText('None on record', { selector: 'span' });
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let asked = 0;
    server.use(
      http.get(paths.applications, async () => {
        asked += 1;
        // The first answer is from before the event, and arrives after it.
        if (asked === 1) await held;
        const last = asked === 1 ? null : record;
        return HttpResponse.json({
          items: [makeApplication({ deployments: [makeDeployment({ lastCancellation: last })] })],
        });
      }),
    );
    stream.send('applications', {}, '1');
    await waitFor(() => expect(asked).toBe(1));
    stream.send('cancellation', record, '2');
    expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
    answer();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(screen.getByText('202 Accepted')).toBeInTheDocument();
    expect(asked).toBe(1);
  });

  it('of a list that changes faster than it is read lets each reading end, and reads the last change', async () => {
    renderApp();
    const stream = await openStream();
    await screen.findByText('None on record', { selector: 'span' });
    let saved = 0;
    const read: number[] = [];
    server.use(
      http.get(paths.applications, async () => {
        const deployments = Array.from({ length: saved }, (_, at) =>
          makeDeployment({ deploymentId: String(3000 + at), name: `Saved ${at + 1}` }),
        );
        await new Promise((resolve) => setTimeout(resolve, 60));
        read.push(saved);
        return HttpResponse.json({ items: [makeApplication({ deployments })] });
      }),
    );
    while (saved < 8) {
      saved += 1;
      stream.send('applications', {}, String(saved));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await screen.findByText('Saved 8')).toBeInTheDocument();
    expect(read.at(-1)).toBe(8);
    expect(read.length).toBeLessThan(4);
  });

  it('beats a first answer that is still on its way', async () => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let asked = 0;
    server.use(
      http.get(paths.applications, async () => {
        asked += 1;
        const last = asked === 1 ? null : record;
        if (asked === 1) await held;
        return HttpResponse.json({
          items: [makeApplication({ deployments: [makeDeployment({ lastCancellation: last })] })],
        });
      }),
    );
    renderApp();
    const stream = await openStream();
    stream.send('cancellation', record, '1');
    await new Promise((resolve) => setTimeout(resolve, 60));
    answer();
    expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
  });

  it('shows at the head of the journal and in the count', async () => {
    renderApp('/activity');
    const stream = await openStream();
    await screen.findByText('Nothing has been cancelled yet');
    stream.send('cancellation', record, '1');
    expect(await screen.findByRole('link', { name: 'Spring reminder' })).toBeInTheDocument();
    await waitFor(() => expect(document.title).toBe('(1) Activity · Fuse Cancel Console'));
    expect(await screen.findByRole('link', { name: /^Activity ?1 to confirm$/ })).toBeInTheDocument();
    stream.send('cancellation', { ...record, confirmation }, '2');
    expect(await screen.findByText('Confirmed by Grace')).toBeInTheDocument();
    expect(document.title).toBe('Activity · Fuse Cancel Console');
  });

  it('shows on the record, with its history', async () => {
    let shown: Cancellation | CancellationDetail = { ...record, ...open };
    server.use(withRecord(() => shown));
    renderApp(`/cancellations/${record.id}`);
    const stream = await openStream();
    await screen.findByText('Waiting for the outcome');
    shown = {
      ...record,
      confirmation,
      history: [{ seq: 3, kind: 'confirmed', person: 'Grace', at: confirmation.at, note: 'Looked at it' }],
    };
    stream.send('cancellation', { ...record, confirmation }, '1');
    expect(await screen.findByText('Fuse accepted the cancellation.')).toBeInTheDocument();
    expect(await screen.findByText('Looked at it')).toBeInTheDocument();
  });

  it.each([
    ['cancellation', 'not JSON'],
    ['cancellation', '{"id":1}'],
    ['batch', '{"counts":3}'],
    ['applications', '[]'],
    ['heartbeat', '{}'],
    ['reset', '{"history":"another"}'],
  ] as const)('that is not understood, or says so (%s: %s), makes the page read anew', async (type, data) => {
    renderApp();
    const stream = await openStream();
    await screen.findByText('None on record', { selector: 'span' });
    server.use(withList(makeApplication({ deployments: [makeDeployment({ lastCancellation: record })] })));
    stream.send(type, data, '1');
    expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
  });

  it('that a clock is wrong is told on every view, and taken back', async () => {
    renderApp();
    const stream = await openStream();
    await screen.findByText('None on record', { selector: 'span' });
    const beat = (clock: unknown) =>
      stream.send('heartbeat', { at: '2026-11-23T11:00:00.000Z', history: 'one', clock });
    beat({ of: 'database', aheadMs: 8 * 86_400_000 });
    expect(await screen.findByText('It is 8 days ahead of the database’s clock.')).toBeVisible();
    beat({ of: 'fuse', aheadMs: -7_260_000 });
    expect(await screen.findByText('It is 2 hours behind Fuse’s clock.')).toBeVisible();
    beat(null);
    await waitFor(() => expect(screen.queryByText(/clock/)).not.toBeInTheDocument());
  });

  it('of a batch asks for nothing while none is shown, nor does a heartbeat', async () => {
    const { client } = renderApp();
    const stream = await openStream();
    await waitFor(() => expect(client.getQueryData(keys.journal({ confirmed: 'no' }))).toBeDefined());
    await waitFor(() => expect(client.isFetching()).toBe(0));
    stream.send('heartbeat', { at: '2026-11-23T11:00:00.000Z', history: 'one', clock: null });
    stream.send('heartbeat', { at: '2026-11-23T11:00:10.000Z', history: 'one', clock: null });
    stream.send('batch', runningBatch);
    expect(client.isFetching()).toBe(0);
    stream.send('heartbeat', { at: '2026-11-23T11:00:20.000Z', history: 'another', clock: null });
    expect(client.isFetching()).toBeGreaterThan(0);
  });

  it('of one’s own cancellation brings no second toast', async () => {
    server.use(onCancel([], (id) => HttpResponse.json({ ...record, id }, { status: 201 })));
    const { user } = renderApp();
    const stream = await openStream();
    await user.click(await screen.findByRole('button', { name: /^Cancel calls…/ }));
    const dialog = await screen.findByRole('alertdialog');
    await user.click(within(dialog).getByRole('button', { name: 'Cancel all pending calls' }));
    await screen.findByRole('button', { name: 'Dismiss' });
    stream.send('cancellation', record, '1');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(screen.getAllByRole('button', { name: 'Dismiss' })).toHaveLength(1);
  });
});

it('a batch that begins elsewhere appears in Activity without being asked for', async () => {
  renderApp('/activity');
  const stream = await openStream();
  await screen.findByText('Nothing has been cancelled yet');
  const { targets: _, ...over } = makeBatch(['not_tried', 'not_tried']);
  stream.send('batch', over);
  expect(await screen.findByRole('link', { name: 'Batch: no cancellation' })).toBeInTheDocument();
});

it('what was missed while the stream was away is read at every opening', async () => {
  renderApp();
  const stream = await openStream();
  await screen.findByText('None on record', { selector: 'span' });
  stream.breakOff();
  server.use(
    withList(makeApplication({ deployments: [makeDeployment({ lastCancellation: makeCancellation() })] })),
  );
  stream.open();
  expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
});

describe('support', () => {
  it('has no controls that cancel or edit, and sees its role', async () => {
    server.use(asPerson(supporter));
    renderApp();
    await screen.findByText('Spring reminder');
    expect(screen.getByRole('banner')).toHaveTextContent('Grace · support');
    expect(screen.queryByRole('button', { name: /cancel|add|edit|remove/i })).not.toBeInTheDocument();
  });

  it('starts Activity with what is to be confirmed', async () => {
    server.use(
      asPerson(supporter),
      withJournal(
        () => ({ items: [makeCancellation({ deploymentName: 'Long confirmed' })], nextCursor: null }),
        () => ({ items: [makeCancellation()], nextCursor: 'older' }),
      ),
    );
    const { user } = renderApp('/activity');
    expect(await screen.findByText('Spring reminder')).toBeInTheDocument();
    expect(screen.queryByText('Long confirmed')).not.toBeInTheDocument();
    const choices = within(screen.getByRole('group', { name: 'Confirmation' })).getAllByRole('button');
    expect(choices[0]).toHaveTextContent('To confirm1+');
    expect(choices[0]).toHaveAttribute('aria-pressed', 'true');
    await user.click(screen.getByRole('button', { name: 'All' }));
    expect(await screen.findByText('Long confirmed')).toBeInTheDocument();
  });
});

describe('the sandbox', () => {
  const sandbox = (role: 'operator' | 'support'): Session => ({
    ...(role === 'operator' ? operator : supporter),
    person: `Sandbox ${role}`,
    upstream: { kind: 'sandbox', host: '127.0.0.1:4181', account: null },
    canSignOut: false,
    identity: `sandbox-${role}`,
  });

  it('shows the console as either role', async () => {
    let role: 'operator' | 'support' = 'operator';
    server.use(
      http.get(paths.session, () => HttpResponse.json(sandbox(role))),
      http.post(paths.session, async ({ request }) => {
        const { token } = signIn.parse(await request.json());
        role = token === 'support' ? 'support' : 'operator';
        return HttpResponse.json(sandbox(role), { status: 201 });
      }),
    );
    const { user } = renderApp();
    await screen.findByRole('button', { name: 'Add deployment' });
    await user.click(await screen.findByRole('button', { name: 'support' }));
    await waitFor(() => expect(screen.getByRole('banner')).toHaveTextContent('Sandbox support · support'));
    expect(screen.queryByRole('button', { name: 'Add deployment' })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'support' })).toHaveAttribute('aria-pressed', 'true');
  });

  it('alone has the switch', async () => {
    server.use(asPerson(operator));
    renderApp();
    await openStream();
    expect(screen.queryByRole('group', { name: 'View as' })).not.toBeInTheDocument();
  });
});

describe('the wall', () => {
  const longAgo = { requestedAt: '2026-11-20T10:00:00.000Z', settledAt: '2026-11-20T10:00:00.400Z' };

  it('shows the newest, the rest, the clock and the stream, and nothing that acts', async () => {
    server.use(
      withJournal(() => ({
        items: [
          makeCancellation({ outcome: 'refused', status: 404, ...longAgo }),
          makeCancellation({
            id: '00000000-0000-4000-8000-000000000002',
            deploymentName: 'Older one',
            ...longAgo,
          }),
        ],
        nextCursor: null,
      })),
    );
    renderApp('/wall');
    const stream = await openStream();
    const newest = await screen.findByRole('region', { name: 'Newest cancellation' });
    for (const words of ['Spring reminder', 'Refused', '404 Not found', 'To confirm'])
      expect(newest).toHaveTextContent(words);
    expect(newest).not.toHaveTextContent('New');
    expect(screen.getByRole('list', { name: 'Before that, newest first' })).toHaveTextContent('Older one');
    expect(screen.getByText('Updating')).toBeInTheDocument();
    expect(screen.getByText(/^\d\d:\d\d \S+$/)).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['Leave wall']);

    const now = new Date().toISOString();
    stream.send(
      'cancellation',
      makeCancellation({
        id: '00000000-0000-4000-8000-000000000003',
        deploymentName: 'Just now',
        requestedAt: now,
        settledAt: now,
      }),
      '1',
    );
    const region = () => screen.getByRole('region', { name: 'Newest cancellation' });
    await waitFor(() => expect(region()).toHaveTextContent('Just now'));
    expect(region()).toHaveTextContent('New');
  });
});
