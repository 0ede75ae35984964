import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog, createLogWriter } from './log';

/** A stream whose writes end as told, and never while `stalls`. */
function stream(write: (done: (error?: Error) => void) => void) {
  return new Writable({ autoDestroy: false, write: (_chunk, _encoding, done) => write(done) });
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a log that cannot be written', () => {
  it('loses lines and counts them', async () => {
    const written: string[] = [];
    const target = new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        written.push(chunk);
        done(written.length > 1 ? new Error('ENOSPC') : undefined);
      },
    });
    const writer = createLogWriter(target);
    const log = createLog(writer.write, () => new Date(0));
    log('first');
    expect(writer.lost).toBe(0);
    writer.write('a\nb\n');
    await turn();
    log('last');
    await turn();
    expect(writer.lost).toBe(3);
  });

  it('does not throw if the stream throws', () => {
    const target = stream(() => {
      throw new Error('ENOSPC');
    });
    const writer = createLogWriter(target);
    expect(() => writer.write('a\n')).not.toThrow();
    expect(writer.lost).toBe(1);
  });

  it('buffers 1 MB while nobody reads, and no more', async () => {
    const target = stream(() => {});
    const writer = createLogWriter(target);
    const line = `${'x'.repeat(9_999)}\n`;
    for (let count = 0; count < 300; count += 1) writer.write(line);
    await turn();
    expect(target.writableLength).toBeLessThan(1_100_000);
    expect(writer.lost).toBeGreaterThan(190);
  });
});

it('writes an error with its stack and its causes in one line', () => {
  let line = '';
  createLog(
    (text) => (line = text),
    () => new Date(0),
  )('error', { error: new Error('outer', { cause: new TypeError('inner') }) });
  expect(line.trimEnd()).not.toContain('\n');
  const { error } = Object(JSON.parse(line));
  expect(error).toMatch(
    /^Error: outer\n +at .*log\.test\.ts[^]*\ncaused by TypeError: inner\n +at .*log\.test\.ts/,
  );
});
