import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cancellation } from '../../../contract';
import { makeCancellation } from '../../../testing/factories';
import { protectCell, unprotectCell } from '../csv-cells';
import { exportedJournal } from '../journal/export';
import { listCsv, listJson } from '../list-export';
import { eventFrame } from '../events/streams';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('"', ',', '\r', '\n', '=', '@', '+', '-', '\t', ';', "'", ' ', '\u2028', '|'),
    maxLength: 12,
  }),
);
const records = fc.array(
  fc
    .record({
      reason: fc.option(text),
      message: fc.option(text),
      applicationName: text,
      person: text,
      batchId: fc.option(fc.uuid()),
      confirmation: fc.option(
        fc.record({ person: text, at: fc.constant('2026-01-02T03:04:05.678Z'), note: fc.option(text) }),
      ),
    })
    .map((parts) => makeCancellation(parts)),
  { maxLength: 4 },
);

/** RFC 4180, read character by character. */
function readCsv(csv: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < csv.length; at += 1) {
    const char = csv.charAt(at);
    if (quoted) {
      if (char !== '"') cell += char;
      else if (csv.charAt(at + 1) === '"') cell += csv.charAt((at += 1));
      else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === ',' || (char === '\r' && csv.charAt(at + 1) === '\n')) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (char === '\r') rows.push([]);
      if (char === '\r') at += 1;
    } else cell += char;
  }
  // What is open here would be a row without its line end.
  expect([quoted, cell, rows.pop()]).toEqual([false, '', []]);
  return rows;
}

async function textOf(write: typeof listCsv, items: Cancellation[]): Promise<string> {
  const journal = { listCancellations: () => Promise.resolve({ items, nextCursor: null }) };
  let text = '';
  const list = exportedJournal(journal, {}, new AbortController().signal);
  for await (const piece of write(list, false)) text += piece;
  return text;
}

describe('the CSV export', () => {
  it('can be read back, and no cell is a formula', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (items) => {
        const csv = await textOf(listCsv, items);
        if (items.length === 0) return;
        const [header = [], ...rows] = readCsv(csv.replace(/^\uFEFF/, ''));
        expect(rows).toHaveLength(items.length);
        // As a spreadsheet reads it whose lists are parted by semicolons, or by tabs.
        for (const cell of csv.split(/[;\t\r\n]/)) expect(cell).not.toMatch(/^[ "]*[=+\-@]/);
        for (const [at, row] of rows.entries()) {
          expect(row).toHaveLength(header.length);
          const values = new Map<string, string>(
            Object.entries({
              ...items[at],
              confirmation: null,
              review: null,
              confirmedBy: items[at]?.confirmation?.person,
              confirmedAt: items[at]?.confirmation?.at,
              confirmationNote: items[at]?.confirmation?.note,
            }).map(([key, value]) => [key, String(value ?? '')]),
          );
          for (const [column, cell] of row.entries()) {
            const value = values.get(header[column] ?? '') ?? '';
            expect(unprotectCell(cell)).toBe(value);
            expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          }
        }
      }),
    );
  });
});

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['x;=1+1', "x;'=1+1"],
    ['x; @SUM(1)', "x;' @SUM(1)"],
    ['x;"=1+1;y', 'x;\'"=1+1;y'],
    ['one\n=1+1', "one\n'=1+1"],
    ['one\t+1', "one\t'+1"],
    ['a;b,=c', 'a;b,=c'],
    ['2026-11-30', '2026-11-30'],
  ])('%j is written as %j', (text, cell) => {
    expect(protectCell(text)).toBe(cell);
    expect(unprotectCell(cell)).toBe(text);
  });

  it('can be read back unchanged, whatever it holds', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(unprotectCell(protectCell(one))).toBe(one);
      }),
    );
  });
});

describe('the JSON export', () => {
  it('can be read back unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (items) => {
        const json = await textOf(listJson, items);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(items)));
      }),
    );
  });
});

interface Message {
  id: string;
  type: string;
  data: string;
}

/** WHATWG HTML §9.2.6, on a stream cut at any byte. */
function readEvents(chunks: Uint8Array[]): Message[] {
  const decoder = new TextDecoder('utf-8');
  const whole = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
  const messages: Message[] = [];
  let [id, type, data] = ['', '', ''];
  for (const one of whole.split(/\r\n|\r|\n/)) {
    const [, field = one, value = ''] = /^([^:]*):? ?([^]*)$/.exec(one) ?? [];
    if (one === '') {
      if (data !== '') messages.push({ id, type: type || 'message', data: data.slice(0, -1) });
      [type, data] = ['', ''];
    } else if (field === 'data') data += `${value}\n`;
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  }
  return messages;
}

describe('the event stream', () => {
  it('can be read back, one event for each change, whatever the names hold', () => {
    const frames = fc.array(
      fc.tuple(
        fc.integer({ min: 1 }),
        fc.record({ person: text, reason: fc.string({ unit: 'binary', maxLength: 40 }) }),
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 64 }), (events, size) => {
        const bytes = Buffer.concat(events.map(([id, data]) => eventFrame('cancellation', data, id)));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        const read = readEvents(chunks).map(({ id, type, data }) => [Number(id), type, JSON.parse(data)]);
        expect(read).toEqual(
          events.map(([id, data]) => [id, 'cancellation', JSON.parse(JSON.stringify(data))]),
        );
      }),
    );
  });
});
