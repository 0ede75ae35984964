import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { attackBothMounts, cancellationBody } from './testing/attacker';
import { startLive, tokens, type LiveConsole } from './testing/live-console';
import { dial, requestText, speak } from './testing/raw-http';

attackBothMounts('too many streams', (attacker) => {
  test('HEAD opens no event stream', async () => {
    const heads = Array.from({ length: 600 }, () =>
      speak(
        attacker.live.server.origin,
        attacker.request({ method: 'HEAD', target: '/api/events', body: '' }),
        {
          patienceMs: 300,
        },
      ),
    );
    await Promise.all(heads);
    const metrics = await attacker.live.ask('/metrics');
    expect(await metrics.text()).toMatch(/^fuse_console_event_streams 0$/m);
  });

  test('of 5,000 event streams 500 are served and the rest refused, and the console answers all along', async () => {
    const { origin } = attacker.live.server;
    const opening = attacker.request({ method: 'GET', target: '/api/events', body: '' });
    const count = { 200: 0, 503: 0 };
    const sockets: Socket[] = [];
    const open = async () => {
      const socket = dial(origin);
      sockets.push(socket);
      socket.write(opening);
      const [head] = await once(socket, 'data');
      const status = String(head).slice(9, 12);
      if (status === '200' || status === '503') count[status] += 1;
    };
    try {
      // As many at a time as the system keeps waiting for a server; more would wait for its retransmissions.
      while (sockets.length < 5_000) await Promise.all(Array.from({ length: 500 }, open));
      expect(count).toEqual({ 200: 500, 503: 4_500 });
      expect((await attacker.live.ask('/api/session')).status).toBe(200);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    const openAgain = async () => (await speak(origin, opening, { patienceMs: 300 })).statuses[0];
    await expect.poll(openAgain).toBe(200);
    await attacker.expectNothingHappened('streams');
  });
});

test('slow headers and slow bodies are cut off on both mounts, and hold nobody up', async () => {
  const consoles = await Promise.all((['standalone', 'dev'] as const).map((mount) => startLive({ mount })));
  const cutOff = async (live: LiveConsole) => {
    const { origin } = live.server;
    const head = requestText('PUT', `/api/cancellations/${randomUUID()}`, {
      Host: new URL(origin).host,
      Authorization: `Bearer ${tokens.operator}`,
      'Content-Type': 'application/json',
      'Content-Length': String(cancellationBody.length),
    });
    const drip = async (start: string, withinMs: number) => {
      const answers = Array.from({ length: 50 }, () =>
        speak(origin, start, { patienceMs: withinMs, wholeConnection: true }),
      );
      for (const { statuses, closed } of await Promise.all(answers)) {
        expect(closed).toBe(true);
        expect(statuses).toEqual([408]);
      }
    };
    const drips = [drip(head.slice(0, 60), 18_000), drip(`${head}${cancellationBody.slice(0, 5)}`, 28_000)];
    expect((await live.ask('/api/session')).status).toBe(200);
    await Promise.all(drips);
    expect(live.fuse.connections).toBe(0);
    expect(await (await live.ask('/api/cancellations')).json()).toEqual({ items: [], nextCursor: null });
  };
  try {
    await Promise.all(consoles.map(cutOff));
  } finally {
    await Promise.all(consoles.map((live) => live.dispose()));
  }
});
