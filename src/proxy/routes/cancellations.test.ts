import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { cancellationPage } from '../../contract';
import type { Exchange } from '../fuse/fuse';
import { accepted, cancellationOf, host, openConsole, problemOf, scriptedFuse } from '../testing/test-app';
import { createListener } from '../run/listener';

import { leaseMs } from '../store/lease';

afterEach(() => vi.restoreAllMocks());

const target = { applicationId: '10', deploymentId: '20' };
const put = (body: unknown = target) => ({ method: 'PUT', body });
const resolveDatabaseFile = (id: string) => `/api/cancellations/${id}`;

/** A Fuse that answers when the test says so. */
function heldFuse() {
  let answer: (exchange: Exchange) => void = () => undefined;
  const held = new Promise<Exchange>((resolve) => {
    answer = resolve;
  });
  return { ...scriptedFuse(() => held), answer };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('PUT /api/cancellations/{uuid}', () => {
  it('commits the intent before the DELETE, and keeps the outcome', async () => {
    const id = randomUUID();
    const seen: unknown[] = [];
    const { fuse, sent } = scriptedFuse(async () => {
      seen.push(await store.findCancellation(id));
      return accepted;
    });
    const { ask, store } = await openConsole({ overrides: { fuse } });
    const response = await ask(resolveDatabaseFile(id), put({ ...target, reason: 'Wrong list\nof numbers' }));

    expect(response.status).toBe(201);
    expect(sent).toEqual(['10/20']);
    expect(seen).toEqual([expect.objectContaining({ id, outcome: null, person: 'Sandbox operator' })]);
    const record = await cancellationOf(response);
    expect(record).toMatchObject({
      ...target,
      id,
      applicationName: 'Reminders',
      deploymentName: 'Payments',
      environment: 'production',
      reason: 'Wrong list\nof numbers',
      outcome: 'accepted',
      status: 202,
      undocumented: false,
      upstream: 'fuse.test',
      journaled: true,
    });
    expect(await store.findCancellation(id)).toEqual(record);
  });

  it('does not answer before the outcome is committed', async () => {
    const { ask, store } = await openConsole();
    const settle = store.settle.bind(store);
    const done: string[] = [];
    store.settle = async (id, settlement) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const settled = await settle(id, settlement);
      done.push('committed');
      return settled;
    };
    await ask(resolveDatabaseFile(randomUUID()), put());
    done.push('answered');
    expect(done).toEqual(['committed', 'answered']);
  });

  it.each([
    [{ ...accepted, status: 404 }, 'refused'],
    [{ kind: 'not_connected', cause: 'name_not_found' }, 'not_sent'],
    [{ kind: 'not_answered', cause: 'answer_timeout', sentAt: null }, 'unknown'],
  ] satisfies [Exchange, string][])('answers 201 for every outcome: %o', async (exchange, outcome) => {
    const { ask } = await openConsole({ overrides: scriptedFuse(() => exchange) });
    const response = await ask(resolveDatabaseFile(randomUUID()), put());
    expect(response.status).toBe(201);
    expect(await cancellationOf(response)).toMatchObject({ outcome });
  });

  const names = { applicationName: 'Reminders', deploymentName: 'Payments', environment: 'production' };
  it('keeps the names that are saved, which are those that the person saw', async () => {
    const { ask, store } = await openConsole();
    const id = randomUUID();
    const answer = await ask(resolveDatabaseFile(id), put({ ...target, ...names }));
    expect(await cancellationOf(answer)).toMatchObject(names);
    expect(await store.findCancellation(id)).toMatchObject(names);
  });

  it.each([
    ['environment', 'staging', 'is “production” by now'],
    ['deploymentName', 'Quiet line', 'is “Payments” by now'],
    ['applicationName', 'reminders', 'is “Reminders” by now'],
  ])('refuses another %s than the saved one, and sends nothing', async (field, shown, message) => {
    const { ask, sent, store } = await openConsole();
    const answer = await ask(resolveDatabaseFile(randomUUID()), put({ ...target, ...names, [field]: shown }));
    expect(await problemOf(answer)).toMatchObject({
      status: 409,
      code: 'changed',
      errors: [{ field, message }],
    });
    expect(sent).toEqual([]);
    expect((await store.listCancellations({}, { limit: 1 })).items).toEqual([]);
  });

  it('refuses an ID that is repeated wrongly, with or without a rule', async () => {
    const { ask, sent } = await openConsole();
    const refused = await ask(
      resolveDatabaseFile(randomUUID()),
      put({ ...target, confirmedDeploymentId: '21' }),
    );
    expect(await problemOf(refused)).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'confirmedDeploymentId', message: 'must repeat the deployment ID' }],
    });
    expect(sent).toEqual([]);
    const right = put({ ...target, confirmedDeploymentId: '20' });
    expect((await ask(resolveDatabaseFile(randomUUID()), right)).status).toBe(201);
  });

  it('answers a repeat with the same record, in either letter case, and sends nothing', async () => {
    const { ask, sent } = await openConsole();
    const id = randomUUID();
    const first = await cancellationOf(
      await ask(resolveDatabaseFile(id), put({ ...target, reason: 'first' })),
    );
    const again = await ask(resolveDatabaseFile(id.toUpperCase()), put({ ...target, reason: 'second' }));
    expect(again.status).toBe(200);
    expect(await cancellationOf(again)).toEqual(first);
    expect(sent).toHaveLength(1);
  });

  it('has a repeat in flight wait for the first answer', async () => {
    const { fuse, sent, answer } = heldFuse();
    const { ask } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    const both = [ask(resolveDatabaseFile(id), put()), ask(resolveDatabaseFile(id.toUpperCase()), put())];
    await until(() => sent.length > 0);
    answer(accepted);
    const responses = await Promise.all(both);
    expect(new Set(responses.map((response) => response.status))).toEqual(new Set([200, 201]));
    expect(sent).toHaveLength(1);
  });

  it('still answers a repeat after the deployment was removed from the list', async () => {
    const { ask } = await openConsole();
    const id = randomUUID();
    await ask(resolveDatabaseFile(id), put());
    await ask('/api/applications/10', { method: 'DELETE' });
    expect((await ask(resolveDatabaseFile(id), put())).status).toBe(200);
  });

  it('refuses an ID that belongs to another target', async () => {
    const { ask, sent } = await openConsole();
    const id = randomUUID();
    await ask(resolveDatabaseFile(id), put());
    const response = await ask(resolveDatabaseFile(id), put({ ...target, deploymentId: '21' }));
    expect(await problemOf(response)).toMatchObject({ status: 409, code: 'id_reused' });
    expect(sent).toHaveLength(1);
  });

  it('sends one DELETE for a deployment at a time, and names the person who is cancelling it', async () => {
    const { fuse, sent, answer } = heldFuse();
    const { ask } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    const first = ask(resolveDatabaseFile(id), put());
    await until(() => sent.length > 0);
    const second = await ask(resolveDatabaseFile(randomUUID()), put());
    expect(await problemOf(second)).toMatchObject({
      status: 409,
      code: 'in_progress',
      person: 'Sandbox operator',
      cancellationId: id,
    });
    const other = ask(resolveDatabaseFile(randomUUID()), put({ ...target, deploymentId: '21' }));
    await until(() => sent.length > 1);
    answer(accepted);
    expect((await first).status).toBe(201);
    expect((await other).status).toBe(201);
    expect(sent).toEqual(['10/20', '10/21']);
  });

  it('sends nothing if a cancellation was accepted within five minutes, unless “despite” names it', async () => {
    const answers = [accepted, { ...accepted, status: 404 }, accepted];
    let now = Date.parse('2026-01-02T03:04:05.000Z');
    const { fuse, sent } = scriptedFuse(() => answers.shift() ?? accepted);
    const { ask } = await openConsole({ overrides: { fuse, now: () => new Date(now) } });
    const first = await cancellationOf(await ask(resolveDatabaseFile(randomUUID()), put()));
    now += 299_000;
    const again = await ask(resolveDatabaseFile(randomUUID()), put());
    const problem = await problemOf(again);
    expect(problem).toMatchObject({
      status: 409,
      code: 'overlap',
      overlaps: [
        { ...target, kind: 'accepted', id: first.id, person: 'Sandbox operator', at: first.settledAt },
      ],
    });
    expect(problem.detail).toContain(
      'A cancellation of deployment 20 by Sandbox operator was accepted within the last five minutes.',
    );
    const wrong = await ask(resolveDatabaseFile(randomUUID()), put({ ...target, despite: [randomUUID()] }));
    expect(wrong.status).toBe(409);
    expect(sent).toHaveLength(1);
    const despite = [first.id.toUpperCase()];
    expect((await ask(resolveDatabaseFile(randomUUID()), put({ ...target, despite }))).status).toBe(201);
    // What Fuse refused since hides nothing.
    expect((await ask(resolveDatabaseFile(randomUUID()), put())).status).toBe(409);
    now += 2_000;
    expect((await ask(resolveDatabaseFile(randomUUID()), put())).status).toBe(201);
    expect(sent).toHaveLength(3);
  });

  it('sends exactly one DELETE for 20 requests at once', async () => {
    const { fuse, sent, answer } = heldFuse();
    const { ask } = await openConsole({ overrides: { fuse } });
    const all = Array.from({ length: 20 }, () => ask(resolveDatabaseFile(randomUUID()), put()));
    await until(() => sent.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer(accepted);
    const statuses = (await Promise.all(all)).map((response) => response.status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    expect(sent).toHaveLength(1);
  });

  it('goes on when the browser leaves', async () => {
    const { fuse, sent, answer } = heldFuse();
    const { app, store } = await openConsole({ overrides: { fuse } });
    const left: unknown[] = [];
    const server = createServer(createListener(() => app)).listen(0, '127.0.0.1');
    server.on('connection', (socket) => socket.on('close', () => left.push(socket)));
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const id = randomUUID();
    const browser = request({
      port: Object(server.address()).port,
      path: resolveDatabaseFile(id),
      method: 'PUT',
      headers: { host, origin: `http://${host}`, 'content-type': 'application/json' },
    });
    browser.on('error', () => undefined);
    browser.end(JSON.stringify(target));
    await until(() => sent.length > 0);
    browser.destroy();
    await until(() => left.length > 0);
    expect(await store.findCancellation(id)).toMatchObject({ outcome: null });
    answer(accepted);
    await app.idle();
    expect(await store.findCancellation(id)).toMatchObject({ outcome: 'accepted', journaled: true });
    expect(sent).toHaveLength(1);
  });

  it('cancels only a saved deployment', async () => {
    const { ask, sent, store } = await openConsole();
    const id = randomUUID();
    const response = await ask(resolveDatabaseFile(id), put({ applicationId: '10', deploymentId: '020' }));
    expect(await problemOf(response)).toMatchObject({ status: 404, code: 'not_saved' });
    expect(sent).toEqual([]);
    expect(await store.findCancellation(id)).toBeNull();
  });

  it('sends nothing when the intent cannot be written', async () => {
    const { ask, sent, store } = await openConsole();
    store.claim = () => Promise.reject(new Error('disk full'));
    const response = await ask(resolveDatabaseFile(randomUUID()), put());
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'journal_unavailable' });
    expect(sent).toEqual([]);
  });

  it('does not claim that nothing was sent if a repeat cannot be looked up', async () => {
    const { ask, store, sent } = await openConsole();
    const id = randomUUID();
    await ask(resolveDatabaseFile(id), put());
    store.findCancellation = () => Promise.reject(new Error('disk'));
    const { code, detail } = await problemOf(await ask(resolveDatabaseFile(id), put()));
    expect(code).toBe('journal_unavailable');
    expect(detail).toContain('whether an earlier one with the same ID did is not known');
    expect(sent).toHaveLength(1);
  });

  it('does not report a record as missing while its intent is being written', async () => {
    const { ask, store } = await openConsole();
    const claim = store.claim.bind(store);
    let goOn = () => {};
    store.claim = async (intent) => {
      await new Promise<void>((resolve) => (goOn = resolve));
      return claim(intent);
    };
    const id = randomUUID();
    const sending = ask(resolveDatabaseFile(id), put());
    await vi.waitFor(async () =>
      expect(await problemOf(await ask(resolveDatabaseFile(id.toUpperCase())))).toMatchObject({
        code: 'in_progress',
      }),
    );
    goOn();
    await sending;
    expect((await ask(resolveDatabaseFile(id))).status).toBe(200);
  });

  it('refuses a new ID while the console is being stopped', async () => {
    const { fuse, sent, answer } = heldFuse();
    const { app, ask } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    const first = ask(resolveDatabaseFile(id), put());
    await until(() => sent.length > 0);
    const down = app.shutDown(5_000);
    const late = await problemOf(await ask(resolveDatabaseFile(randomUUID()), put()));
    expect(late).toMatchObject({ code: 'journal_unavailable' });
    answer(accepted);
    expect((await first).status).toBe(201);
    await down;
    expect((await ask(resolveDatabaseFile(id), put())).status).toBe(200);
    expect(sent).toHaveLength(1);
  });

  it('answers with Fuse’s outcome if it cannot be written, and writes it once it can', async () => {
    const { ask, store, sent } = await openConsole();
    const settle = store.settle.bind(store);
    store.settle = () => Promise.reject(new Error('disk full'));
    const id = randomUUID();
    const response = await ask(resolveDatabaseFile(id), put());
    expect(response.status).toBe(201);
    expect(await cancellationOf(response)).toMatchObject({ outcome: 'accepted', journaled: false });
    expect(await store.findCancellation(id)).toMatchObject({ outcome: null });
    const again = await ask(resolveDatabaseFile(id), put());
    expect(again.status).toBe(200);
    expect(await cancellationOf(again)).toMatchObject({ outcome: 'accepted', journaled: false });
    expect((await ask(resolveDatabaseFile(randomUUID()), put())).status).toBe(503);

    store.settle = settle;
    await expect
      .poll(async () => store.findCancellation(id))
      .toMatchObject({ outcome: 'accepted', status: 202, journaled: true });
    expect((await ask(resolveDatabaseFile(randomUUID()), put({ ...target, despite: [id] }))).status).toBe(
      201,
    );
    expect(sent).toHaveLength(2);
  });

  it('frees the deployment at once for the next request when the journal is back', async () => {
    const { ask, store, sent } = await openConsole({ sweepMs: 1_000_000 });
    const settle = store.settle.bind(store);
    store.settle = () => Promise.reject(new Error('disk full'));
    const id = randomUUID();
    await ask(resolveDatabaseFile(id), put());
    store.settle = settle;
    expect((await ask(resolveDatabaseFile(randomUUID()), put({ ...target, despite: [id] }))).status).toBe(
      201,
    );
    expect(await store.findCancellation(id)).toMatchObject({ outcome: 'accepted', status: 202 });
    expect(sent).toHaveLength(2);
  });

  it('recognises an outcome that was committed although the database reported a failure', async () => {
    const { ask, store } = await openConsole();
    const settle = store.settle.bind(store);
    store.settle = async (id, settlement) => {
      await settle(id, settlement);
      throw new Error('connection lost');
    };
    const id = randomUUID();
    const told = await cancellationOf(await ask(resolveDatabaseFile(id), put()));
    expect(told).toMatchObject({ outcome: 'accepted', journaled: true });
    expect(await store.findCancellation(id)).toEqual(told);
  });

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('a fault');
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('a fault'))],
  ])('leaves nothing open when the Fuse client %s', async (_, cancelCalls) => {
    const { fuse } = scriptedFuse();
    const broken = { ...fuse, cancelCalls };
    const { ask, store, log } = await openConsole({ overrides: { fuse: broken } });
    const id = randomUUID();
    const both = await Promise.all([
      ask(resolveDatabaseFile(id), put()),
      ask(resolveDatabaseFile(id), put()),
    ]);
    expect(both.map(({ status }) => status)).toEqual([201, 200]);
    expect(await store.findCancellation(id)).toMatchObject({ outcome: 'unknown', cause: 'console_failed' });
    expect(log.join()).toMatch(/a fault.+at .+cancellations\.test\.ts/);
    Object.assign(broken, { cancelCalls: () => Promise.resolve(accepted) });
    expect((await ask(resolveDatabaseFile(randomUUID()), put())).status).toBe(201);
  });

  it.each(['the machine’s clock', 'the process’s clock'])(
    'sends nothing when it was held up, by %s',
    async (which) => {
      let ahead = 0;
      const clock = which === 'the process’s clock' ? performance : Date;
      const read = clock.now.bind(clock);
      vi.spyOn(clock, 'now').mockImplementation(() => read() + ahead);
      const { fuse, sent } = scriptedFuse();
      const { ask, store } = await openConsole({ overrides: { fuse } });
      const claim = store.claim.bind(store);
      store.claim = async (intent) => {
        const claimed = await claim(intent);
        ahead = leaseMs;
        return claimed;
      };
      const held = await cancellationOf(await ask(resolveDatabaseFile(randomUUID()), put()));
      expect(held).toMatchObject({ outcome: 'not_sent', cause: 'held_up', journaled: true });
      expect(sent).toEqual([]);
      store.claim = claim;
      expect(await cancellationOf(await ask(resolveDatabaseFile(randomUUID()), put()))).toMatchObject({
        outcome: 'accepted',
      });
    },
  );

  it('does not wait for ever for a record that another console has open', async () => {
    const { ask, store, sent } = await openConsole();
    const id = randomUUID();
    const open = {
      ...(await cancellationOf(await ask(resolveDatabaseFile(randomUUID()), put()))),
      id,
      outcome: null,
    };
    const find = vi.spyOn(store, 'findCancellation').mockResolvedValue(open);
    const ticks = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => ticks() + 40_000 * find.mock.calls.length);
    const problem = await problemOf(await ask(resolveDatabaseFile(id), put()));
    expect(problem).toMatchObject({ code: 'in_progress', person: open.person, cancellationId: id });
    expect(sent).toHaveLength(1);
  });

  it('answers with Fuse’s outcome when another console has given the record up meanwhile', async () => {
    const { ask, store, log } = await openConsole();
    const settle = store.settle.bind(store);
    store.settle = async (id, settlement) => {
      await settle(id, { ...settlement, outcome: 'unknown', cause: 'console_stopped', status: null });
      return settle(id, settlement);
    };
    const id = randomUUID();
    expect(await cancellationOf(await ask(resolveDatabaseFile(id), put()))).toMatchObject({
      outcome: 'accepted',
      status: 202,
      journaled: false,
    });
    expect(log.join()).toContain('outcome_not_written');
    expect(await store.findCancellation(id)).toMatchObject({ outcome: 'unknown', cause: 'console_stopped' });
  });

  it.each([
    ['id', 'not-a-uuid', target],
    ['applicationId', randomUUID(), { ...target, applicationId: '1e3' }],
    ['deploymentId', randomUUID(), { ...target, deploymentId: 20 }],
    ['reason', randomUUID(), { ...target, reason: 'x'.repeat(501) }],
    ['reason', randomUUID(), { ...target, reason: 'a\u0000b' }],
    ['force', randomUUID(), { ...target, force: true }],
  ])('names %s', async (field, id, body) => {
    const { ask, sent } = await openConsole();
    const response = await ask(resolveDatabaseFile(id), put(body));
    expect(response.status).toBe(400);
    expect((await problemOf(response)).errors?.map((error) => error.field)).toContain(field);
    expect(sent).toEqual([]);
  });
});

