import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCallIds } from './find-call-ids';

const ids = (text: string) => findCallIds(text).ids;

describe('findCallIds', () => {
  it.each([
    ['one a line', 'a1\nb2\r\n c3 \n\n'],
    ['commas', 'a1, b2,c3,'],
    ['semicolons and quotes', '"a1"; \'b2\'; `c3`'],
    ['a JSON list', '["a1", "b2", "c3"]'],
    ['call_id', '{"call_id":"a1","calls":[{"call_id":"b2"},{"call_id":"c3"}]}'],
    ['call_ids', '{"status":"ok","call_ids":["a1","b2","c3"],"application_id":"77"}'],
    ['callIds', '{"callIds":["a1","b2","c3"]}'],
    ['id', '{"calls":[{"id":"a1","phone":"6173720293"},{"id":"b2"},{"id":"c3"}]}'],
    ['ids', '{"ids":["a1","b2","c3"]}'],
    [
      'call_id beside other ids',
      '{"id":"9","calls":[{"id":"7","call_id":"a1"},{"call_id":"b2"},{"call_id":"c3"}]}',
    ],
    ['addresses', 'https://fuse.plumvoice.com/api/outbound/a1\nhttps://x/api/outbound/b2?x=1 /outbound/c3'],
    [
      'addresses in JSON',
      '{"links":["https://x/api/outbound/a1"],"a":{"b":"/outbound/b2","c":"/outbound/c3"}}',
    ],
    ['Link headers', 'Link: <https://x/api/outbound/a1>; rel="status"\nlink: </outbound/b2>, </outbound/c3>'],
    [
      'a whole answer',
      'HTTP/1.1 202 Accepted\nServer: nginx\nContent-Type: application/json\n\n{\n  "call_ids": [\n"a1", "b2",\n"c3"]}\n',
    ],
    ['pieces of JSON', '"a1",\n"b2",\n"c3"]'],
  ])('finds them in %s', (_, text) => {
    expect(findCallIds(text)).toEqual({ ids: ['a1', 'b2', 'c3'], repeated: 0, invalid: [] });
  });

  it('keeps every digit of a number', () => {
    expect(ids('{"call_ids":[12345678901234567, 90010001], "n": -1.5e3, "t": "1 2"}')).toEqual([
      '12345678901234567',
      '90010001',
    ]);
  });

  it('leaves out what is named twice, and names what cannot be an ID', () => {
    expect(findCallIds('a1\na1\n<b>\n../x\nc3\na1')).toEqual({
      ids: ['a1', 'c3'],
      repeated: 2,
      invalid: ['<b>', '../x'],
    });
  });

  it('finds every ID again, however they were written', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
    const forms = fc.constantFrom<(ids: string[]) => string>(
      (list) => list.join('\n'),
      (list) => list.join(', '),
      (list) => JSON.stringify({ call_ids: list }),
      (list) => JSON.stringify({ calls: list.map((call_id) => ({ call_id })) }, null, 2),
      (list) => list.map((one) => `https://fuse.plumvoice.com/api/outbound/${one}`).join('\n'),
      (list) => list.map((one) => `Link: <https://f/api/outbound/${one}>; rel="status"`).join('\r\n'),
    );
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 40 }), forms, (list, form) => {
        expect(findCallIds(form(list))).toEqual({ ids: list, repeated: 0, invalid: [] });
      }),
    );
  });

  it('never fails, and never gives what cannot stand in an address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const one of ids(text)) expect(one).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      }),
    );
  });
});
