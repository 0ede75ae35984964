import { describe, expect, it } from 'vitest';
import { cancellationRequest, fuseId, uuid } from './index';

describe('fuseId', () => {
  it.each(['0', '007', '12345678901234567', '9'.repeat(20)])('accepts %s', (id) => {
    expect(fuseId.safeParse(id).success).toBe(true);
  });
  it.each(['', ' 1', '1 ', '+1', '-1', '1.0', 'a', '1a', '9'.repeat(21), '１２', '١٢', '1\n', 7, null])(
    'refuses %j',
    (id) => {
      expect(fuseId.safeParse(id).success).toBe(false);
    },
  );
});

describe('uuid', () => {
  it('accepts either letter case', () => {
    expect(uuid.safeParse('0191E7A0-0000-7000-8000-00000000ABCD').success).toBe(true);
  });
  it('refuses braces, a prefix and a line break', () => {
    for (const text of [
      '{0191e7a0-0000-7000-8000-00000000abcd}',
      'urn:uuid:0191e7a0-0000-7000-8000-00000000abcd',
      '0191e7a0-0000-7000-8000-00000000abcd\n',
    ])
      expect(uuid.safeParse(text).success).toBe(false);
  });
});

describe('reason', () => {
  const target = { applicationId: '1', deploymentId: '2' };
  const accepts = (reason: unknown) => cancellationRequest.safeParse({ ...target, reason }).success;

  it('keeps SQL, HTML, emoji, formulas and line breaks', () => {
    for (const reason of ["'; DROP TABLE x; --", '<b>&amp;', '👩‍👩‍👧', '=1+1', 'a\r\nb', '', null])
      expect(accepts(reason)).toBe(true);
  });
  it('refuses controls, lone surrogates and bidi overrides', () => {
    for (const reason of ['\u0000', '\u001b[31m', '\u009b', '\ud800', '\u202e', '\u2066'])
      expect(accepts(reason)).toBe(false);
  });
  it('counts characters, not UTF-16 units', () => {
    expect(accepts('😀'.repeat(500))).toBe(true);
    expect(accepts('😀'.repeat(501))).toBe(false);
  });
  it('refuses a key nobody knows', () => {
    expect(cancellationRequest.safeParse({ ...target, force: true }).success).toBe(false);
  });
});
