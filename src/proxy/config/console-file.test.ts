import { describe, expect, it } from 'vitest';
import { consoleFile, noConsoleFile } from './console-file';

const sha256 = 'ab'.repeat(32);
const key = { name: 'nightly stop', sha256, expires: '2027-06-30', grants: 'operator' };
const provider = { issuer: 'https://login.example.com', clientId: 'fuse-console', clientSecret: 's' };

const firstIssue = (file: unknown) => {
  const { error } = consoleFile.safeParse(file);
  return error === undefined ? null : error.issues[0];
};

describe('the configuration file', () => {
  it('says nothing new where it is empty', () => {
    expect(noConsoleFile).toEqual({
      signIn: { links: true, sessionHours: 12 },
      groups: { operators: [{ may: ['cancel', 'save', 'confirm'] }], support: [{ may: ['confirm'] }] },
      keys: [],
      rules: null,
      retention: {},
    });
  });

  it('reads grants, and instants into the form in which they are judged', () => {
    const night = { may: ['cancel'], environments: ['staging'], tags: ['night'] };
    const file = consoleFile.parse({
      signIn: { openIdConnect: provider },
      revokeSessionsBefore: '2026-11-30T12:00Z',
      groups: { ops: 'operator', desk: 'support', night, both: [night, { may: ['confirm'] }] },
      keys: [key],
      rules: [{ environments: ['production'], reason: 'required', review: { within: '30m', by: 'another' } }],
      retention: { records: 400 },
    });
    expect(file).toMatchObject({
      signIn: { openIdConnect: { scopes: ['openid', 'profile', 'email', 'groups'], personClaim: 'email' } },
      revokeSessionsBefore: '2026-11-30T12:00:00.000Z',
      groups: {
        ops: [{ may: ['cancel', 'save', 'confirm'] }],
        desk: [{ may: ['confirm'] }],
        night: [night],
        both: [night, { may: ['confirm'] }],
      },
      keys: [{ expires: '2027-06-30T23:59:59.999Z', grants: [{ may: ['cancel', 'save', 'confirm'] }] }],
      rules: [{ reason: 'required', review: { within: '30m' } }],
    });
  });

  it.each([
    ['an unknown key', { sigIn: {} }, []],
    ['an unknown permission', { groups: { ops: { may: ['delete'] } } }, ['groups', 'ops']],
    ['a list of limits that is empty', { groups: { ops: { may: ['save'], tags: [] } } }, ['groups', 'ops']],
    ['a day that does not exist', { revokeSessionsBefore: '2026-02-29' }, ['revokeSessionsBefore']],
    ['a key that never expires', { keys: [{ ...key, expires: undefined }] }, ['keys', 0, 'expires']],
    ['two keys of one name', { keys: [key, { ...key, sha256: 'cd'.repeat(32) }] }, ['keys', 1, 'name']],
    [
      'two keys whose names differ by letter case only',
      { keys: [key, { ...key, name: 'Nightly STOP', sha256: 'cd'.repeat(32) }] },
      ['keys', 1, 'name'],
    ],
    ['one key under two names', { keys: [key, { ...key, name: 'b' }] }, ['keys', 1, 'sha256']],
    ['a rule that says nothing', { rules: [{ tags: ['night'] }] }, ['rules', 0]],
    [
      'a span without its unit',
      { rules: [{ review: { within: '30', by: 'another' } }] },
      ['rules', 0, 'review', 'within'],
    ],
    ['a provider without groups', { signIn: { openIdConnect: provider } }, ['signIn', 'openIdConnect']],
    [
      'a provider over plain http',
      { signIn: { openIdConnect: { ...provider, issuer: 'http://login.example.com' } }, groups: {} },
      ['signIn', 'openIdConnect', 'issuer'],
    ],
  ])('refuses %s', (_, file, path) => {
    expect(firstIssue(file)?.path.slice(0, path.length)).toEqual(path);
    expect(firstIssue(file)).not.toBeNull();
  });
});
