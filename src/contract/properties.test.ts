import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applicationInput,
  cancellationRequest,
  deploymentInput,
  editRequest,
  fuseId,
  journalQuery,
  signIn,
} from './index';
import { cleanName, line, lines } from './text';
import { instant, typedFuseId } from './ids';

const digits = '0123456789';
const idLike = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(...Array.from(digits), '１', '٣', ' ', '-', '+', '.', 'e', '\n'),
    maxLength: 24,
  }),
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      '\u200b',
      '\u3164',
      '\ufe0f',
      '\n',
      '\r',
      '\t',
      '\u202e',
      '\u2069',
      '\ud800',
      '👩',
      '\u0000',
      '\u2028',
      '=',
    ),
  }),
);

/** Written a second time and otherwise, so that one slip does not hide the other. */
function isUnfit(char: string, breaksAllowed: boolean): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code === 10 || code === 13) return !breaksAllowed;
  if (code < 32 || (code >= 127 && code < 160)) return true;
  if (code >= 0xd800 && code <= 0xdfff) return true;
  if (code === 0x2028 || code === 0x2029) return !breaksAllowed;
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

// Unicode's DerivedCoreProperties, Default_Ignorable_Code_Point.
const ignored = [
  [0xad],
  [0x34f],
  [0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff],
  [0xffa0],
  [0xfff0, 0xfff8],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
] as const;

function isVisible(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  const isIgnored = ignored.some(([first, last = first]) => code >= first && code <= last);
  return char.trim() !== '' && code !== 0x2800 && !isIgnored;
}

it('takes a name that is saved already back as it is, also one that nobody could save now', () => {
  const ids = { applicationId: '1', deploymentId: '2' };
  expect(applicationInput.safeParse({ name: '\u3164' }).success).toBe(false);
  expect(cancellationRequest.safeParse({ ...ids, deploymentName: '\u3164' }).success).toBe(true);
});

it('lets nobody sign in under the name of a script', () => {
  for (const name of [
    'script (operator)',
    ' Script(x)',
    '\u200bscript (operator)',
    'scr\u00adipt\u2060 (support)',
    'nightly stop (key)',
    'Ada ( KEY ) ',
  ])
    expect(signIn.safeParse({ name, token: 't' }).success).toBe(false);
  expect(signIn.safeParse({ name: 'Scripta (operator)', token: 't' }).success).toBe(true);
});

const trimmed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) => (typeof one === 'string' ? cleanName(one) : one));

it('take typed texts without what is invisible around them, names also in them, and typed IDs without what is in them', () => {
  const around = (text: string) => `\u200B\u00A0${text}\uFEFF\u200E\u00AD `;
  expect(typedFuseId.parse(around('310\u200B274'))).toBe('310274');
  expect(typedFuseId.parse('\u2068310274\u2069')).toBe('310274');
  expect(typedFuseId.safeParse('310 274').success).toBe(false);
  const family = '👨\u200D👩\u200D👧 می\u200Cخواهم';
  expect(
    deploymentInput.parse({
      name: around(`${family.slice(0, 2)}\u200B\u200E${family.slice(2)}`),
      environment: around('stag\u2060ing'),
      tags: [around('\uFEFFa\u00ADb')],
      note: around('one\n\n two'),
    }),
  ).toEqual({ name: family, environment: 'staging', tags: ['ab'], note: 'one\n\n two' });
  const ids = { applicationId: '1', deploymentId: '2' };
  expect(cancellationRequest.parse({ ...ids, reason: around('why') }).reason).toBe('why');
  expect(journalQuery.parse({ q: around('spring'), person: around('Ada') })).toEqual({
    q: 'spring',
    person: 'Ada',
  });
  expect(signIn.parse({ name: around('Ada'), token: 't' }).name).toBe('Ada');
  expect(applicationInput.safeParse({ name: around('') }).success).toBe(false);
  // What is saved is named as it is.
  const change = { addTags: [around('a')], removeTags: [around('b')] };
  expect(editRequest.parse({ targets: [ids], change }).change).toEqual({
    addTags: ['a'],
    removeTags: [around('b')],
  });
});

describe('the parsers of the contract', () => {
  it('take an ID exactly if it is 1 to 20 ASCII digits, and give it back as it is', () => {
    fc.assert(
      fc.property(idLike, (id) => {
        const good =
          id.length >= 1 && id.length <= 20 && Array.from(id).every((char) => digits.includes(char));
        const result = fuseId.safeParse(id);
        expect(result.success).toBe(good);
        expect(result.success ? result.data : id).toBe(id);
      }),
    );
  });

  it('take text exactly if nothing in it acts on a screen, and keep it verbatim', () => {
    fc.assert(
      fc.property(text, (given) => {
        const chars = Array.from(given);
        const inOneLine =
          chars.some(isVisible) && chars.length <= 40 && !chars.some((char) => isUnfit(char, false));
        const inMany = chars.length <= 40 && !chars.some((char) => isUnfit(char, true));
        const results = [line(40).safeParse(given), lines(40).safeParse(given)];
        expect(results.map(({ success }) => success)).toEqual([inOneLine, inMany]);
        for (const { data = given } of results) expect(data).toBe(given);
      }),
    );
  });

  it('never throw, add nothing and drop nothing, whatever JSON comes', () => {
    const known = [
      'applicationId',
      'deploymentId',
      'reason',
      'name',
      'environment',
      'tags',
      'note',
      '__proto__',
      'x',
    ];
    const values = fc.oneof(
      fc.jsonValue(),
      idLike,
      text,
      fc.constant(null),
      fc.array(text, { maxLength: 3 }),
    );
    const json = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...known), values),
      fc.record({ applicationId: idLike, deploymentId: idLike, reason: text }, { requiredKeys: [] }),
      fc.record(
        { name: text, environment: text, tags: fc.array(text), note: text },
        { requiredKeys: ['name'] },
      ),
    );
    fc.assert(
      fc.property(json, (value) => {
        for (const schema of [cancellationRequest, applicationInput, deploymentInput, journalQuery]) {
          const result = schema.safeParse(value);
          // But what is invisible in and around a text that a person typed.
          expect(trimmed(result.success ? result.data : value)).toEqual(trimmed(value));
        }
      }),
    );
  });

  it('take every instant that a clock here writes, and no other text for one', () => {
    const dates = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        expect(instant.safeParse(date.toISOString()).success).toBe(true);
        expect(instant.safeParse(`${date.toISOString()}\n`).success).toBe(false);
        expect(instant.safeParse('2026-02-31T00:00:00.000Z').success).toBe(false);
        expect(instant.safeParse(date.toISOString().replace('Z', '+00:00')).success).toBe(false);
      }),
    );
  });
});
