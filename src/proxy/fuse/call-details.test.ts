import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call } from '../../contract';
import { readDocument } from './body';
import { readCall } from './call-details';

function read(text: string, contentType = 'application/json') {
  const body = { bytes: Buffer.from(text), complete: true, contentType, contentEncoding: undefined };
  return readCall(readDocument(body), (word) => word);
}

const sample = {
  call_details: {
    max_attempts: '1',
    attempts: '1',
    events: [
      { event: 'queued', timestamp: 1475095892 },
      { event: 'disconnected', timestamp: '1475095928' },
    ],
    phone_number: "'6173720293'",
    status: 'completed',
    queued_timestamp: '1475095892',
    start_timestamp: '1475095925',
    end_timestamp: '1475095928',
    reattempt_wait: '300',
    duration: 3,
  },
};

const expected = {
  status: 'completed',
  phoneNumber: '••••••0293',
  attempts: 1,
  maxAttempts: 1,
  queuedAt: '2016-09-28T20:51:32.000Z',
  startedAt: '2016-09-28T20:52:05.000Z',
  endedAt: '2016-09-28T20:52:08.000Z',
  durationSeconds: 3,
  events: [
    { event: 'queued', at: '2016-09-28T20:51:32.000Z' },
    { event: 'disconnected', at: '2016-09-28T20:52:08.000Z' },
  ],
};

const xml = `<max_attempts>1</max_attempts><attempts>1</attempts>
  <events><item><event>queued</event><timestamp>1475095892</timestamp></item>
  <item><event>disconnected</event><timestamp>1475095928</timestamp></item></events>
  <phone_number>'6173720293'</phone_number><status>completed</status>
  <queued_timestamp>1475095892</queued_timestamp><start_timestamp>1475095925</start_timestamp>
  <end_timestamp>1475095928</end_timestamp><duration>3</duration>`;

describe('readCall', () => {
  it('reads the documented sample, quirks included', () => {
    expect(read(JSON.stringify(sample))).toEqual(expected);
  });

  it('reads the same from XML, with and without the inner element', () => {
    const whole = `<?xml version="1.0"?><result><call_details>${xml}</call_details></result>`;
    expect(read(whole, 'application/xml')).toEqual(expected);
    expect(read(`<result>${xml}</result>`, 'application/xml')).toEqual(expected);
  });

  it('reads a single event in XML, which is not a list there', () => {
    const one =
      '<result><call_details><status>queued</status><events><item><event>queued</event></item></events></call_details></result>';
    expect(read(one, 'application/xml')?.events).toEqual([{ event: 'queued', at: null }]);
  });

  it('reads the fields that are there, and shows an unknown status as it came', () => {
    expect(read('{"call_details":{"status":"re-queued"}}')).toEqual({
      status: 're-queued',
      phoneNumber: null,
      attempts: null,
      maxAttempts: null,
      queuedAt: null,
      startedAt: null,
      endedAt: null,
      durationSeconds: null,
      events: [],
    });
  });

  it.each(['', '[]', 'null', '{}', '{"error":"no"}', '{"call_details":null}', '<result/>', '<a'])(
    'finds no call in %s',
    (text) => {
      expect(read(text, '')).toBeNull();
    },
  );

  it('never throws, and fits the contract', () => {
    const details = fc.dictionary(fc.constantFrom(...Object.keys(sample.call_details)), fc.jsonValue());
    fc.assert(
      fc.property(details, (call_details) => {
        const found = read(JSON.stringify({ call_details }));
        expect(call.safeParse(found).success).toBe(true);
        expect(found?.phoneNumber ?? '').toMatch(/^•*\d{0,4}$/);
      }),
    );
  });
});
