import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { batch as batchSchema, paths, type Batch } from '../../contract';
import { fingerprint } from '../access/tokens';
import { newKey } from '../run/new-key';
import { accepted, problemOf, scriptedFuse } from '../testing/test-app';
import { fileWith, nobody, openToEverybody, viaProxy, type Sender } from '../testing/visitors';

const both = ['20', '21'].map((deploymentId) => ({ applicationId: '10', deploymentId }));
const batchOf = async (response: Response): Promise<Batch> => batchSchema.parse(await response.json());

const { key } = newKey('night', new Date());
const withKey: Sender = { ...nobody, headers: { authorization: `Bearer ${key}` } };
const staging = { may: ['cancel'], environments: ['staging'] };
const parts = {
  signIn: {
    openIdConnect: { issuer: 'https://login.example.com', clientId: 'console', clientSecret: 'secret' },
  },
  keys: [{ name: 'night', sha256: fingerprint(key), expires: '2999-01-01', grants: staging }],
  rules: [{ readBack: false }],
  groups: { staging, vip: { may: ['cancel'], tags: ['vip'] }, operators: 'operator', desk: 'support' },
};

/** A console whose Fuse waits at the first target of two in staging, and the batch that somebody has started. */
async function started(
  come: (console_: Awaited<ReturnType<typeof openToEverybody>>) => Sender | Promise<Sender>,
) {
  let letGo = () => {};
  const { fuse, sent } = scriptedFuse(async () => {
    if (sent.length === 1) await new Promise<void>((resolve) => (letGo = resolve));
    return accepted;
  });
  const console_ = await openToEverybody(fileWith(parts), {}, fuse);
  const { store, ask } = console_;
  const save = (id: string, change: object = {}) =>
    store.saveDeployment(
      '10',
      id,
      { name: `Line ${id}`, environment: 'staging', tags: ['vip'], ...change },
      { onlyNew: false },
    );
  await save('20');
  await save('21');
  const sender = await come(console_);
  const id = randomUUID();
  const put = await ask(sender, paths.batch(id), { method: 'PUT', body: { targets: both } });
  expect(put.status).toBe(202);
  await vi.waitFor(() => expect(sent).toEqual(['10/20']));
  return {
    ...console_,
    save,
    sender,
    sent,
    stop: (by: Sender) => ask(by, paths.stopBatch(id), { method: 'PUT' }),
    read: async () => batchOf(await ask(viaProxy('reader', 'desk'), paths.batch(id))),
    end: async () => {
      letGo();
      await console_.app.idle();
    },
  };
}

describe('the grants of the person who has started a batch', () => {
  it.each([
    ['a group', () => viaProxy('ann', 'staging'), { groups: { ...parts.groups, staging: [] } }],
    ['a key', () => withKey, { keys: [] }],
    [
      'a group at the provider',
      ({ viaProvider }) => viaProvider('kay', 'staging'),
      { groups: { ...parts.groups, staging: [] } },
    ],
    ['a link', ({ viaLink }) => viaLink('Max', 'operator'), { signIn: { links: false } }],
    [
      'a session that is revoked',
      ({ viaProvider }) => viaProvider('kay', 'staging'),
      { revokeSessionsBefore: '2999-01-01' },
    ],
  ] satisfies [string, Parameters<typeof started>[0], object][])(
    'are asked before each target: of %s',
    async (_kind, come, change) => {
      const { inForce, end, read, sent } = await started(come);
      inForce.file = fileWith({ ...parts, ...change });
      await end();
      expect(sent).toEqual(['10/20']);
      expect(await read()).toMatchObject({
        state: 'finished',
        targets: [{ state: 'done' }, { state: 'not_tried', notTriedReason: 'role_required' }],
      });
    },
  );

  it('reach a target by the tags that it has by then', async () => {
    const { save, end, read, sent } = await started(() => viaProxy('ann', 'vip'));
    await save('21', { tags: [] });
    await end();
    expect(sent).toEqual(['10/20']);
    expect((await read()).targets[1]).toMatchObject({ notTriedReason: 'role_required' });
  });

  it('stay with a batch whose person has signed out', async () => {
    const { ask, sender, end, sent } = await started(({ viaProvider }) => viaProvider('kay', 'staging'));
    await ask(sender, paths.session, { method: 'DELETE' });
    await end();
    expect(sent).toEqual(['10/20', '10/21']);
  });
});

describe('a running batch is stopped', () => {
  it('by the person who started it, though a target has left their scope and every grant is gone', async () => {
    const { save, inForce, stop, end, read, sender } = await started(() => viaProxy('ann', 'staging'));
    await save('21', { environment: 'production' });
    inForce.file = fileWith({ ...parts, groups: { ...parts.groups, staging: [] } });
    expect((await stop(sender)).status).toBe(200);
    await end();
    expect(await read()).toMatchObject({ state: 'stopped', stoppedBy: 'ann' });
  });

  it('by somebody who may cancel a target that still waits, and by nobody else', async () => {
    const { save, stop, end, read } = await started(() => viaProxy('ann', 'operators'));
    await save('21', { environment: 'production' });
    // What may be cancelled in staging is being cancelled already.
    const refused = await stop(viaProxy('bob', 'staging'));
    expect(refused.status).toBe(403);
    expect((await problemOf(refused)).detail).toBe(
      'You did not start this batch, and do not have the permission “cancel” for any deployment that it has waiting. The batch was not stopped.',
    );
    expect((await stop(viaProxy('cy', 'desk'))).status).toBe(403);
    expect((await stop(viaProxy('dee', 'vip'))).status).toBe(200);
    await end();
    expect(await read()).toMatchObject({ state: 'stopped', stoppedBy: 'dee' });
  });
});
