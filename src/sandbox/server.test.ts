import http from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from './catalogue';
import { startSandbox, type Sandbox, type SandboxOptions } from './server';

const email = 'ops@example.com';
const developerKey = 'key:with colon é';
const start = 1_475_095_892_000;
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const authorization = basic(email, developerKey);

const reminders = '/api/apps/20481/310274/cancel';
const noDeployment = 'No deployment was found by that application id and deployment id.';

let time = start;
let sandbox: Sandbox;
afterEach(async () => {
  await sandbox.close();
  vi.useRealTimers();
});

async function open(options: Partial<SandboxOptions> = {}): Promise<void> {
  time = start;
  sandbox = await startSandbox({ email, developerKey, now: () => time, slowAnswerMs: 0, ...options });
}

interface Answered {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** One request on a connection of its own; rejects when the connection ends without an answer. */
function ask(
  method: string,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
  onSent?: () => void,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const options = { agent: false, method, path, headers: { authorization, ...headers } };
    const request = http.request(sandbox.url, options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    request.on('error', reject);
    request.end(onSent);
  });
}

/** Writes bytes as they are and gives all that comes back until the connection closes. */
function askRaw(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(Number(sandbox.host.split(':')[1]), '127.0.0.1');
    socket.setEncoding('utf8').on('data', (chunk) => (text += String(chunk)));
    socket.on('error', () => undefined).on('close', () => resolve(text));
    socket.end(bytes);
  });
}

function practice(answer: unknown): string {
  const application = catalogue.find(({ name }) => name === 'Every answer')!;
  const deployment = application.deployments.find((each) => each.answer === answer)!;
  return `/api/apps/${application.applicationId}/${deployment.deploymentId}/cancel`;
}

const parse = (answered: Answered): unknown => JSON.parse(answered.body);
const callStatus = async (callId: string) =>
  /"status":"(\w+)"/.exec((await ask('GET', `/api/outbound/${callId}`)).body)?.[1];

async function expectAlive(): Promise<void> {
  expect((await ask('DELETE', reminders)).status).toBe(202);
}

describe('cancel', () => {
  it.each(['application/json', 'application/xml'])('answers 202 with no body to %s', async (accept) => {
    await open();
    const { status, headers, body } = await ask('DELETE', reminders, { accept });
    expect({ status, body, length: headers['content-length'] }).toEqual({
      status: 202,
      body: '',
      length: '0',
    });
    expect(headers['content-type']).toBeUndefined();
    expect(headers['transfer-encoding']).toBeUndefined();
  });

  it('empties the queue of that deployment only; calls being dialed go on; a repeat is a 202', async () => {
    await open();
    time += 1_000;
    expect(await callStatus('90010001')).toBe('dialing');
    expect(await callStatus('90010036')).toBe('queued');

    expect((await ask('DELETE', reminders)).status).toBe(202);
    expect(await callStatus('90010001')).toBe('dialing');
    expect(await callStatus('90010036')).toBe('canceled');
    expect(await callStatus('90020024')).toBe('queued');

    time += 60_000;
    expect((await ask('DELETE', reminders)).status).toBe(202);
    expect(await callStatus('90010001')).toBe('completed');
  });

  it('cancels the calls that were queued since the last cancellation', async () => {
    await open();
    await ask('DELETE', reminders);
    time += 15 * 60_000;
    expect(await callStatus('90010037')).toBe('queued');
    await ask('DELETE', reminders);
    expect(await callStatus('90010037')).toBe('canceled');
  });

  it.each([
    ['/api/apps/20481/0047120/cancel', 202],
    ['/api/apps/20481/47120/cancel', 404],
    ['/api/apps/20877/10483920175566021/cancel', 202],
    ['/api/apps/20877/10483920175566020/cancel', 404],
    ['/api/apps/20877/310274/cancel', 404],
    ['/api/apps/20481/310274/cancel?x=1', 202],
  ])('compares IDs as strings: %s gets %i', async (path, expected) => {
    await open();
    expect((await ask('DELETE', path)).status).toBe(expected);
  });

  it('says in JSON and in XML that a deployment was not found', async () => {
    await open();
    const json = await ask('DELETE', '/api/apps/1/2/cancel', { accept: 'text/html' });
    expect([json.status, json.headers['content-type']]).toEqual([404, 'application/json']);
    expect(parse(json)).toEqual({ error: noDeployment });

    const xml = await ask('DELETE', '/api/apps/1/2/cancel', { accept: 'application/xml' });
    expect([xml.status, xml.headers['content-type']]).toEqual([404, 'application/xml']);
    expect(xml.body).toBe(`<?xml version="1.0"?>\n<result>\n<error>${noDeployment}</error>\n</result>\n`);
  });
});

