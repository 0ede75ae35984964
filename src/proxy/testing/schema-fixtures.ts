import { expect } from 'vitest';
import { consoleStopped, intent, newId, settlement } from './store-contract/fixtures';
import type { Dialect } from '../store/dialect';
import { migrations } from '../store/migrations';
import type { Store } from '../store/store';

const at = '2026-01-01T00:00:00.000Z';
const settled = '00000000-0000-4000-8000-000000000001';
const open = '00000000-0000-4000-8000-000000000002';

const batch = '00000000-0000-4000-8000-0000000000b1';

/** The formats that were released before the present one. */
export const released = [1, 2, 3, 4, 5, 6] as const;

/**
 * The statements of a database as that release left it when it was killed: a saved list, a settled record and
 * an open one, and where there were batches, one that ran.
 */
export function release(version: (typeof released)[number], dialect: Dialect) {
  return {
    tables: migrations.slice(0, version).flatMap((migration) => migration(dialect)),
    rows: [...rows, ...(version > 1 ? batchRows : []), ...(version > 5 ? keyRows : [])],
  };
}

const rows = [
  `INSERT INTO instances (started_at) VALUES ('${at}')`,
  `INSERT INTO seeded (realm, at) VALUES ('sandbox', '${at}')`,
  ...['sandbox', 'live'].flatMap((realm) => [
    `INSERT INTO applications (realm, application_id, name) VALUES ('${realm}', '100', 'Reminders')`,
    `INSERT INTO deployments (realm, application_id, deployment_id, name, environment, tags, note)
      VALUES ('${realm}', '100', '7', 'Main line', 'production', '["a"]', 'note')`,
  ]),
  `INSERT INTO sessions (realm, id_hash, person, role, token_hash, expires_at)
    VALUES ('sandbox', 'hash', 'Ann', 'operator', 'token', '2099-01-01T00:00:00.000Z')`,
  ...[
    { id: settled, outcome: `'refused'`, settledAt: `'${at}'` },
    { id: open, outcome: 'NULL', settledAt: 'NULL' },
  ].map(
    ({ id, outcome, settledAt }) => `INSERT INTO cancellations (id, realm, application_id, deployment_id,
        application_name, deployment_name, environment, person, outcome, requested_at, settled_at, upstream,
        instance, search)
      VALUES ('${id}', 'sandbox', '100', '7', 'Reminders', 'Main line', 'production', 'Ann', ${outcome}, '${at}',
        ${settledAt}, 'fuse.plumvoice.com', 1, 'main line')`,
  ),
];

const batchRows = [
  `INSERT INTO batches (id, realm, person, requested_at, state, pause_ms, instance)
    VALUES ('${batch}', 'sandbox', 'Ann', '${at}', 'running', 0, 1)`,
  `INSERT INTO batch_targets (batch_id, position, application_id, deployment_id, application_name,
      deployment_name, environment, cancellation_id)
    VALUES ('${batch}', 1, '100', '7', 'Reminders', 'Main line', 'production',
      '00000000-0000-4000-8000-000000000003')`,
];

/** One key under the name that it has, and the same under an earlier one. */
const keyRows = ['nightly', 'by night'].map(
  (name) => `INSERT INTO key_uses (realm, name, last_used_at, sha256)
    VALUES ('sandbox', '${name}', '${at}', 'hash of a key')`,
);

/** Nothing of a release is lost, what it left open becomes unknown, and what came since works. */
export async function expectCarriedOver(store: Store, version: (typeof released)[number]): Promise<void> {
  expect(await store.recover({ ...consoleStopped, settledAt: at })).toBe(1);
  const { items } = await store.listCancellations({}, { limit: 10 });
  expect(items).toMatchObject([
    { id: open, outcome: 'unknown', cause: 'console_stopped', batchId: null },
    { id: settled, outcome: 'refused', batchId: null, person: 'Ann' },
  ]);
  expect(await store.listApplications()).toMatchObject([
    { applicationId: '100', deployments: [{ deploymentId: '7', tags: ['a'], note: 'note' }] },
  ]);
  expect(await store.findSession('hash')).toEqual({
    via: 'link',
    person: 'Ann',
    role: 'operator',
    tokenHash: 'token',
    createdAt: null,
    lastUsedAt: null,
    expiresAt: '2099-01-01T00:00:00.000Z',
  });
  expect(await store.listBatches({ limit: 2 })).toMatchObject({
    items: version === 1 ? [] : [{ id: batch, state: 'interrupted', counts: { total: 1, notTried: 1 } }],
  });
  expect(await store.findKeyName('hash of a key')).toBe(version > 5 ? 'nightly' : null);
  expect((await store.listKeyUses()).get('hash of a key')).toBe(version > 5 ? at : undefined);
  const target = { applicationId: '100', deploymentId: '7', cancellationId: newId() };
  const next = {
    id: newId(),
    person: 'Ann',
    reason: null,
    requestedAt: at,
    pauseMs: 0,
    despite: [],
    targets: [target],
  };
  expect((await store.createBatch(next)).kind).toBe('created');
  const claim = await store.claim(intent({ id: target.cancellationId, batchId: next.id }));
  expect(claim.kind).toBe('claimed');
  await store.settle(target.cancellationId, settlement());
  expect((await store.findBatch(next.id))?.counts.accepted).toBe(1);
}
