import { describe, expect, it } from 'vitest';
import { readConsoleFile } from './read-console-file';

const sha256 = 'ab'.repeat(32);
const variables = { operator: ['operators'], support: ['support'], given: [] };

const read = (
  text: string,
  environment: Record<string, string> = {},
  given: string[] = [],
  hasTrustedProxy = false,
) => readConsoleFile(text, 'console.yaml', { environment, groups: { ...variables, given }, hasTrustedProxy });

const provider = [
  'groups:',
  '  ops: operator',
  'signIn:',
  '  openIdConnect:',
  '    issuer: https://login.example.com',
  '    clientId: fuse-console',
  '    clientSecret: ${OIDC_CLIENT_SECRET}',
].join('\n');

const key = (lines: string) => `keys:\n  - name: nightly stop\n    sha256: ${sha256}\n${lines}`;

describe('reading the configuration file', () => {
  it('takes an empty file, and one of comments, for a file without settings', () => {
    for (const text of ['', '# nothing yet\n', '---\n', '{}'])
      expect(read(text).consoleFile).toMatchObject({ rules: [], keys: [], signIn: { links: true } });
  });

  it('keeps the groups of the variables where it names none itself', () => {
    expect(read('rules: []').consoleFile.groups).toEqual({
      operators: [{ may: ['cancel', 'save', 'confirm'] }],
      support: [{ may: ['confirm'] }],
    });
    expect(Object.keys(read('groups: { ops: operator }').consoleFile.groups)).toEqual(['ops']);
    expect(Object.keys(read('groups: {}').consoleFile.groups)).toEqual([]);
  });

  it('takes a secret from the environment as it is, whatever it looks like in YAML', () => {
    for (const secret of ['hunter2', 'true', '123', '{a: b}', 'a: "b', '${OTHER}']) {
      const { consoleFile, references } = read(provider, { OIDC_CLIENT_SECRET: secret });
      expect(consoleFile.signIn.openIdConnect?.clientSecret).toBe(secret);
      expect(references).toEqual(['OIDC_CLIENT_SECRET']);
    }
  });

  it('can be shown as it is written, without secrets', () => {
    const literal = provider.replace('${OIDC_CLIENT_SECRET}', 'hunter2');
    const { written } = read(`${literal}\n${key('    expires: ${END}\n    grants: support')}`, {
      END: '2027-06-30',
    });
    expect(JSON.stringify(written)).not.toMatch(/hunter2|2027/);
    expect(written).toMatchObject({
      groups: { ops: 'operator' },
      signIn: { openIdConnect: { clientSecret: '(secret)' } },
      keys: [{ name: 'nightly stop', sha256: 'abababababab…', expires: '${END}' }],
    });
  });

  it('reads anchors, which let two groups share their grants', () => {
    const { groups } = read(
      'groups:\n  a: &night\n    may: [cancel]\n    tags: [night]\n  b: *night',
    ).consoleFile;
    expect(groups['b']).toEqual([{ may: ['cancel'], tags: ['night'] }]);
  });

  it.each([
    ['no YAML', 'signIn: [true', 'line 1, column 14: is not understood'],
    ['a tab for an indentation', 'signIn:\n\tlinks: true', 'line 2, column 1: is not understood'],
    ['a key twice', 'keys: []\nkeys: []', 'line 2, column 1: is not understood (Map keys must be unique)'],
    ['two documents', 'keys: []\n---\nkeys: []', 'line 2, column 1: is not understood'],
    ['a tag', 'keys: !secret []', 'line 1, column 7: is not understood (Unresolved tag)'],
    ['an alias to nothing', 'keys: *all', 'line 1, column 7: keys is an alias of nothing'],
    ['a list for the whole', '- keys', 'line 1, column 1: must be a block of keys'],
    ['an unknown key', 'keys: []\nsigIn: {}', 'line 2, column 1: sigIn is not a key that stands here'],
    [
      'an unknown key in a grant',
      'groups:\n  ops:\n    mey: [cancel]',
      'line 3, column 5: groups.ops.mey is not a key',
    ],
    [
      'an unknown key in a list of grants',
      'groups:\n  ops:\n    - may: [cancel]\n    - may: [save]\n      tag: [night]',
      'line 5, column 7: groups.ops.1.tag is not a key',
    ],
    [
      'a word that is no role',
      'groups:\n  ops: admin',
      'line 2, column 8: groups.ops must be operator, support',
    ],
    [
      'an unknown permission',
      'groups:\n  ops: { may: [cancel, delete] }',
      'line 2, column 24: groups.ops.may.1 must be cancel or save or confirm',
    ],
    [
      'an ID without quotes',
      'groups:\n  ops: { may: [cancel], applications: [20481] }',
      'groups.ops.applications.0 must be a text, in quotes',
    ],
    [
      'a number where a text is wanted',
      key('    expires: 2027\n    grants: operator'),
      'line 4, column 14: keys.0.expires must be a text',
    ],
    [
      'an instant that ends sessions which nobody has opened yet',
      'keys: []\nrevokeSessionsBefore: 2999-01-01',
      'line 2, column 23: revokeSessionsBefore lies in the future',
    ],
    ...[
      [
        'a space before an environment',
        'rules:\n  - environments: [" staging"]',
        'line 2, column 20: rules.0.environments.0',
      ],
      [
        'an invisible character in a tag',
        'rules:\n  - tags: ["v\\u200Bip"]',
        'line 2, column 12: rules.0.tags.0',
      ],
      [
        'a space after the tag of a grant',
        'groups:\n  ops: { may: [save], tags: ["vip "] }',
        'line 2, column 30: groups.ops.tags.0',
      ],
      ['a space after the name of a group', 'groups:\n  "ops ": operator', 'line 2, column 3: groups.ops '],
      [
        'a mark before the name of a key',
        key('    expires: 2999-01-01\n    grants: support')
          .replace('nightly', '"\\uFEFFnightly')
          .replace('stop', 'stop"'),
        'line 2, column 11: keys.0.name',
      ],
    ].map(([what = '', text = '', place = '']) => [
      what,
      text,
      `${place} must not have spaces around it, nor invisible characters in it`,
    ]),
    [
      'a space in the ID of an application',
      'groups:\n  ops: { may: [save], applications: ["10 "] }',
      'line 2, column 38: groups.ops.applications.0 must be 1 to 20 digits',
    ],
    ['a missing key', key('    grants: operator'), 'line 2, column 5: keys.0.expires is missing'],
    ['an empty value', 'groups:\nkeys: []', 'line 1, column 8: groups is empty: leave it out, or fill it in'],
    ['a text for a truth value', 'signIn: { links: "no" }', 'signIn.links must be true or false'],
    ['too many hours', 'signIn: { sessionHours: 1000 }', 'signIn.sessionHours must be at most 168'],
    ['hours in parts', 'signIn: { sessionHours: 1.5 }', 'signIn.sessionHours must be a whole number'],
    [
      'a variable that is not set',
      provider,
      'line 7, column 19: signIn.openIdConnect.clientSecret takes OIDC_CLIENT_SECRET from the environment, where it is not set',
    ],
    [
      'a reference in the name of a group',
      'groups:\n  ops: support\n  ${G}: operator',
      'line 3, column 3: groups.${G} holds ${, but only values take something from the environment',
    ],
    [
      'a reference in a part of a key, in quotes',
      'signIn:\n  "links${A}": false',
      'line 2, column 3: signIn.links${A} holds ${, but only values take something from the environment',
    ],
    ['half a reference', 'keys: ["${A"]', 'line 1, column 8: keys.0 holds ${ without'],
    [
      'a name that would end the line',
      'groups:\n  "a\\nb": 1',
      'line 2, column 3: groups.a\uFFFDb must not contain control characters',
    ],
  ])('stops at %s, in one line that names the place', (_, text, expected) => {
    let message = '';
    try {
      read(text, {});
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).toMatch(/^console\.yaml, line \d+, column \d+: [^\n]+\.$/);
    expect(message).toContain(expected);
  });

  it('refuses to switch the links off where nothing else leads in, and says what is missing', () => {
    for (const text of ['signIn:\n  links: false', 'groups: { ops: operator }\nsignIn: { links: false }'])
      expect(() => read(text)).toThrow(
        /^console\.yaml, line 2, column \d+: signIn\.links is false, and then nobody can come in: signIn\.openIdConnect, keys, or TRUSTED_PROXY in the environment is missing\.$/,
      );
    const off = 'signIn: { links: false }';
    expect(() => read('keys: []\nsignIn: { links: false }')).toThrow(
      /line 2, column 11: signIn\.links is false/,
    );
    for (const isIn of [
      read(off, {}, [], true),
      read(`${off}\n${key('    expires: 2999-01-01\n    grants: operator')}`),
      read(provider.replace('signIn:', 'signIn:\n  links: false'), { OIDC_CLIENT_SECRET: 'x' }),
    ])
      expect(isIn.consoleFile.signIn.links).toBe(false);
  });

  it('repeats no value, which can be a secret', () => {
    for (const text of [
      'signIn: { links: hunter2 }',
      'groups: { ops: hunter2 }',
      key('    expires: hunter2\n    grants: operator'),
      'signIn: "hunter2',
      'signIn: hunter2: x',
      'signIn: @hunter2',
      'signIn:\n  openIdConnect: { issuer: "http://hunter2.example" }\ngroups: {}',
    ]) {
      expect(() => read(text)).toThrow(/console\.yaml, line/);
      expect(() => read(text)).not.toThrow(/hunter2/);
    }
  });

  it('refuses groups that the environment names too, and says which variables', () => {
    expect(() => read('groups: { ops: operator }', {}, ['OPERATOR_GROUPS'])).toThrow(
      /^console\.yaml, line 1, column 1: groups and OPERATOR_GROUPS in the environment say the same: keep one of them\.$/,
    );
    expect(read('rules: []', {}, ['OPERATOR_GROUPS']).consoleFile.groups).toHaveProperty('operators');
  });
});
