import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { cancellationDetail, verificationLine, type VerificationLine } from '../../contract';
import { makeCallAnswer } from '../../testing/factories';
import type { CallExchange, Exchange } from '../fuse/fuse';
import {
  accepted,
  asSandboxSupport,
  cancellationOf,
  openConsole,
  problemOf,
  scriptedFuse,
} from '../testing/test-app';

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
  it('can be given once, by support staff and operators, and withdrawn', async () => {
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

  it('needs a note for an unknown outcome', async () => {
    const answer: Exchange = { kind: 'not_answered', cause: 'answer_timeout', sentAt: null };
    const { ask } = await openConsole({ overrides: scriptedFuse(() => answer) });
    const path = await cancelled(ask);
    for (const body of [{}, { note: null }, { note: '  ' }, { note: '\u3164' }]) {
      const problem = await problemOf(await ask(`${path}/confirmation`, { method: 'PUT', body }));
      expect(problem.errors?.[0]?.field).toBe('note');
    }
    const body = { note: 'Looked at the Outbound page: the queue is empty' };
    expect((await ask(`${path}/confirmation`, { method: 'PUT', body })).status).toBe(201);
  });

  it('needs a note also if the outcome becomes unknown while the confirmation is being written', async () => {
    const answer: Exchange = { kind: 'not_answered', cause: 'answer_timeout', sentAt: null };
    let settle = () => {};
    const held = new Promise<Exchange>((resolve) => (settle = () => resolve(answer)));
    const { fuse, sent } = scriptedFuse(() => held);
    const { ask, store } = await openConsole({ overrides: { fuse } });
    const path = `/api/cancellations/${randomUUID()}`;
    const cancelling = ask(path, { method: 'PUT', body: target });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const confirm = store.confirm.bind(store);
    store.confirm = async (id, confirmation) => {
      settle();
      await cancelling;
      return confirm(id, confirmation);
    };
    const problem = await problemOf(await ask(`${path}/confirmation`, { method: 'PUT', body: {} }));
    expect(problem.errors?.[0]?.field).toBe('note');
    const { confirmation } = cancellationDetail.parse(await (await ask(path)).json());
    expect(confirmation).toBeNull();
  });

  it('needs a record', async () => {
    const { ask } = await openConsole();
    const path = `/api/cancellations/${randomUUID()}/confirmation`;
    expect((await ask(path, { method: 'PUT', body: {} })).status).toBe(404);
  });
});

/** A Fuse that knows calls, keeps which it was asked for, and may take its time. */
function fuseWithCalls(answer: (callId: string) => Partial<CallExchange> | Promise<Partial<CallExchange>>) {
  const asked: string[] = [];
  const { fuse } = scriptedFuse();
  fuse.getCallStatus = async (callId) => {
    asked.push(callId);
    return Object.assign({}, accepted, { status: 200, call: null }, await answer(callId));
  };
  return { fuse, asked };
}
const statusOf = (status: string) => ({ call: { ...makeCallAnswer().call!, status } });

async function linesOf(response: Response): Promise<VerificationLine[]> {
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const text = await response.text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => verificationLine.parse(JSON.parse(line)));
}

async function evidenceOf(ask: Ask, path: string) {
  const { history } = cancellationDetail.parse(await (await ask(path)).json());
  return history.filter(({ kind }) => kind === 'verified');
}

const put = (...callIds: string[]) => ({ method: 'PUT', body: { callIds }, headers: asSandboxSupport });

