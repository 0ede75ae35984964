import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths, type Change } from '@/contract';
import { openStream } from '@/testing/event-source';
import { makeApplication, makeCancellation } from '@/testing/factories';
import { server, withJournal, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { mergeByTime } from './merge-by-time';

const values = { name: 'Spring reminder', environment: 'production', tags: ['clinic'], note: null };

function makeChange(parts: Partial<Change> = {}): Change {
  return {
    seq: 1,
    at: '2026-11-23T09:00:00.000Z',
    person: 'Grace',
    account: null,
    kind: 'deployment_saved',
    applicationId: '101',
    deploymentId: '2001',
    before: values,
    after: { ...values, environment: 'staging' },
    detail: null,
    partOf: null,
    ...parts,
  };
}

function withChanges(items: Change[]) {
  const queries: string[] = [];
  server.use(
    http.get(paths.changes, ({ request }) => {
      queries.push(new URL(request.url).search);
      return HttpResponse.json({ items, nextCursor: null });
    }),
  );
  return queries;
}

const plain = (element: Element) => (element.textContent ?? '').replaceAll(/[\u2068\u2069]/g, '');

describe('the changes', () => {
  it('are a tab of Activity, and say who changed what from what to what', async () => {
    withChanges([
      makeChange({ seq: 3, kind: 'list_imported', detail: { added: 2, changed: 1 }, deploymentId: null }),
      makeChange({
        seq: 5,
        kind: 'configuration_changed',
        person: null,
        deploymentId: null,
        before: {
          groups: { ops: 'operator', desk: 'support', old: 'support' },
          keys: [{ name: 'nightly', sha256: 'abab…', expires: '2027-06-30', grants: 'operator' }],
          rules: [{ reason: 'required' }],
          secrets: { OLD: 'a:1', SAME: 'b:2', OTHER: 'c:3' },
        },
        after: {
          groups: {
            ops: 'operator',
            desk: { may: ['confirm', 'cancel'], tags: ['night'] },
            new: { may: [] },
          },
          keys: [{ name: 'nightly', sha256: 'cdcd…', expires: '2027-06-30', grants: 'operator' }],
          rules: [{ environments: ['staging'], readBack: true, review: { within: '30m', by: 'another' } }],
          signIn: { links: false, openIdConnect: { issuer: 'https://login.example.com' } },
          retention: { records: 90 },
          secrets: { SAME: 'b:2', OTHER: 'd:4', NEW: 'e:5' },
        },
      }),
      makeChange({ seq: 4, kind: 'signed_in', person: 'nightly stop (key)', detail: { via: 'key' } }),
      ...[
        { kind: 'signed_in', detail: { via: 'link', role: 'support' } } as const,
        { kind: 'signed_in', detail: { via: 'oidc', groups: ['ops', 'desk'] } } as const,
        { kind: 'signed_out', detail: { session: 'another' } } as const,
        { kind: 'signed_out', detail: null } as const,
      ].map((parts, index) =>
        makeChange({ ...parts, seq: 20 + index, deploymentId: null, before: null, after: null }),
      ),
      makeChange({ seq: 2, kind: 'sign_in_refused', person: null, detail: { via: 'link', name: 'Eve' } }),
      makeChange({
        seq: 8,
        kind: 'sign_in_refused',
        person: null,
        detail: { via: 'key', message: 'The key “nightly” has been removed from the configuration.' },
      }),
      makeChange({
        seq: 7,
        kind: 'sign_in_refused',
        person: null,
        detail: { via: 'oidc', failure: 'provider_away', moreMayHaveFollowed: true },
      }),
      makeChange({
        seq: 6,
        kind: 'sign_in_refused',
        person: null,
        detail: { via: 'link', name: 'Eve', failure: 'too_many', moreMayHaveFollowed: true },
      }),
      makeChange(),
    ]);
    const { user } = renderApp('/activity');
    await user.click(await screen.findByRole('link', { name: 'Changes' }));
    const list = await screen.findByRole('list', { name: 'Changes' });
    const [
      imported,
      configured,
      signedIn,
      byLink,
      atProvider,
      another,
      out,
      refused,
      removed,
      away,
      tooMany,
      changed,
    ] = within(list)
      .getAllByRole('listitem')
      .filter((item) => item.parentElement === list)
      .map(plain);
    expect(imported).toContain('Grace imported a file: 2 added, 1 changed');
    expect(configured?.replace(/^.*in force/, '')).toBe(
      [
        'Group “desk”: may confirm everywhere → may confirm and cancel with the tag “night”',
        'Group “old”, removed: may confirm everywhere until then',
        'Group “new”, new: may do something that this page does not know',
        'Key “nightly” is another one under this name',
        'Rule removed, everywhere: a reason is required',
        'New rule, in Staging: the ID must be typed, confirmed within 30m by another person',
        'Sign-in links: on → off',
        'Sign-in at https://login.example.com: new',
        'Records are kept: for ever → 90 days',
        'Secret OLD: removed',
        'Secret OTHER: changed',
        'Secret NEW: new',
      ].join(''),
    );
    expect(byLink).toContain('Grace signed in with a link as support');
    expect(atProvider).toContain('Grace signed in at the providerGroups: ops, desk');
    expect(another).toContain('Grace signed out of another of their sessions');
    expect(out).toMatch(/Grace signed out$/);
    expect(signedIn).toContain('nightly stop (key) signed in with a key');
    expect(refused).toContain('The console refused a sign-in with a link as “Eve”');
    expect(removed).toContain('The console refused a sign-in with a key');
    expect(removed).toContain('The key “nightly” has been removed from the configuration.');
    expect(away).toContain(
      'The console refused a sign-in at the provider, because the provider was away; more may have followed',
    );
    expect(tooMany).toContain(
      'a sign-in with a link as “Eve”, after too many within a minute; more may have followed',
    );
    expect(changed).toContain('Grace changed “Spring reminder”');
    expect(changed).toContain('Environment: Production → Staging');
    expect(within(list).getByRole('link', { name: 'Show each' })).toHaveAttribute(
      'href',
      '/changes?partOf=3',
    );
  });

  it('say what became of a protection, and what else was changed with it', async () => {
    const protectedValues = { ...values, protectedReason: 'Ask Ada' };
    withChanges([
      makeChange({ seq: 4, before: null, after: protectedValues }),
      makeChange({ seq: 3, kind: 'deployment_protected', after: protectedValues }),
      makeChange({ seq: 2, kind: 'deployment_protected', after: { ...protectedValues, note: 'x' } }),
      makeChange({ seq: 1, kind: 'deployment_unprotected', before: protectedValues, after: values }),
    ]);
    renderApp('/changes');
    const list = await screen.findByRole('list', { name: 'Changes' });
    const said = within(list)
      .getAllByRole('listitem')
      .filter((item) => item.parentElement === list)
      .map((item) => /Grace (.*?) “/.exec(plain(item))?.[1]);
    expect(said).toEqual([
      'added and protected',
      'protected',
      'changed and protected',
      'took the protection off',
    ]);
  });

  it('name the deployment and its application, the time to the second, and speak of the person', async () => {
    const message =
      'You do not have the permission “save” for application 101 as a whole. Nothing was changed.';
    withChanges([
      makeChange({ seq: 9, detail: { undo: true } }),
      makeChange({ seq: 8, before: null, detail: { undo: true } }),
      makeChange({ seq: 7, kind: 'deployment_removed', after: null }),
      makeChange({
        seq: 6,
        kind: 'application_removed',
        deploymentId: null,
        before: { name: 'Reminders' },
        after: null,
        detail: { deployments: 1 },
      }),
      makeChange({
        seq: 5,
        kind: 'action_refused',
        deploymentId: null,
        before: null,
        after: null,
        detail: { code: 'role_required', message },
      }),
      makeChange({
        seq: 4,
        kind: 'action_refused',
        deploymentId: null,
        before: null,
        after: null,
        detail: { message: 'The saved list has changed since you looked: it is.', deployments: 2 },
      }),
      makeChange({
        seq: 3,
        kind: 'action_refused',
        before: null,
        after: null,
        detail: { message: 'You cancelled these calls: somebody else has to.' },
      }),
      makeChange({
        seq: 2,
        kind: 'action_refused',
        applicationId: null,
        deploymentId: null,
        before: null,
        after: null,
        detail: { message, path: '/api/applications/import', deployments: 3 },
      }),
    ]);
    renderApp('/changes');
    const list = await screen.findByRole('list', { name: 'Changes' });
    const entries = within(list)
      .getAllByRole('listitem')
      .filter((item) => item.parentElement === list)
      .map(plain);
    const where = '(ID 2001, application 101)';
    expect(entries[0]).toContain(`Grace undid a change: changed “Spring reminder” ${where}`);
    expect(entries[0]).toContain('Environment: Production → Staging');
    expect(entries[0]).toMatch(/23 Nov 2026, \d\d:00:00/);
    expect(entries[1]).toContain(`Grace undid a change: added “Spring reminder” ${where}`);
    expect(entries[2]).toContain(`Grace removed “Spring reminder” ${where}`);
    expect(entries[3]).toContain('Grace removed the application “Reminders” (ID 101) with 1 deployment');
    expect(entries[4]).toContain('Grace was refused');
    expect(entries[4]).toContain('Grace does not have the permission “save”');
    expect(entries[5]).toContain('Grace was refused, for 2 deployments');
    expect(entries[5]).toContain('has changed since Grace looked: it is.');
    expect(entries[6]).toContain('Grace cancelled these calls: somebody else has to.');
    expect(entries[7]).toContain('Grace was refused an import, for 3 deployments');
  });

  it('are asked for by what they are about', async () => {
    const queries = withChanges([]);
    const { user } = renderApp('/changes');
    await user.selectOptions(await screen.findByLabelText('About'), 'Access: all');
    await expect.poll(() => queries.at(-1)).toContain('subject=access');
    await user.selectOptions(screen.getByLabelText('About'), 'Sign-in refused');
    await expect.poll(() => queries.at(-1)).toMatch(/^\?kind=sign_in_refused&limit=\d+$/);
  });

  it('are asked for by person, application, deployment and time, and all of that is in the address', async () => {
    const queries = withChanges([makeChange()]);
    server.use(withList(makeApplication()));
    const { user } = renderApp('/changes');
    await screen.findByRole('list', { name: 'Changes' });
    await user.selectOptions(await screen.findByLabelText('Deployment'), 'All of Reminders (101)');
    await expect.poll(() => queries.at(-1)).toMatch(/^\?applicationId=101&limit=\d+$/);
    await user.selectOptions(screen.getByLabelText('Time'), 'Last 8 h');
    await user.type(screen.getByLabelText('Person'), 'Grace{Enter}');
    await expect.poll(() => queries.at(-1)).toMatch(/applicationId=101&person=Grace&from=/);
    await user.selectOptions(screen.getByLabelText('Deployment'), 'Spring reminder (2001)');
    expect(await screen.findByRole('heading', { name: /^History of “Spring reminder”/ })).toBeInTheDocument();
    await expect.poll(() => queries.at(-1)).toMatch(/applicationId=101&deploymentId=2001&person=Grace&from=/);
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await expect.poll(() => queries.at(-1)).toMatch(/^\?limit=\d+$/);
  });

  it('arrive by themselves, and move nothing under the pointer', async () => {
    const changes = [makeChange()];
    withChanges(changes);
    const { user } = renderApp('/changes');
    const stream = await openStream();
    const list = await screen.findByRole('list', { name: 'Changes' });
    const items = () =>
      within(list)
        .getAllByRole('listitem')
        .filter((item) => item.parentElement === list);
    changes.unshift(makeChange({ seq: 2, at: '2026-11-23T09:30:00.000Z', person: 'Ada' }));
    stream.send('applications', { person: 'Ada' }, '1');
    await waitFor(() => expect(items()).toHaveLength(2));
    expect(items()[0]).toHaveTextContent('Ada changed');
    await user.hover(list);
    changes.unshift(makeChange({ seq: 3, at: '2026-11-23T09:40:00.000Z', person: 'Eve' }));
    stream.send('applications', { person: 'Eve' }, '2');
    const show = await screen.findByRole('button', { name: '1 change: show' });
    expect(items()).toHaveLength(2);
    await user.click(show);
    await waitFor(() => expect(items()[0]).toHaveTextContent('Eve changed'));
  });

  it('are a part of Activity in the header', async () => {
    withChanges([]);
    renderApp('/changes');
    expect(await screen.findByRole('link', { name: 'Activity' })).toHaveAttribute('aria-current', 'page');
  });

  it('stand with the cancellations of a deployment on one line of time', async () => {
    const queries = withChanges([
      makeChange(),
      makeChange({ seq: 0, at: '2026-11-20T09:00:00.000Z', before: null }),
    ]);
    server.use(
      withList(makeApplication()),
      withJournal(() => ({
        items: [makeCancellation({ requestedAt: '2026-11-21T10:00:00.000Z' })],
        nextCursor: null,
      })),
    );
    renderApp('/changes?applicationId=101&deploymentId=2001');
    const list = await screen.findByRole('list', { name: /^History of/ });
    const entries = within(list)
      .getAllByRole('listitem')
      .filter((item) => item.parentElement === list)
      .map(plain);
    expect(entries).toHaveLength(3);
    expect(entries[0]).toContain('changed');
    expect(entries[1]).toContain('Ada asked to cancel all pending calls');
    expect(entries[2]).toContain('added');
    expect(queries[0]).toContain('deploymentId=2001');
    // In the shared journal the same IDs may be of another account's deployment.
    expect(queries[0]).toContain('account=ops%40example.com');
    expect(screen.getByRole('link', { name: 'Export JSON' })).toHaveAttribute(
      'href',
      expect.stringContaining('account=ops%40example.com'),
    );
  });

  it('of another account lead to the history of the deployment there, which says so', async () => {
    const queries = withChanges([makeChange({ account: 'Others@example.com' })]);
    server.use(
      withList(makeApplication()),
      withJournal(() => ({ items: [], nextCursor: null })),
    );
    const { user } = renderApp('/changes');
    await user.click(await screen.findByRole('link', { name: 'History of 2001' }));
    const heading = await screen.findByRole('heading', { name: /^History of/ });
    expect(plain(heading)).toBe('History of deployment 2001 in the account Others@example.com');
    await expect.poll(() => queries.at(-1)).toContain('account=Others%40example.com');
  });

  it('show nothing that is older than what is still to come of the other list', () => {
    const changes = [
      makeChange({ at: '2026-11-23T00:00:00.000Z' }),
      makeChange({ at: '2026-11-10T00:00:00.000Z' }),
    ];
    const records = ['2026-11-22T00:00:00.000Z', '2026-11-20T00:00:00.000Z'].map((requestedAt) =>
      makeCancellation({ requestedAt }),
    );
    const times = (hasMore: Parameters<typeof mergeByTime>[2]) =>
      mergeByTime(changes, records, hasMore).map(({ at }) => at.slice(8, 10));
    expect(times({ changes: false, records: false })).toEqual(['23', '22', '20', '10']);
    expect(times({ changes: false, records: true })).toEqual(['23', '22', '20']);
    expect(times({ changes: true, records: true })).toEqual(['23', '22', '20']);
  });
});
