import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { keyPrefix } from '../access/key-access';
import { fingerprint } from '../access/tokens';
import { keyName } from '../config/console-file';
import { BadConfiguration } from '../config/env-file';

const year = 365 * 86_400_000;

/**
 * Makes a key for a script: the key, which is shown this once, and its entry in the configuration file, which knows only
 * its SHA-256. Throws `BadConfiguration` for a name that cannot go into the journal.
 */
export function newKey(name: string | undefined, now: Date): { key: string; yaml: string } {
  const parsed = keyName.safeParse(name);
  if (!parsed.success) {
    const why = name === undefined ? 'is missing' : parsed.error.issues[0]?.message;
    throw new BadConfiguration(`The script’s name ${why}: npm run key -- "nightly stop"`);
  }
  const key = `${keyPrefix}${randomBytes(32).toString('base64url')}`;
  const entry = {
    name: parsed.data,
    sha256: fingerprint(key),
    expires: new Date(now.getTime() + year).toISOString().slice(0, 10),
    grants: { may: ['cancel'] },
  };
  return { key, yaml: stringify([entry], { lineWidth: 0, flowCollectionPadding: true }).trimEnd() };
}

/** What `npm run key` prints. */
export function newKeyLines(name: string | undefined, now: Date): string[] {
  const { key, yaml } = newKey(name, now);
  return [
    'The key, which is not shown again:',
    '',
    `  ${key}`,
    '',
    'Its entry in the configuration file; its grants may be others:',
    '',
    'keys:',
    ...yaml.split('\n').map((line) => `  ${line}`),
  ];
}
