import { randomUUID } from 'node:crypto';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cancellation } from '../../../contract';
import { openConsole, tokens } from '../../testing/test-app';
import { createListener } from '../../run/listener';
import { intent, settlement } from '../../testing/store-contract/fixtures';
import { createEventStreams, maxReplay, maxStreams, renewAfterBeats } from './streams';

const target = { applicationId: '10', deploymentId: '20' };

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The console on a real socket, since a stream's ends and back-pressure exist only there. */
async function openServer(heartbeatMs?: number) {
  const console_ = await openConsole({ heartbeatMs });
  const server = createServer(createListener(() => console_.app)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { ...console_, port };
}

/** Reads a stream's bytes as they come. */
function listen(port: number, headers: Record<string, string> = {}) {
  let text = '';
  let response: IncomingMessage | undefined;
  const asked = request(
    { port, path: '/api/events', headers: { host: '127.0.0.1:4180', ...headers } },
    (answer) => {
      response = answer;
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    },
  );
  asked.on('error', () => undefined);
  asked.end();
  return {
    text: () => text,
    status: () => response?.statusCode,
    frames: () => text.split('\n\n').filter((frame) => /event: (?!connected\n)/.test(frame)),
    destroy: () => asked.destroy(),
  };
}

const idOf = (frame: string | undefined) => /^id: (\d+)$/m.exec(frame ?? '')?.[1] ?? '';

/** Streams of a store whose events are the numbers up to `last`, for two readers. */
function streamsOfNumbers() {
  const events = {
    last: 0,
    history: 'one',
    /** After which events the store was read. */
    read: [] as number[],
    tell: () => {},
    /** What a page that was read is held back for. */
    held: null as (() => Promise<void>) | null,
  };
  const streams = createEventStreams({
    store: {
      onEvent: (listener) => {
        events.tell = listener;
        return () => {};
      },
      historyId: async () => events.history,
      async listEvents(after, limit) {
        events.read.push(after);
        const length = Math.max(0, Math.min(limit, events.last - after));
        const page = Array.from({ length }, (_, at) => ({
          type: 'applications' as const,
          data: {},
          seq: after + at + 1,
        }));
        await events.held?.();
        return page;
      },
      lastEvent: async () => events.last,
    },
    now: () => new Date(),
    log: () => undefined,
  });
  onTestFinished(() => streams.close());
  const texts = ['', ''];
  const read = async (at: 0 | 1, lastEventId: number | null = null) => {
    const client = {
      identity: 'identity',
      sessionHash: undefined,
      mustRenew: false,
      stillAllowed: () => Promise.resolve(true),
      cutOff: () => undefined,
    };
    for await (const chunk of streams.open(lastEventId, client) ?? [])
      texts[at] += Buffer.from(chunk).toString();
  };
  return { events, texts, read };
}

describe('GET /api/events', () => {
  it('sends a cancellation to every open page, first open and then settled', async () => {
    const { ask, port } = await openServer();
    const readers = [listen(port), listen(port)];
    await until(() => readers.every((reader) => reader.text().includes('id: ')));
    const id = randomUUID();
    await ask(`/api/cancellations/${id}`, { method: 'PUT', body: target });
    await until(() => readers.every((reader) => reader.frames().length >= 2));
    for (const reader of readers) {
      const frames = reader.frames();
      expect(frames.every((frame) => frame.includes('event: cancellation\n'))).toBe(true);
      const record = cancellation.parse(JSON.parse(/^data: (.*)$/m.exec(frames.at(-1) ?? '')?.[1] ?? ''));
      expect(record).toMatchObject({ id, outcome: 'accepted' });
      expect(Number(idOf(frames[1]))).toBeGreaterThan(Number(idOf(frames[0])));
    }
  });

  it('resumes after the last event ID, by header or query, with nothing missed and nothing doubled', async () => {
    const { ask, port } = await openServer();
    const first = listen(port);
    await until(() => first.text().includes('id: '));
    await ask('/api/applications/31', { method: 'PUT', body: { name: 'One' } });
    await until(() => first.frames().length === 1);
    const last = idOf(first.frames()[0]);
    first.destroy();
    for (const name of ['Two', 'Three', 'Four']) {
      await ask('/api/applications/31', { method: 'PUT', body: { name } });
    }
    const again = listen(port, { 'last-event-id': last });
    await until(() => again.frames().length >= 3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(again.frames().map(idOf)).toEqual([1, 2, 3].map((step) => String(Number(last) + step)));
  });

  it('replays more than one page of events in order', async () => {
    const { store, port } = await openServer();
    const before = await store.lastEvent();
    for (let at = 0; at < 450; at += 1) {
      await store.saveApplication('31', { name: `Name ${at}` }, { onlyNew: false });
    }
    const reader = listen(port, { 'last-event-id': String(before) });
    await until(() => reader.frames().length >= 450);
    expect(reader.frames().map(idOf)).toEqual(
      Array.from({ length: 450 }, (_, at) => String(before + 1 + at)),
    );
  });

  it('replays far more than may wait for a reader at a time', async () => {
    const { store, port } = await openServer();
    const before = await store.lastEvent();
    const reason = 'x'.repeat(4_000);
    for (let at = 0; at < 400; at += 1) await store.claim(intent({ deploymentId: String(at), reason }));
    const reader = listen(port, { 'last-event-id': String(before) });
    await until(() => reader.frames().length >= 400);
    expect(reader.text().length).toBeGreaterThan(1_500_000);
  }, 20_000);

  it('sends an event to earlier readers although a new reader has caught up with it first', async () => {
    const { events, texts, read } = streamsOfNumbers();
    void read(0);
    await until(() => texts[0]?.includes('retry: ') === true);
    // Committed, and not yet told, when the second one comes.
    events.last = 1;
    void read(1);
    await until(() => texts[1]?.includes('retry: ') === true);
    events.tell();
    await until(() => texts[0]?.includes('event: applications') === true);
    expect(texts[0]).toContain('id: 1\nevent: applications');
  });

  it('sends an event that is committed during a query to every reader once', async () => {
    const { events, texts, read } = streamsOfNumbers();
    void read(0, 0);
    await until(() => texts[0]?.includes('retry: ') === true);
    let answer: (() => void) | undefined;
    events.held = () => new Promise((resolve) => (answer = resolve));
    void read(1, 0);
    await until(() => answer !== undefined);
    events.held = null;
    events.last = 1;
    events.tell();
    answer?.();
    await until(() => texts.every((text) => text.includes('id: 1\nevent: applications')));
    for (const text of texts) expect(text.match(/^event: applications/gm)).toHaveLength(1);
  });

  it('sends at the next heartbeat an event that could not be read when it came', async () => {
    const { store, ask, port } = await openServer(50);
    const reader = listen(port);
    await until(() => reader.frames().length > 0);
    const listEvents = store.listEvents.bind(store);
    store.listEvents = () => {
      store.listEvents = listEvents;
      return Promise.reject(new Error('disk'));
    };
    await ask('/api/applications/31', { method: 'PUT', body: { name: 'One' } });
    await until(() => reader.text().includes('event: applications'));
    expect(reader.frames().filter((frame) => frame.includes('event: applications'))).toHaveLength(1);
  });

  it('resets a reader that has missed too much, and replays nothing', async () => {
    const { events, texts, read } = streamsOfNumbers();
    events.last = 1_000_000;
    void read(0, 0);
    await until(() => texts[0]?.includes('event: reset') === true);
    events.last += 1;
    events.tell();
    await until(() => texts[0]?.includes('id: 1000001\n') === true);
    expect(texts[0]?.match(/^id: .*\nevent: .*$/gm)).toEqual([
      'id: 1000000\nevent: reset',
      'id: 1000001\nevent: applications',
    ]);
    expect(Math.min(...events.read)).toBe(1_000_000 - maxReplay);
  });

  it('reads the store once for any number of readers that come back', async () => {
    const { events, texts, read } = streamsOfNumbers();
    events.last = 500;
    for (let count = 0; count < 20; count += 1) void read(0, 400);
    await until(() => texts[0]?.match(/^id: 500$/gm)?.length === 20);
    expect(events.read.filter((after) => after < 500)).toEqual([0, 200, 400]);
  });

  it('resets every reader when the events are of another history', async () => {
    const { events, texts, read } = streamsOfNumbers();
    events.last = 50;
    void read(0);
    await until(() => texts[0]?.includes('id: 50\n') === true);
    // A database that was put back: it has fewer events, and then as many of its own.
    events.history = 'another';
    events.last = 40;
    events.tell();
    await until(() => texts[0]?.includes('event: reset') === true);
    events.last = 41;
    events.tell();
    await until(() => texts[0]?.includes('id: 41\n') === true);
    expect(texts[0]?.match(/^id: .*\nevent: .*\ndata: .*$/gm)).toEqual([
      'id: 40\nevent: reset\ndata: {"history":"another"}',
      'id: 41\nevent: applications\ndata: {}',
    ]);
  });

  it.each(['-1', 'abc', '1e3', ''.padEnd(40, '9')])('refuses the last event ID %j', async (id) => {
    const { port } = await openServer();
    const reader = listen(port, { 'last-event-id': id });
    await until(() => reader.status() !== undefined);
    expect(reader.status()).toBe(400);
  });

  it('resets a reader with an ID from the future, and goes on from now', async () => {
    const { ask, port } = await openServer();
    const reader = listen(port, { 'last-event-id': '999999999' });
    await until(() => reader.text().includes('id: '));
    await ask('/api/applications/31', { method: 'PUT', body: { name: 'One' } });
    await until(() => reader.frames().length > 1);
    expect(reader.frames().map((frame) => /^event: (.*)$/m.exec(frame)?.[1])).toEqual([
      'reset',
      'applications',
    ]);
  });

  it('sends heartbeats', async () => {
    const { port } = await openServer(20);
    const reader = listen(port);
    await until(() => reader.frames().length >= 2);
    expect(reader.frames()[0]).toMatch(
      /^event: heartbeat\ndata: \{"at":"[^"]+","history":"[^"]+","clock":null\}$/m,
    );
  });

  it('keeps a line break in a reason inside its event', async () => {
    const { ask, port } = await openServer();
    const reader = listen(port);
    await until(() => reader.text().includes('id: '));
    const reason = 'first\n\nevent: forged\ndata: {}\r\nid: 9';
    await ask(`/api/cancellations/${randomUUID()}`, { method: 'PUT', body: { ...target, reason } });
    await until(() => reader.frames().length >= 2);
    expect(reader.text()).not.toMatch(/^event: forged/m);
    const data = /^data: (.*)$/m.exec(reader.frames()[0] ?? '')?.[1] ?? '';
    expect(cancellation.parse(JSON.parse(data)).reason).toBe(reason);
  });

  it('cuts off a client that never reads, and no other', async () => {
    const { store, streams, port } = await openServer();
    const lazy = connect(port, '127.0.0.1').on('error', () => undefined);
    lazy.pause();
    lazy.write('GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:4180\r\n\r\n');
    const reader = listen(port);
    await until(() => streams.size === 2 && reader.text().includes('id: '));
    // Far more than the socket and the queue can hold, in a few dozen events. The reader keeps up with each of them.
    const text = 'x'.repeat(100_000);
    let sent = 0;
    while (streams.size === 2) {
      const id = randomUUID();
      await store.claim(intent({ id, reason: text }));
      await store.settle(id, settlement({ message: text }));
      sent += 2;
      await until(() => reader.frames().length === sent);
    }
    lazy.destroy();
    expect(streams.size).toBe(1);
  });

  it('forgets clients that vanish: none is left of 1,000', async () => {
    const { streams, port } = await openServer();
    for (let round = 0; round < 10; round += 1) {
      const readers = Array.from({ length: 100 }, () => listen(port));
      await until(() => readers.every((reader) => reader.text() !== ''));
      expect(streams.size).toBe(100);
      for (const reader of readers) reader.destroy();
      await until(() => streams.size === 0);
    }
  }, 60_000);

  it('refuses one stream too many, and still answers other requests', async () => {
    const { ask, streams } = await openServer();
    const client = {
      identity: 'identity',
      sessionHash: undefined,
      mustRenew: false,
      stillAllowed: () => Promise.resolve(true),
      cutOff: () => undefined,
    };
    for (let count = 0; count < maxStreams; count += 1) expect(streams.open(null, client)).not.toBeNull();
    const refused = await ask('/api/events');
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'too_many_streams' });
    expect((await ask('/api/applications')).status).toBe(200);
  });

  it('ends when the session has ended', async () => {
    const { store } = await openConsole();
    const streams = createEventStreams({
      store,
      now: () => new Date(),
      log: () => undefined,
      heartbeatMs: 10,
    });
    onTestFinished(() => streams.close());
    let allowed = true;
    streams.open(null, {
      identity: 'identity',
      sessionHash: undefined,
      mustRenew: false,
      stillAllowed: () => Promise.resolve(allowed),
      cutOff: () => undefined,
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(streams.size).toBe(1);
    allowed = false;
    await until(() => streams.size === 0);
  });

  it('tells at once that the configuration was read anew, and ends where it is allowed no more', async () => {
    const { store } = await openConsole();
    const streams = createEventStreams({ store, now: () => new Date(), log: () => undefined });
    onTestFinished(() => streams.close());
    const readers = [true, false].map((isAllowed) => {
      const body = streams.open(null, {
        identity: 'identity',
        sessionHash: undefined,
        mustRenew: false,
        stillAllowed: () => Promise.resolve(isAllowed),
        cutOff: () => undefined,
      });
      return new Response(body).text();
    });
    streams.tellConfigurationRead();
    expect(await readers[1]).toContain('event: configuration\ndata: {}\n');
    expect(streams.size).toBe(1);
    streams.close();
    expect(await readers[0]).toContain('event: configuration\n');
  });

  it('ends at once when its session is left, or replaced by a new one, and no other stream does', async () => {
    // No heartbeat ends them in time.
    const console_ = await openConsole({ live: true, heartbeatMs: 600_000 });
    const { ask, streams } = console_;
    const signIn = async (headers: Record<string, string> = {}) => {
      const body = { name: 'Ada', token: tokens.operator };
      const response = await ask('/api/session', { method: 'POST', body, headers });
      return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
    };
    const [first, second] = [await signIn(), await signIn()];
    const listenAs = async (headers: Record<string, string>) => {
      const { body } = await ask('/api/events', { headers });
      const over = body?.pipeTo(new WritableStream()).then(() => 'ended');
      return { isOver: () => Promise.race([over, new Promise((resolve) => setTimeout(resolve, 200))]) };
    };
    const [one, other] = [await listenAs(first), await listenAs(second)];
    expect(streams.size).toBe(2);
    expect((await ask('/api/session', { method: 'DELETE', headers: first })).status).toBe(204);
    expect(await one.isOver()).toBe('ended');
    expect(streams.size).toBe(1);
    await signIn(second);
    expect(await other.isOver()).toBe('ended');
    expect(streams.size).toBe(0);
  });

  it('must be renewed after a while if a proxy in front decides who may listen', async () => {
    const { store } = await openConsole();
    const beatMs = 20;
    const streams = createEventStreams({
      store,
      now: () => new Date(),
      log: () => undefined,
      heartbeatMs: beatMs,
    });
    onTestFinished(() => streams.close());
    const texts = { proxy: '', link: '' };
    const read = async (name: 'proxy' | 'link') => {
      const client = {
        identity: 'identity',
        sessionHash: undefined,
        mustRenew: name === 'proxy',
        stillAllowed: () => Promise.resolve(true),
        cutOff: () => undefined,
      };
      for await (const chunk of streams.open(null, client) ?? [])
        texts[name] += Buffer.from(chunk).toString();
    };
    void read('link');
    await read('proxy');
    expect(texts.proxy).toContain('event: renew\n');
    expect(texts.proxy.match(/event: heartbeat\n/g)).toHaveLength(renewAfterBeats + 1);
    expect(streams.size).toBe(1);
    expect(texts.link).not.toContain('renew');
  });
});
