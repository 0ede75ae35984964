import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { batch, paths } from '../contract';
import { withAnyZeros } from '../contract/ids';
import { problemOf } from './testing/test-app';
import { fileWith, openToEverybody, viaProxy, withToken } from './testing/visitors';

const may = ['cancel', 'save'];
const ned = viaProxy('Ned', 'night');
const input = { name: 'Trial', environment: 'staging' };
const twins = [
  ['10', '020'],
  ['010', '20'],
  ['0010', '0020'],
] as const;

/** Ned may do everything in staging only; deployment 20 of application 10 is production's. */
async function openForNight() {
  const console_ = await openToEverybody(
    fileWith({ groups: { night: { may, environments: ['staging'] } }, rules: [{ readBack: false }] }),
  );
  for (const applicationId of ['010', '0010'])
    await console_.store.saveApplication(applicationId, { name: 'Other' }, { onlyNew: false });
  const put = (path: string, body: unknown, who = ned) => console_.ask(who, path, { method: 'PUT', body });
  const post = (path: string, body: unknown) => console_.ask(ned, path, { method: 'POST', body });
  const cancel = (applicationId: string, deploymentId: string, who = ned) =>
    put(paths.cancellation(randomUUID()), { applicationId, deploymentId }, who);
  return { ...console_, put, post, cancel };
}

describe('deployments whose IDs differ by leading zeros only', () => {
  it.each(twins)('are saved by who may save both: %s/%s', async (applicationId, deploymentId) => {
    const { put, post, store } = await openForNight();
    const path = paths.deployment(applicationId, deploymentId);
    const refused = await put(path, input);
    expect(await problemOf(refused)).toMatchObject({
      code: 'role_required',
      detail: `You do not have the permission “save” for deployment 20 of application 10 (production), which differs from deployment ${deploymentId} of application ${applicationId} by leading zeros only. Nothing was changed.`,
    });
    const columns = 'application_id,application_name,deployment_id,deployment_name,environment';
    const application = applicationId === '10' ? 'Reminders' : 'Other';
    const content = `${columns}\n${applicationId},${application},${deploymentId},Trial,staging`;
    const imported = await post(paths.importApplications, { content, mode: 'apply' });
    const before = { ...input, tags: [], note: null };
    const items = [{ applicationId, deploymentId, before, after: null }];
    const restored = await post(paths.restoreApplications, { items });
    expect([imported.status, restored.status]).toEqual([403, 403]);
    expect(await store.getDeploymentView(applicationId, deploymentId)).toBeNull();
    const [record] = (await store.listChanges({ kind: 'action_refused' }, { limit: 10 })).items.slice(-1);
    expect(record).toMatchObject({ applicationId, deploymentId });
    expect((await put(paths.deployment('10', '200'), input)).status).toBe(201);
    expect((await put(path, input, withToken('operator'))).status).toBe(201);
  });

  it.each(twins)('are cancelled by who may cancel both: %s/%s', async (applicationId, deploymentId) => {
    const { put, cancel, sent, store, app } = await openForNight();
    await store.saveDeployment(applicationId, deploymentId, input, { onlyNew: true });
    const refused = await problemOf(await cancel(applicationId, deploymentId));
    expect(refused).toMatchObject({ code: 'role_required' });
    expect(refused.detail).toMatch(
      /20 of application 10 \(production\), which differs .* Nothing was sent to Fuse\.$/,
    );
    const targets = [{ applicationId, deploymentId }];
    const started = batch.parse(await (await put(paths.batch(randomUUID()), { targets })).json());
    await app.idle();
    expect((await store.findBatch(started.id))?.targets).toMatchObject([{ state: 'not_tried' }]);
    expect(sent).toEqual([]);
    expect((await cancel(applicationId, deploymentId, withToken('operator'))).status).toBe(201);
    await store.removeDeployment('10', '20');
    expect((await cancel(applicationId, deploymentId)).status).toBe(201);
  });

  it('are all texts of the same number', () => {
    expect(withAnyZeros('020')).toHaveLength(19);
    expect(withAnyZeros('020').slice(0, 2)).toEqual(['20', '020']);
    expect(withAnyZeros('00')).toEqual(Array.from({ length: 20 }, (_, index) => '0'.repeat(index + 1)));
    expect(withAnyZeros('9'.repeat(20))).toEqual(['9'.repeat(20)]);
  });
});
