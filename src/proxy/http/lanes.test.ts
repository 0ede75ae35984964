import { describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { paths } from '../../contract';
import { openConsole, problemOf, scriptedFuse, tokens, accepted } from '../testing/test-app';
import { createLane, createRateLimit } from './lanes';

describe('a lane', () => {
  it('has a person’s requests wait for the same person’s only, in order, and refuses more', async () => {
    const lane = createLane({ concurrency: 2, maxQueued: 2 });
    const entered: string[] = [];
    const enter = (person: string, name: string) =>
      lane.enter(person).then((leave) => {
        entered.push(name);
        return leave;
      });
    const works = ['a1', 'a2', 'a3', 'a4'].map((name) => enter('Ada', name));
    await expect(lane.enter('Ada')).rejects.toMatchObject({
      code: 'too_many_requests',
      headers: { 'retry-after': '5' },
    });
    await enter('Grace', 'g1');
    expect(entered).toEqual(['a1', 'a2', 'g1']);
    const leave = await works[0];
    leave?.();
    // Leaving twice frees nothing of somebody else's.
    leave?.();
    await works[2];
    expect(entered).toEqual(['a1', 'a2', 'g1', 'a3']);
  });
});

describe('a rate limit', () => {
  it('counts each key by itself, for a minute', () => {
    let time = 0;
    const limit = createRateLimit({ aMinute: 2, now: () => new Date(time) });
    limit.take('a');
    time = 10_000;
    limit.take('a');
    limit.take('b');
    expect(() => limit.take('a')).toThrow(expect.objectContaining({ headers: { 'retry-after': '50' } }));
    time = 60_000;
    limit.take('a');
    expect(() => limit.take('a')).toThrow(expect.objectContaining({ code: 'too_many_requests' }));
  });
});

describe('a person with too many requests', () => {
  const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

  it('is refused a third download while two are under way, and other people are not', async () => {
    const { ask } = await openConsole({ live: true });
    const first = await ask(paths.export('csv'), as(tokens.operator));
    await ask(paths.savedList('json'), as(tokens.operator));
    const third = await ask(paths.export('json'), as(tokens.operator));
    expect(third.status).toBe(429);
    expect(third.headers.get('retry-after')).toBe('5');
    expect(await problemOf(third)).toMatchObject({ code: 'too_many_requests' });
    expect((await ask(paths.export('json'), as(tokens.support))).status).toBe(200);
    // One that was read to its end, or left, has given its place back.
    await first.text();
    const next = await ask(paths.export('json'), as(tokens.operator));
    expect(next.status).toBe(200);
    await next.body?.cancel();
    expect((await ask(paths.export('json'), as(tokens.operator))).status).toBe(200);
  });

  it('gives the place back when a download cannot begin', async () => {
    const { ask, store } = await openConsole();
    store.listCancellations = () => Promise.reject(new Error('disk'));
    for (let count = 0; count < 4; count += 1) expect((await ask(paths.export('csv'))).status).toBe(503);
  });

  it('is refused a 51st cancellation at once, and nothing is sent for it', async () => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    const { fuse, sent } = scriptedFuse(() => held.then(() => accepted));
    const { ask, store } = await openConsole({ overrides: { fuse } });
    const cancel = (deploymentId: string) =>
      ask(paths.cancellation(randomUUID()), { method: 'PUT', body: { applicationId: '10', deploymentId } });
    const works: Promise<Response>[] = [];
    for (let at = 0; at < 50; at += 1) {
      const values = { name: 'Payments', environment: 'staging' };
      await store.saveDeployment('10', String(100 + at), values, { onlyNew: false });
      works.push(cancel(String(100 + at)));
    }
    await expect.poll(() => sent.length).toBe(50);
    expect((await cancel('20')).status).toBe(429);
    expect(sent).toHaveLength(50);
    answer();
    for (const work of works) expect((await work).status).toBe(201);
    expect((await cancel('20')).status).toBe(201);
  });
});

it('a limit by key forgets the oldest key beyond its bound, so that addresses without end take no memory', () => {
  const limit = createRateLimit({ aMinute: 1, now: () => new Date(0) });
  for (let key = 0; key < 50_000; key += 1) limit.take(`${key}`);
  expect(() => limit.check('0')).toThrow('Too many');
  limit.take('one more');
  expect(() => limit.check('0')).not.toThrow();
  expect(() => limit.check('1')).toThrow('Too many');
});