describe('authentication and method', () => {
  it.each([
    ['none', ''],
    ['a wrong key', basic(email, 'wrong')],
    ['a wrong e-mail', basic('x@example.com', developerKey)],
    ['another scheme', authorization.replace('Basic', 'Bearer')],
    ['no base64', 'Basic ???'],
  ])('refuses %s with 401', async (_, authorization) => {
    await open();
    for (const [method, path] of [
      ['DELETE', reminders],
      ['DELETE', '/api/apps/1/2/cancel'],
      ['GET', '/api/outbound/90010001'],
    ] as const) {
      const answered = await ask(method, path, { authorization });
      expect(answered.status).toBe(401);
      expect(parse(answered)).toHaveProperty('error');
    }
    const xml = await ask('DELETE', reminders, { authorization, accept: 'application/xml' });
    expect(xml.body).toContain('<result>\n<error>');
    expect(await callStatus('90010036')).toBe('queued');
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'OPTIONS', 'HEAD'])(
    'refuses %s to cancel with 405',
    async (method) => {
      await open();
      const answered = await ask(method, reminders, { authorization: '' });
      expect([answered.status, answered.headers.allow]).toEqual([405, 'DELETE']);
      expect(await callStatus('90010036')).toBe('queued');
    },
  );

  it.each(['DELETE', 'POST', 'HEAD'])('refuses %s to a call with 405', async (method) => {
    await open();
    const answered = await ask(method, '/api/outbound/90010001');
    expect([answered.status, answered.headers.allow]).toEqual([405, 'GET']);
  });
});

describe('the status of a call', () => {
  it('has the documented shape, quirks included', async () => {
    await open();
    time += 3_600_000;
    const answered = await ask('GET', '/api/outbound/90010001');
    expect(answered.status).toBe(200);
    expect(parse(answered)).toEqual({
      call_details: {
        max_attempts: '1',
        attempts: '1',
        events: [
          { event: 'queued', timestamp: 1475095892 },
          { event: 'dialing', timestamp: 1475095893 },
          { event: 'connected', timestamp: 1475095913 },
          { event: 'disconnected', timestamp: 1475095953 },
        ],
        phone_number: "'6175550101'",
        status: 'completed',
        queued_timestamp: '1475095892',
        start_timestamp: '1475095913',
        end_timestamp: '1475095953',
        reattempt_wait: '300',
        duration: 40,
      },
    });
  });

  it('comes in XML with <result> and <item>', async () => {
    await open();
    time += 2_000;
    const { headers, body } = await ask('GET', '/api/outbound/90010001', { accept: 'application/xml' });
    expect(headers['content-type']).toBe('application/xml');
    expect(body.replaceAll('\n', '')).toBe(
      '<?xml version="1.0"?><result><call_details><max_attempts>1</max_attempts><attempts>1</attempts>' +
        '<events><item><event>queued</event><timestamp>1475095892</timestamp></item>' +
        '<item><event>dialing</event><timestamp>1475095893</timestamp></item></events>' +
        "<phone_number>'6175550101'</phone_number><status>dialing</status>" +
        '<queued_timestamp>1475095892</queued_timestamp><reattempt_wait>300</reattempt_wait>' +
        '</call_details></result>',
    );
  });

  it('ends a cancelled call with `canceled`, never attempted', async () => {
    await open();
    time += 30_000;
    await ask('DELETE', reminders);
    time += 3_600_000;
    expect(parse(await ask('GET', '/api/outbound/90010036'))).toEqual({
      call_details: {
        max_attempts: '1',
        attempts: '0',
        events: [
          { event: 'queued', timestamp: 1475095892 },
          { event: 'canceled', timestamp: 1475095922 },
        ],
        phone_number: "'6175550136'",
        status: 'canceled',
        queued_timestamp: '1475095892',
        reattempt_wait: '300',
      },
    });
  });

  it.each(['90010037', '1', 'x', '%', '__proto__'])('is a 404 for the call ID %s', async (id) => {
    await open();
    const answered = await ask('GET', `/api/outbound/${id}`);
    expect(answered.status).toBe(404);
    expect(parse(answered)).toEqual({ error: 'Outbound call not found.' });
  });

  it('can be tried with the call IDs in the first deployment’s note', async () => {
    await open();
    const { applicationId, deployments } = catalogue[0]!;
    const { deploymentId, note } = deployments[0]!;
    const ids = note!.match(/\d{8}/g)!;
    expect(ids).toHaveLength(2);
    await ask('DELETE', `/api/apps/${applicationId}/${deploymentId}/cancel`);
    expect(await Promise.all(ids.map(callStatus))).toEqual(['canceled', 'canceled']);
    expect(await callStatus(String(Number(ids[1]) + 1))).toBeUndefined();
    time += 15 * 60_000;
    expect(await callStatus(String(Number(ids[1]) + 36))).toBe('queued');
  });
});

