import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openConsole } from '../testing/test-app';
import { createClockWatch } from './clock-watch';

const day = 86_400_000;

describe('the clock watch', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => vi.useRealTimers());

  function watch() {
    const clocks = { ownAhead: 0, databaseAhead: null as number | null };
    const lines: string[] = [];
    const clock = createClockWatch({
      store: { clockAheadMs: () => clocks.databaseAhead },
      now: () => new Date(Date.now() + clocks.ownAhead),
      log: (event, fields) => lines.push(JSON.stringify({ event, ...fields })),
    });
    const look = () => vi.advanceTimersByTime(5_000);
    return { clocks, lines, clock, look };
  }

  it('logs how far this clock is ahead of the database’s, and when they agree again', () => {
    const { clocks, lines, clock, look } = watch();
    clocks.databaseAhead = 8 * day;
    look();
    look();
    expect(clock.difference()).toEqual({ of: 'database', aheadMs: 8 * day });
    expect(lines).toEqual([`{"event":"clocks_differ","with":"database","secondsAhead":${8 * 86_400}}`]);
    clocks.databaseAhead = -300;
    look();
    expect(clock.difference()).toBeNull();
    expect(lines.at(-1)).toBe('{"event":"clocks_agree"}');
  });

  it('logs the same for Fuse’s clock, by the Date of its answer', () => {
    const { clock, lines } = watch();
    clock.heardFuse(Date.now() - 900);
    expect(clock.ahead().fuse).toBe(0);
    clock.heardFuse(Date.now() + 2 * 3_600_000);
    expect(clock.difference()).toMatchObject({ of: 'fuse' });
    expect(lines).toHaveLength(1);
  });

  it('notices that the clock was set, and corrects the difference to Fuse’s', () => {
    const { clocks, clock, lines, look } = watch();
    clock.heardFuse(Date.now());
    clocks.ownAhead = -2 * 3_600_000;
    look();
    expect(lines[0]).toBe('{"event":"clock_set","seconds":-7200}');
    expect(Math.round((clock.difference()?.aheadMs ?? 0) / 1000)).toBe(-7200);
  });

  it('logs nothing about a clock that agrees, or is not known', () => {
    const { clock, lines, look } = watch();
    look();
    expect(clock.difference()).toBeNull();
    expect(lines).toEqual([]);
  });
});

describe('a wrong clock', () => {
  it('is shown in health, in the metrics, and to every page', async () => {
    const difference = { of: 'database', aheadMs: 7_200_000 } as const;
    const clock = { ahead: () => ({ database: 7_200_000, fuse: null }), difference: () => difference };
    const { ask } = await openConsole({ heartbeatMs: 20, overrides: { clock } });
    expect(await (await ask('/healthz')).json()).toMatchObject({ status: 'ok', clock: difference });
    const metrics = await (await ask('/metrics')).text();
    expect(metrics).toContain('fuse_console_clock_ahead_seconds{of="database"} 7200');
    expect(metrics).not.toContain('of="fuse"');
    const { body } = await ask('/api/events');
    let heard = '';
    for await (const chunk of body ?? []) {
      heard += Buffer.from(chunk).toString();
      if (heard.includes('event: heartbeat')) break;
    }
    expect(heard).toContain(`"clock":${JSON.stringify(difference)}`);
  });

  it('that is set back makes no duration negative', async () => {
    let back = 0;
    const now = () => new Date(Date.now() - (back += 3_600_000));
    const { ask, log } = await openConsole({ overrides: { now } });
    const target = { applicationId: '10', deploymentId: '20' };
    expect((await ask(`/api/cancellations/${randomUUID()}`, { method: 'PUT', body: target })).status).toBe(
      201,
    );
    const metrics = await (await ask('/metrics')).text();
    expect(Number(/^fuse_console_cancellation_seconds_sum (.*)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
    const durations = log.flatMap((line) => JSON.parse(line).ms ?? []);
    expect(durations.length).toBeGreaterThan(1);
    expect(durations.filter((ms) => ms < 0)).toEqual([]);
  });
});
