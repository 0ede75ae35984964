import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { callAnswer } from '../../../contract';
import { startSandbox } from '../../../sandbox/server';
import { createFuseClient } from '../../fuse/client';
import { createCalls } from './calls';

const listening = new AbortController().signal;
const account = { email: 'a@b.example', developerKey: 'the-developer-key' };

async function askSandbox(developerKey = account.developerKey) {
  const time = Date.parse('2026-01-01T00:00:00Z');
  const sandbox = await startSandbox({ ...account, now: () => time });
  const fuse = createFuseClient({
    email: account.email,
    developerKey,
    baseUrl: new URL(sandbox.url),
    timeoutMs: 5000,
    now: () => new Date(),
  });
  return { calls: createCalls({ fuse, now: () => new Date() }), close: () => sandbox.close() };
}

describe('asking for a call', () => {
  it('answers its status and events, with the phone number masked', async () => {
    const { calls, close } = await askSandbox();
    const answer = callAnswer.parse(await calls.ask('90010001', 'Ada', listening));
    expect(answer).toMatchObject({ code: 200, cause: null, message: null, call: { status: 'queued' } });
    expect(answer.call?.phoneNumber).toMatch(/^•+\d{4}$/);
    await close();
  });

  it('answers Fuse’s message about a call that it does not know', async () => {
    const { calls, close } = await askSandbox();
    const answer = await calls.ask('1', 'Ada', listening);
    expect(answer).toMatchObject({ code: 404, call: null });
    expect(answer.message).toMatch(/not found/i);
    await close();
  });

  it('reports that the credentials are refused, or that nothing answers', async () => {
    const { calls, close } = await askSandbox('another-key');
    expect(await calls.ask('90010001', 'Ada', listening)).toMatchObject({ code: 401, call: null });
    await close();
    expect(await calls.ask('90010001', 'Ada', listening)).toMatchObject({
      code: null,
      cause: 'connection_refused',
    });
  });

  it('asks one question after another, half a second apart, for all people together', async () => {
    vi.useFakeTimers();
    const asked: number[] = [];
    const fuse = {
      host: 'fuse.test',
      cancelCalls: () => Promise.reject(new Error('unused')),
      getCallStatus: () => {
        asked.push(Date.now());
        return Promise.resolve({ kind: 'not_connected', cause: 'connection_refused' } as const);
      },
    };
    const calls = createCalls({ fuse, now: () => new Date() });
    const start = Date.now();
    const all = Promise.all(['1', '2', '3'].map((id) => calls.ask(id, 'Ada', listening)));
    await vi.advanceTimersByTimeAsync(2000);
    await all;
    vi.useRealTimers();
    expect(asked.map((time) => time - start)).toEqual([0, 500, 1000]);
  });

  it('asks nothing for a client that has left, and limits how many questions wait', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const asked: string[] = [];
    const fuse = {
      host: 'fuse.test',
      cancelCalls: () => Promise.reject(new Error('unused')),
      getCallStatus: (id: string) => {
        asked.push(id);
        return Promise.resolve({ kind: 'not_connected', cause: 'connection_refused' } as const);
      },
    };
    const calls = createCalls({ fuse, now: () => new Date() });
    const leaving = new AbortController();
    const all = Array.from({ length: 101 }, (_, at) =>
      calls.ask(String(at), 'Ada', at === 0 || at === 100 ? listening : leaving.signal),
    );
    await expect(calls.ask('one more', 'Ada', listening)).rejects.toMatchObject({
      code: 'too_many_requests',
    });
    const settled = Promise.allSettled(all);
    leaving.abort();
    await vi.advanceTimersByTimeAsync(1000);
    expect(
      (await settled).map(({ status }) => status).filter((status) => status === 'fulfilled'),
    ).toHaveLength(2);
    expect(asked).toEqual(['0', '100']);
    const again = calls.ask('again', 'Ada', listening);
    await vi.advanceTimersByTimeAsync(1000);
    await again;
  });

  it('does not let a person wait for another person’s slow or many questions', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const asked: string[] = [];
    const fuse = {
      host: 'fuse.test',
      cancelCalls: () => Promise.reject(new Error('unused')),
      getCallStatus(id: string) {
        asked.push(id);
        const answer = { kind: 'not_connected', cause: 'connection_refused' } as const;
        return new Promise<typeof answer>((resolve) => setTimeout(() => resolve(answer), 10_000));
      },
    };
    const calls = createCalls({ fuse, now: () => new Date() });
    for (let at = 0; at < 50; at += 1) void calls.ask(`Ada ${at}`, 'Ada', listening);
    void calls.ask('Grace 0', 'Grace', listening);
    void calls.ask('Grace 1', 'Grace', listening);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual(['Ada 0', 'Grace 0']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual(['Ada 0', 'Grace 0', 'Ada 1', 'Grace 1']);
  });
});
