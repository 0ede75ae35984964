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
    ['one object a line', '{"call_id":"a1","phone":"2025550143"}\n{"call_id":"b2"}\n{"call_id":"c3"}'],
    [
      'a log with objects',
      '12:00 INFO {"call_id":"a1"}\n12:01 INFO {"call_id":"b2"}\n12:02 {"call_id":"c3"}',
    ],
    ['CSV', 'call_id,status,phone\r\na1,queued,2025550143\r\nb2,queued,2025550178\r\nc3,queued,\r\n'],
    ['CSV with semicolons', 'Phone;"Call ID"\n2025550143;a1\n2025550178;"b2"\n2025550199;c3'],
    ['tabs', 'Call ID\tCampaign 7\na1\tSpring 24\nb2\tAutumn\nc3\t5'],
    ['a table in Markdown', '| Call | Phone |\n|---|---|\n| a1 | 2025550143 |\n| b2 | 1 |\n| `c3` | 2 |'],
    ['a column', 'Calls\na1\nb2\nc3'],
    ['cells that a spreadsheet keeps as text', 'call_id,phone\n="a1",1\n\'b2,2\n"=""c3""",3'],
    ['a deployment with its calls', '{"id":310274,"calls":[{"id":"a1"},{"id":"b2"},{"id":"c3"}]}'],
    ['a list of several lines', 'a1, b2,\nc3'],
    ['what has zero-width spaces in it', 'a\u200B1\n\uFEFFb2\rc3\u00AD'],
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

  it.each([
    ['a table without a column of calls', 'status,phone\nqueued,2025550143\nqueued,2025550178'],
    ['a column of something else', 'phone\n2025550143\n2025550178'],
    ['two columns of calls', 'call_id,call_id\n1,2'],
    ['a column with another word', 'parent_call_id,phone\n90010001,2025550143'],
    ['rows without a heading', '90010001,2025550143\n90010002,2025550178'],
    ['rows with words', '90010001,queued,2025550143'],
    ['a sentence', 'Calls 90010001 and 90010002 failed'],
    ['words', 'queued\ncompleted'],
    ['a cut address', 'https://x/api/outbound/9001...'],
    ['a wrapped address', 'https://x/api/outbound/9001\n0001'],
    ['a wrapped address of mail', 'https://x/api/outbound/9001=\n0001'],
    ['telephone numbers', '+1 202-555-0143\n(202) 555 0178'],
    ['JSON without calls', '{"phone":"2025550143","status":"queued"}'],
    ['the address of something else', 'https://x/api/outbound/queue {"url":"/outbound/status"}'],
    ['objects that are no calls', '{"deployment":{"id":310274},"applications":[{"id":20481}]}'],
    ['null', '{"call_id":null}\n{"call_id":true}'],
  ])('asks about nothing in %s', (_, text) => {
    expect(ids(text)).toEqual([]);
  });

  it('finds every ID again, however they were written', () => {
    const id = fc.stringMatching(/^[A-Za-z_-]{0,30}[0-9][A-Za-z0-9_]{0,30}$/);
    const forms = fc.constantFrom<(ids: string[]) => string>(
      (list) => list.join('\n'),
      (list) => list.join(', '),
      (list) => JSON.stringify({ call_ids: list }),
      (list) => ['call_id;phone', ...list.map((one) => `${one};2025550143`)].join('\n'),
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