describe('every answer', () => {
  it.each([401, 403, 404, 405, 429, 500])('refuses with %i in JSON and in XML', async (status) => {
    await open();
    const json = await ask('DELETE', practice(status));
    expect(json.status).toBe(status);
    expect(parse(json)).toEqual({ error: expect.stringMatching(/\.$/) });
    const xml = await ask('DELETE', practice(status), { accept: 'application/xml' });
    expect(xml.status).toBe(status);
    expect(xml.body).toMatch(/^<\?xml version="1.0"\?>\n<result>\n<error>.+<\/error>\n<\/result>\n$/);
    expect(json.headers['retry-after']).toBe(status === 429 ? '120' : undefined);
    expect(json.headers.allow).toBe(status === 405 ? 'DELETE' : undefined);
    expect((await ask('DELETE', practice(status), { authorization: '' })).status).toBe(401);
  });

  it('is a page for 502, whatever the request accepts', async () => {
    await open();
    const { status, headers, body } = await ask('DELETE', practice(502), { accept: 'application/json' });
    expect([status, headers['content-type']]).toEqual([502, 'text/html']);
    expect(body).toContain('<h1>502 Bad Gateway</h1>');
  });

  it.each(['queue', 'slow'])('cancels and answers 202: %s', async (answer) => {
    await open();
    const { status, body } = await ask('DELETE', practice(answer));
    expect([status, body]).toEqual([202, '']);
    expect(await callStatus(answer === 'queue' ? '90130012' : '90210012')).toBe('canceled');
  });

  it('answers after 5 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await open();
    await sandbox.close();
    sandbox = await startSandbox({ email, developerKey });
    let answered = false;
    const slow = ask('DELETE', practice('slow')).then(({ status }) => {
      answered = true;
      return status;
    });
    while (vi.getTimerCount() === 0) await ask('GET', '/');
    vi.advanceTimersByTime(4_999);
    await ask('GET', '/');
    expect(answered).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await slow).toBe(202);
  });

  it('forgets a slow answer when the connection ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await open();
    const slow = ask('DELETE', practice('slow')).catch((error: unknown) => error);
    while (vi.getTimerCount() === 0) await ask('GET', '/');
    await sandbox.close();
    expect(await slow).toMatchObject({ code: 'ECONNRESET' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never answers, and close() ends the wait', async () => {
    await open();
    let settled: unknown;
    let waiting: Promise<unknown> | undefined;
    await new Promise<void>((sent) => {
      waiting = ask('DELETE', practice('never'), {}, sent).then(
        (answered) => (settled = answered),
        (error: unknown) => (settled = error),
      );
    });
    await expectAlive();
    expect(settled).toBeUndefined();
    await sandbox.close();
    expect(await waiting).toMatchObject({ code: 'ECONNRESET' });
  });

  it('drops the connection before any status line', async () => {
    await open();
    const request = `DELETE ${practice('drop')} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`;
    expect(await askRaw(request)).toBe('');
    await expect(ask('DELETE', practice('drop'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expectAlive();
  });
});

describe('hostile clients', () => {
  it.each([
    '/',
    '/api/apps/1/2',
    '/api/apps//2/cancel',
    '/API/apps/1/2/cancel',
    `${reminders}/`,
    '/%',
    '//x',
  ])('answers 404 to %s', async (path) => {
    await open();
    const answered = await ask('DELETE', path);
    expect(answered.status).toBe(404);
    expect(parse(answered)).toEqual({ error: 'Not found.' });
  });

  it.each([
    '/api/apps/%/%E0%A4%A/cancel',
    '/api/apps/../__proto__/cancel',
    `/api/apps/${'9'.repeat(9_000)}/1/cancel`,
  ])('knows no deployment at an absurd path', async (path) => {
    await open();
    const answered = await ask('DELETE', path);
    expect(parse(answered)).toEqual({ error: noDeployment });
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['binary', Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff, 0x00])],
    ['a wrong version', 'DELETE / HTTP/9.9\r\n\r\n'],
    ['endless headers', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['a bad length', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['a bad chunk', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['half a body', `DELETE ${reminders} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx`],
    ['a tunnel', 'CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n'],
    ['an upgrade', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['nothing', ''],
  ])('lives on after %s', async (_, bytes) => {
    await open();
    expect(await askRaw(bytes)).not.toContain('HTTP/1.1 2');
    await expectAlive();
  });

  const withBody = (size: number) =>
    `DELETE ${reminders} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${authorization}\r\n` +
    `Content-Length: ${size}\r\n\r\n${'x'.repeat(size)}`;

  it('ignores a body', async () => {
    await open();
    expect(await askRaw(withBody(64 * 1024))).toMatch(/^HTTP\/1\.1 202 /);
  });

  it('ends the connection at a body beyond 64 kB and cancels nothing', async () => {
    await open();
    expect(await askRaw(withBody(64 * 1024 + 1))).toBe('');
    expect(await callStatus('90010036')).toBe('queued');
  });

  it('closes while a connection has sent nothing, and may be closed twice', async () => {
    await open();
    const socket = net.connect(Number(sandbox.host.split(':')[1]), '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined));
    await expectAlive();
    await sandbox.close();
    await closed;
    await expect(sandbox.close()).resolves.toBeUndefined();
  });

  it('rejects when the port is taken', async () => {
    await open();
    const port = Number(sandbox.host.split(':')[1]);
    await expect(startSandbox({ email, developerKey, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
