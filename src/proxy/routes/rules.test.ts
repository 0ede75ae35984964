import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { batch, cancellation, cancellationPage, paths, session } from '../../contract';
import { problemOf } from '../testing/test-app';
import { fileWith, openToEverybody, viaProxy } from '../testing/visitors';

const ann = viaProxy('Ann', 'operators');
const bob = viaProxy('Bob', 'operators');
/** A name as Node reads it from a proxy’s header. */
const utf8 = (name: string) => Buffer.from(name).toString('latin1');
const production = { applicationId: '10', deploymentId: '20' };
const staging = { applicationId: '10', deploymentId: '30' };

/** A console with the rules in force, and deployment 30 of application 10 in staging, with a tag. */
async function openWith(rules: object[] | undefined) {
  const console_ = await openToEverybody(
    fileWith({ groups: { operators: 'operator' }, ...(rules && { rules }) }),
  );
  const input = { name: 'Trial', environment: 'staging', tags: ['vip'] };
  await console_.store.saveDeployment('10', '30', input, { onlyNew: false });
  const cancel = (body: object, who = ann) =>
    console_.ask(who, paths.cancellation(randomUUID()), { method: 'PUT', body });
  const start = (body: object) => console_.ask(ann, paths.batch(randomUUID()), { method: 'PUT', body });
  return { ...console_, cancel, start };
}

describe('a rule', () => {
  it('wants the ID a second time in production, as soon as there is a file', async () => {
    const { cancel, start, sent, app } = await openWith(undefined);
    expect(await problemOf(await cancel(production))).toMatchObject({
      status: 400,
      errors: [{ field: 'confirmedDeploymentId', message: 'must repeat the deployment ID' }],
    });
    expect((await cancel(staging)).status).toBe(201);
    expect((await cancel({ ...production, confirmedDeploymentId: '20' })).status).toBe(201);
    expect(await problemOf(await start({ targets: [staging, production] }))).toMatchObject({
      errors: [{ field: 'targets.1.confirmedDeploymentId' }],
    });
    const both = { targets: [staging, { ...production, confirmedDeploymentId: '20' }] };
    expect((await start(both)).status).toBe(202);
    await app.idle();
    expect(sent).toEqual(['10/30', '10/20', '10/30', '10/20']);
  });

  it('can leave that out, or want it elsewhere', async () => {
    const { cancel } = await openWith([
      { environments: ['production'], readBack: false },
      { tags: ['VIP'], readBack: true },
    ]);
    expect((await cancel(production)).status).toBe(201);
    expect((await cancel(staging)).status).toBe(400);
  });

  it('wants a reason', async () => {
    const { cancel, start, sent } = await openWith([{ environments: ['staging'], reason: 'required' }]);
    for (const reason of [undefined, null, '', ' \n', '\u3164', '\u200B\u2800'])
      expect(
        await problemOf(await cancel({ ...staging, ...(reason !== undefined && { reason }) })),
      ).toMatchObject({
        status: 400,
        errors: [{ field: 'reason', message: 'must be given for deployment 30 (staging)' }],
      });
    expect((await start({ targets: [staging] })).status).toBe(400);
    expect((await start({ targets: [staging], reason: '\u3164' })).status).toBe(400);
    expect(sent).toEqual([]);
    expect((await cancel({ ...staging, reason: 'wrong list' })).status).toBe(201);
  });

  it('has the outcome confirmed by another person, within a time, and holds up nothing', async () => {
    const { cancel, start, ask, app, store } = await openWith([
      { environments: ['staging'], review: { within: '30m', by: 'another' } },
    ]);
    const confirm = (id: string, who = ann) => ask(who, paths.confirmation(id), { method: 'PUT', body: {} });
    const record = cancellation.parse(await (await cancel(staging)).json());
    const due = Date.parse(record.review?.dueAt ?? '') - Date.parse(record.requestedAt);
    expect([due, record.review?.byAnother]).toEqual([1_800_000, true]);
    const own = await confirm(record.id);
    expect(await problemOf(own)).toMatchObject({ status: 409, code: 'conflict' });
    expect((await store.findCancellation(record.id))?.confirmation).toBeNull();
    for (const same of ['ANN', 'A\u200Bnn', '\u00ADAnn', 'Ａｎｎ'])
      expect((await confirm(record.id, viaProxy(utf8(same), 'operators'))).status).toBe(409);
    expect((await confirm(record.id, bob)).status).toBe(201);

    const started = batch.parse(await (await start({ targets: [staging] })).json());
    await app.idle();
    const [target] = (await store.findBatch(started.id))?.targets ?? [];
    expect(target?.cancellation?.review).toMatchObject({ byAnother: true });
    expect((await confirm(target?.cancellationId ?? '')).status).toBe(409);

    const free = cancellation.parse(
      await (await cancel({ ...production, confirmedDeploymentId: '20' })).json(),
    );
    expect(free.review).toBeNull();
    expect((await confirm(free.id)).status).toBe(201);
  });

  it('has an outcome marked that nobody confirms in time, without a word to who cancels', async () => {
    const { cancel, ask, store } = await openWith([
      { environments: ['staging'], review: { within: '30m', by: 'another' } },
    ]);
    const overdue = async () => ({
      metrics: /^fuse_console_reviews_overdue .*$/m.exec(await (await ask(ann, paths.metrics)).text())?.[0],
      ids: cancellationPage
        .parse(await (await ask(ann, `${paths.cancellations}?confirmed=overdue`)).json())
        .items.map(({ id }) => id),
    });
    const { id } = cancellation.parse(await (await cancel(staging)).json());
    await store.markOverdueReviews(new Date().toISOString());
    expect(await overdue()).toEqual({ metrics: 'fuse_console_reviews_overdue 0', ids: [] });
    await store.markOverdueReviews(new Date(Date.now() + 1_800_001).toISOString());
    expect(await overdue()).toEqual({ metrics: 'fuse_console_reviews_overdue 1', ids: [id] });
    expect((await cancel(staging)).status).toBe(201);
    const record = (await ask(bob, paths.confirmation(id), { method: 'PUT', body: {} })).json();
    expect(await record).toMatchObject({ review: { isOverdue: false } });
    expect(await overdue()).toEqual({ metrics: 'fuse_console_reviews_overdue 0', ids: [] });
  });

  it('is in the session, and none is without a file', async () => {
    const { ask, inForce } = await openWith([{ reason: 'required' }]);
    const rules = async () => session.parse(await (await ask(ann, paths.session)).json());
    expect(await rules()).toMatchObject({ rules: [{ reason: 'required' }] });
    inForce.file = { ...inForce.file, rules: null };
    expect(await rules()).toMatchObject({ rules: null });
  });
});

it('that the configuration file has an error is told to everybody who may act, and to nobody else', async () => {
  const { ask } = await openToEverybody(
    fileWith({ groups: { night: { may: ['cancel'], environments: ['staging'] }, desk: 'support' } }),
    { configurationProblem: () => 'console.yaml, line 1' },
  );
  const told = async (...groups: string[]) =>
    session.parse(await (await ask(viaProxy('Ann', ...groups), paths.session)).json()).configurationProblem;
  expect(await told('night')).toBe('console.yaml, line 1');
  expect(await told('desk')).toBe('console.yaml, line 1');
  expect(await told('none of these')).toBeUndefined();
});
