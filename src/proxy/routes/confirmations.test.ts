import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cancellationDetail } from '../../contract';
import type { Exchange } from '../fuse/fuse';
import { asSandboxSupport, cancellationOf, openConsole, problemOf, scriptedFuse } from '../harness';

const target = { applicationId: '10', deploymentId: '20' };
type Ask = Awaited<ReturnType<typeof openConsole>>['ask'];

const known: string[] = [];

async function cancelled(ask: Ask): Promise<string> {
  const id = randomUUID();
  const path = `/api/cancellations/${id}`;
  await ask(path, { method: 'PUT', body: { ...target, despite: known } });
  known.push(id);
  return path;
}

describe('PUT …/confirmation', () => {
  it('is support’s and operators’ mark, once, and can be withdrawn', async () => {
    const { ask } = await openConsole();
    const path = await cancelled(ask);
    const put = { method: 'PUT', body: { note: 'Seen' }, headers: asSandboxSupport };
    const first = await ask(`${path}/confirmation`, put);
    expect(first.status).toBe(201);
    expect((await cancellationOf(first)).confirmation).toMatchObject({
      person: 'Sandbox support',
      note: 'Seen',
    });
    expect((await ask(`${path}/confirmation`, put)).status).toBe(200);
    const other = await ask(`${path}/confirmation`, { method: 'PUT', body: {} });
    expect(await problemOf(other)).toMatchObject({ status: 409, code: 'conflict' });

    expect((await ask(`${path}/confirmation`, { method: 'DELETE' })).status).toBe(200);
    expect((await ask(`${path}/confirmation`, { method: 'DELETE' })).status).toBe(404);
    const detail = cancellationDetail.parse(await (await ask(path)).json());
    expect(detail.history.map(({ kind }) => kind)).toEqual([
      'requested',
      'settled',
      'confirmed',
      'confirmation_withdrawn',
    ]);
  });

  it('wants to know how an unknown outcome was checked', async () => {
    const answer: Exchange = { kind: 'not_answered', cause: 'answer_timeout', sentAt: null };
    const { ask } = await openConsole({ overrides: scriptedFuse(() => answer) });
    const path = await cancelled(ask);
    for (const body of [{}, { note: null }, { note: '  ' }]) {
      const problem = await problemOf(await ask(`${path}/confirmation`, { method: 'PUT', body }));
      expect(problem.errors?.[0]?.field).toBe('note');
    }
    const body = { note: 'Looked at the Outbound page: the queue is empty' };
    expect((await ask(`${path}/confirmation`, { method: 'PUT', body })).status).toBe(201);
  });

  it('needs a record', async () => {
    const { ask } = await openConsole();
    const path = `/api/cancellations/${randomUUID()}/confirmation`;
    expect((await ask(path, { method: 'PUT', body: {} })).status).toBe(404);
  });
});

const one = { callId: '1', status: null, code: null };

describe('PUT …/verifications/{uuid}', () => {
  it('is kept with who asked, once', async () => {
    const { ask } = await openConsole();
    const path = await cancelled(ask);
    const body = { requested: 3, calls: [{ callId: '9001', status: 'canceled', code: 200 }] };
    const put = { method: 'PUT', body, headers: asSandboxSupport };
    const verification = `${path}/verifications/${randomUUID()}`;
    expect((await ask(verification, put)).status).toBe(201);
    expect((await ask(verification, put)).status).toBe(200);
    const { history } = cancellationDetail.parse(await (await ask(path)).json());
    expect(history.filter(({ kind }) => kind === 'verified')).toMatchObject([
      { person: 'Sandbox support', verification: body },
    ]);
  });

  it('is refused under an ID that another cancellation’s has', async () => {
    const { ask } = await openConsole();
    const [path, other] = [await cancelled(ask), await cancelled(ask)];
    const id = randomUUID();
    const put = { method: 'PUT', body: { requested: 1, calls: [one] } };
    expect((await ask(`${path}/verifications/${id}`, put)).status).toBe(201);
    const reused = await ask(`${other}/verifications/${id.toUpperCase()}`, put);
    expect(await problemOf(reused)).toMatchObject({ status: 409, code: 'id_reused' });
    expect((await ask(`${path}/verifications/${id.toUpperCase()}`, put)).status).toBe(200);
    const { history } = cancellationDetail.parse(await (await ask(other)).json());
    expect(history.map(({ kind }) => kind)).not.toContain('verified');
  });

  it.each([
    ['calls', { requested: 1, calls: [] }],
    ['calls', { requested: 1, calls: Array.from({ length: 26 }, () => one) }],
    ['calls.0.callId', { requested: 1, calls: [{ ...one, callId: '../1' }] }],
    ['calls.0.phoneNumber', { requested: 1, calls: [{ ...one, phoneNumber: '1' }] }],
    ['requested', { requested: 0, calls: [one] }],
    ['requested', { requested: 1, calls: [one, { ...one, callId: '2' }] }],
    ['calls', { requested: 2, calls: [one, one] }],
  ])('names %s', async (field, body) => {
    const { ask } = await openConsole();
    const path = await cancelled(ask);
    const response = await ask(`${path}/verifications/${randomUUID()}`, { method: 'PUT', body });
    expect((await problemOf(response)).errors?.[0]?.field).toBe(field);
  });
});

