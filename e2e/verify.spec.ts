import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { accept, answer, startLive } from './testing/live-console';

const canceledCall = answer(
  '200 OK',
  '{"call_details":{"status":"canceled"}}',
  'Content-Type: application/json',
);

test('a verification stores what Fuse answered to the console, and ends early if the client disconnects', async () => {
  const held: Socket[] = [];
  const live = await startLive({
    behave(socket, request) {
      if (!request.startsWith('GET /api/outbound/')) accept(socket, request);
      else if (request.includes('/outbound/2 ')) held.push(socket);
      else canceledCall(socket, request);
    },
  });
  try {
    const id = randomUUID();
    expect((await live.cancel({ id })).status).toBe(201);
    const path = `/api/cancellations/${id}/verifications/${randomUUID()}`;
    const headers = { authorization: 'Bearer operator-token-canary', 'content-type': 'application/json' };
    const made = { requested: 1, calls: [{ callId: '1', status: 'canceled', code: 200 }] };
    expect((await live.ask(path, { method: 'PUT', body: made })).status).toBe(400);

    const leaving = new AbortController();
    const body = JSON.stringify({ callIds: ['1', '2', '3'] });
    const init = { method: 'PUT', headers, body, signal: leaving.signal };
    const response = await fetch(`${live.server.origin}${path}`, init);
    const { value } = await response.body!.getReader().read();
    expect(JSON.parse(Buffer.from(value!).toString())).toMatchObject({ answer: { callId: '1', code: 200 } });
    await expect.poll(() => held.length).toBe(1);
    leaving.abort();
    canceledCall(held[0]!, '');

    const read = async () => JSON.parse(await (await live.ask(`/api/cancellations/${id}`)).text());
    const kept = { kind: 'verified', person: 'script (operator)' };
    await expect.poll(async () => (await read()).history.at(-1)).toMatchObject(kept);
    const { verification } = (await read()).history.at(-1);
    const call = { status: 'canceled', code: 200 };
    expect(verification).toEqual({
      requested: 3,
      calls: [
        { callId: '1', ...call },
        { callId: '2', ...call },
      ],
    });
    expect(live.fuse.requests.filter((request) => request.startsWith('GET '))).toHaveLength(2);
  } finally {
    await live.dispose();
  }
});