describe('PUT …/verifications/{uuid}', () => {
  it('asks Fuse, and records the answers and the person once', async () => {
    const { fuse, asked } = fuseWithCalls((id) => (id === '9002' ? { status: 404 } : statusOf('canceled')));
    const { ask } = await openConsole({ overrides: { fuse } });
    const path = await cancelled(ask);
    const verification = `${path}/verifications/${randomUUID()}`;
    const lines = await linesOf(await ask(verification, put('9001', '9002')));
    expect(lines).toMatchObject([
      { kind: 'answer', answer: { callId: '9001', code: 200, call: { status: 'canceled' } } },
      { kind: 'answer', answer: { callId: '9002', code: 404, call: null } },
      { kind: 'kept' },
    ]);
    const evidence = [
      {
        person: 'Sandbox support',
        verification: {
          requested: 2,
          calls: [
            { callId: '9001', status: 'canceled', code: 200 },
            { callId: '9002', status: null, code: 404 },
          ],
        },
      },
    ];
    expect(await evidenceOf(ask, path)).toMatchObject(evidence);
    // The same again tells what is on record, and asks nobody.
    const again = `${path}/verifications/${verification.split('/').at(-1)?.toUpperCase()}`;
    expect(await linesOf(await ask(again, put('9003')))).toMatchObject([{ kind: 'kept' }]);
    expect(await evidenceOf(ask, path)).toMatchObject(evidence);
    expect(asked).toEqual(['9001', '9002']);
  });

  it.each([
    ['requested', { requested: 1, calls: [{ callId: '9001', status: 'canceled', code: 200 }] }],
    ['calls', { callIds: ['9001'], calls: [{ callId: '9001', status: 'canceled', code: 200 }] }],
    ['callIds', { callIds: [] }],
    ['callIds', { callIds: Array.from({ length: 26 }, (_, index) => `${index}`) }],
    ['callIds.0', { callIds: ['../1'] }],
    ['callIds', { callIds: ['1', '1'] }],
  ])('takes no answer of somebody’s own, and names %s', async (field, body) => {
    const { fuse, asked } = fuseWithCalls(() => ({}));
    const { ask } = await openConsole({ overrides: { fuse } });
    const path = await cancelled(ask);
    const response = await ask(`${path}/verifications/${randomUUID()}`, { method: 'PUT', body });
    const fields = (await problemOf(response)).errors?.map((error) => error.field);
    expect(fields).toContain(field);
    expect(await evidenceOf(ask, path)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each([401, 429])('stops at the first %i', async (status) => {
    const { fuse, asked } = fuseWithCalls((id) => (id === '2' ? { status } : statusOf('queued')));
    const { ask } = await openConsole({ overrides: { fuse } });
    const path = await cancelled(ask);
    await linesOf(await ask(`${path}/verifications/${randomUUID()}`, put('1', '2', '3')));
    expect(asked).toEqual(['1', '2']);
    expect(await evidenceOf(ask, path)).toMatchObject([
      { verification: { requested: 3, calls: [{}, { code: status }] } },
    ]);
  });

  it('stops when its client leaves, and records the answers until then', async () => {
    const { fuse, asked } = fuseWithCalls(() => statusOf('dialing'));
    const { ask } = await openConsole({ overrides: { fuse } });
    const path = await cancelled(ask);
    const response = await ask(`${path}/verifications/${randomUUID()}`, put('1', '2', '3', '4', '5'));
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    const evidence = await evidenceOf(ask, path);
    expect(evidence).toHaveLength(1);
    expect(asked.length).toBeLessThan(4);
    expect(evidence[0]).toMatchObject({
      verification: {
        requested: 5,
        calls: asked.map((callId) => ({ callId, status: 'dialing', code: 200 })),
      },
    });
  });

  it('keeps an odd word of Fuse in a form that can be read again', async () => {
    const words = ['a\nb', 'x'.repeat(39) + '😀'.slice(0, 1), '\u200b', ' '];
    const { fuse } = fuseWithCalls((id) => statusOf(words[Number(id)] ?? ''));
    const { ask } = await openConsole({ overrides: { fuse } });
    const path = await cancelled(ask);
    await linesOf(await ask(`${path}/verifications/${randomUUID()}`, put('0', '1', '2', '3')));
    const calls = [{ status: 'a b' }, { status: 'x'.repeat(39) }, { status: null }, { status: null }];
    expect(await evidenceOf(ask, path)).toMatchObject([{ verification: { calls } }]);
  });

  it('is refused under the ID of another cancellation’s verification, and asks Fuse nothing', async () => {
    const { fuse, asked } = fuseWithCalls(() => ({}));
    const { ask } = await openConsole({ overrides: { fuse } });
    const [path, other] = [await cancelled(ask), await cancelled(ask)];
    const id = randomUUID();
    await linesOf(await ask(`${path}/verifications/${id}`, put('1')));
    const reused = await ask(`${other}/verifications/${id.toUpperCase()}`, put('2'));
    expect(await problemOf(reused)).toMatchObject({ status: 409, code: 'id_reused' });
    expect(await evidenceOf(ask, other)).toEqual([]);
    const missing = await ask(`/api/cancellations/${randomUUID()}/verifications/${randomUUID()}`, put('2'));
    expect(missing.status).toBe(404);
    expect(asked).toEqual(['1']);
  });

  it('is limited to one at a time and ten within a minute for each person', async () => {
    let answer = () => {};
    const { fuse } = fuseWithCalls((id) =>
      id === 'slow' ? new Promise((resolve) => (answer = () => resolve({}))) : {},
    );
    const { ask } = await openConsole({ overrides: { fuse } });
    const path = await cancelled(ask);
    const verify = (callId: string, headers = {}) =>
      ask(`${path}/verifications/${randomUUID()}`, { ...put(callId), headers });
    const first = await verify('slow');
    const second = await verify('1');
    expect(second.headers.get('retry-after')).not.toBeNull();
    expect(await problemOf(second)).toMatchObject({ status: 429, code: 'too_many_requests' });
    const others = linesOf(await verify('1', asSandboxSupport));
    answer();
    await Promise.all([first.text(), others]);
    const statuses: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      const response = await verify('1');
      statuses.push(response.status);
      await response.text();
    }
    expect(statuses).toEqual([...Array.from({ length: 8 }, () => 200), 429]);
  });

  it('is limited to a hundred for each cancellation', async () => {
    const { fuse, asked } = fuseWithCalls(() => ({}));
    const { ask, store } = await openConsole({ overrides: { fuse } });
    const path = await cancelled(ask);
    const id = path.split('/').at(-1)!;
    const verification = { requested: 1, calls: [{ callId: '1', status: null, code: null }] };
    for (let count = 0; count < 100; count += 1)
      await store.addVerification(id, randomUUID(), {
        person: 'Ada',
        at: '2026-01-01T00:00:00.000Z',
        verification,
      });
    const refused = await ask(`${path}/verifications/${randomUUID()}`, put('1'));
    expect(await problemOf(refused)).toMatchObject({ status: 409, code: 'conflict' });
    expect(asked).toEqual([]);
  });

  it('reports that its evidence cannot be recorded', async () => {
    const { fuse } = fuseWithCalls(() => ({}));
    const { ask, store } = await openConsole({ overrides: { fuse } });
    const path = await cancelled(ask);
    store.addVerification = () => Promise.reject(new Error('disk full'));
    const lines = await linesOf(await ask(`${path}/verifications/${randomUUID()}`, put('1')));
    expect(lines).toMatchObject([{ kind: 'answer' }, { kind: 'failed', code: 'journal_unavailable' }]);
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
  it('is CSV without formulas, and JSON, with the list’s filters', async () => {
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
  it('counts cancellations by outcome and code, streams and refusals, and names no person', async () => {
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

  it('needs a session in live mode', async () => {
    const { ask } = await openConsole({ live: true });
    expect((await ask('/metrics')).status).toBe(401);
  });
});