describe('the sandbox’s roles', () => {
  it('can be switched, and support may not cancel', async () => {
    const { ask, sent } = await openConsole();
    const response = await ask('/api/session', { method: 'POST', body: { name: 'x', token: 'support' } });
    expect(response.status).toBe(201);
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    const refused = await ask(`/api/cancellations/${randomUUID()}`, {
      method: 'PUT',
      body: target,
      headers: { cookie },
    });
    expect(await problemOf(refused)).toMatchObject({ status: 403, code: 'role_required' });
    expect(sent).toEqual([]);
  });
});

describe('export', () => {
  it('is CSV that no spreadsheet runs, and JSON, with the list’s filters', async () => {
    const { ask } = await openConsole();
    const reason = '=HYPERLINK("http://evil.example")\nsecond, line "quoted"';
    const put = (body: object) => ask(`/api/cancellations/${randomUUID()}`, { method: 'PUT', body });
    await put({ ...target, reason });
    await put({ ...target, deploymentId: '21' });

    const csv = await ask('/api/cancellations.csv?deploymentId=20');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.headers.get('content-disposition')).toContain('cancellations.csv');
    const bytes = Buffer.from(await csv.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = bytes.toString('utf8');
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")\nsecond, line ""quoted"""`);
    expect(text.split('\r\n')).toHaveLength(3);

    expect(await (await ask('/api/cancellations.json')).json()).toHaveLength(2);
    expect(await (await ask('/api/cancellations.json?outcome=refused')).json()).toEqual([]);
    expect((await ask('/api/cancellations.csv?limit=1')).status).toBe(400);
  });

  it('goes on past its first page', async () => {
    const { ask, store } = await openConsole();
    const list = store.listCancellations.bind(store);
    // Pages of two, so that a few records are several pages.
    store.listCancellations = (filter, page) => list(filter, { ...page, limit: Math.min(page.limit, 2) });
    for (let at = 0; at < 5; at += 1) await cancelled(ask);
    expect(await (await ask('/api/cancellations.json')).json()).toHaveLength(5);
    const csv = await (await ask('/api/cancellations.csv')).text();
    expect(csv.split('\r\n')).toHaveLength(7);
    expect(csv.match(/requestedAt/g)).toHaveLength(1);
  });
});

describe('GET /metrics', () => {
  it('counts cancellations by outcome and code, streams, and what was refused, and names nobody', async () => {
    const { ask } = await openConsole();
    await cancelled(ask);
    await ask('/api/nothing');
    const text = await (await ask('/metrics')).text();
    expect(text).toContain('fuse_console_cancellations_total{outcome="accepted",code="202"} 1');
    expect(text).toContain('fuse_console_refused_requests_total{reason="not_found"} 1');
    expect(text).toContain('fuse_console_cancellation_seconds_count 1');
    expect(text).toContain('fuse_console_event_streams 0');
    expect(text).not.toContain('Sandbox');
  });

  it('wants a session in live mode', async () => {
    const { ask } = await openConsole({ live: true });
    expect((await ask('/metrics')).status).toBe(401);
  });
});
