import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConsoleFile } from '../config/read-console-file';
import { newKey, newKeyLines } from './new-key';

const now = new Date('2026-11-30T12:00:00Z');
const groups = { operator: [], support: [], given: [] };

describe('a new key', () => {
  it.each(['nightly stop', 'a: b # c', '"quoted"', '- list', '123', 'true', '*alias', 'Ångström'])(
    'for %j has an entry that the configuration file takes as it is printed',
    (name) => {
      const lines = newKeyLines(name, now);
      const key = lines[2]?.trim() ?? '';
      expect(key).toMatch(/^fcc_[\w-]{43}$/);
      const text = lines.slice(lines.indexOf('keys:')).join('\n');
      const { consoleFile } = readConsoleFile(text, 'console.yaml', {
        environment: {},
        groups,
        hasTrustedProxy: false,
      });
      expect(consoleFile.keys).toEqual([
        {
          name,
          sha256: createHash('sha256').update(key).digest('hex'),
          expires: '2027-11-30T23:59:59.999Z',
          grants: [{ may: ['cancel'] }],
        },
      ]);
      expect(text).not.toContain(key);
    },
  );

  it('is another one each time', () => {
    expect(newKey('a', now).key).not.toBe(newKey('a', now).key);
  });

  it('needs a name that can go into the journal', () => {
    expect(() => newKey(undefined, now)).toThrow(/name is missing: npm run key -- "nightly stop"$/);
    for (const name of ['', ' ', 'a\nb', 'x'.repeat(61)])
      expect(() => newKey(name, now)).toThrow(/^The script’s name must/);
  });
});