describe('GET /api/cancellations', () => {
  it('pages newest first and filters', async () => {
    const { ask } = await openConsole();
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      const id = randomUUID();
      await ask(
        resolveDatabaseFile(id),
        put({ ...target, deploymentId: at % 2 ? '21' : '20', despite: ids }),
      );
      ids.unshift(id);
    }
    const get = async (query: string) =>
      cancellationPage.parse(await (await ask(`/api/cancellations${query}`)).json());

    const first = await get('?limit=3');
    const second = await get(`?limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    expect((await get('?applicationId=10&deploymentId=21')).items).toHaveLength(2);
    expect((await get('?outcome=refused')).items).toEqual([]);
    expect((await get('?q=pAYm')).items).toHaveLength(3);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=1e1',
    'cursor=!',
    'cursor=zzzz',
    'outcome=done',
    'from=today',
    'x=1',
    'q=a&q=b',
  ])('refuses ?%s and names it', async (query) => {
    const { ask } = await openConsole();
    const problem = await problemOf(await ask(`/api/cancellations?${query}`));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors?.[0]?.field).toBe(query.split('=')[0]);
  });
});

describe('GET /api/cancellations/counts', () => {
  const span = 'from=2026-01-01T00:30:00.000Z&to=2026-04-11T00:30:00.000Z';

  it('counts by hour and outcome under the filters of the list', async () => {
    const { ask } = await openConsole();
    const record = await cancellationOf(await ask(resolveDatabaseFile(randomUUID()), put()));
    const from = `${record.requestedAt.slice(0, 14)}00:00.000Z`;
    const to = new Date(Date.parse(from) + 86_400_000).toISOString();
    const get = async (query: string) =>
      (await ask(`/api/cancellations/counts?from=${from}&to=${to}${query}`)).json();
    expect(await get('&q=payments&deploymentId=20')).toEqual({
      items: [{ from, outcome: 'accepted', count: 1 }],
      countedFrom: null,
    });
    expect(await get('&outcome=refused')).toEqual({ items: [], countedFrom: null });
    expect((await ask(`/api/cancellations/counts?${span}`)).status).toBe(200);
  });

  it.each([
    ['', 'from'],
    ['from=2026-01-01T00:30:00.000Z', 'to'],
    ['from=2026-01-01T00:30:01.000Z&to=2026-01-02T00:00:00.000Z', 'from'],
    ['from=2026-01-01T00:30:00.000Z&to=2026-04-11T00:30:00.001Z', 'to'],
    [`${span}&cursor=MQ`, 'cursor'],
    [`${span}&limit=1`, 'limit'],
    [`${span}&outcome=done`, 'outcome'],
  ])('refuses ?%s and names %s', async (query, field) => {
    const { ask } = await openConsole();
    const problem = await problemOf(await ask(`/api/cancellations/counts?${query}`));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors?.[0]?.field).toBe(field);
  });
});

describe('GET /api/cancellations/{uuid}', () => {
  it('finds one record in either letter case, or none', async () => {
    const { ask } = await openConsole();
    const id = randomUUID();
    await ask(resolveDatabaseFile(id), put());
    expect(await cancellationOf(await ask(resolveDatabaseFile(id.toUpperCase())))).toMatchObject({ id });
    expect(await problemOf(await ask(resolveDatabaseFile(randomUUID())))).toMatchObject({
      code: 'not_found',
    });
  });
});
