import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '../../contract';
import { roles } from '../../contract';
import { BadConfiguration } from '../env-file';

export type Tokens = Readonly<Record<Role, string>>;

/** SHA-256 of a secret in hexadecimal: what may be stored or compared in place of it. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The role that a token stands for, or null; takes the same time whatever was guessed right. */
export function roleOf(token: string, tokens: Tokens): Role | null {
  const given = Buffer.from(fingerprint(token));
  let found: Role | null = null;
  for (const role of roles) {
    if (timingSafeEqual(given, Buffer.from(fingerprint(tokens[role])))) found = role;
  }
  return found;
}

async function keptToken(folder: string, role: Role): Promise<string> {
  const file = join(folder, `${role}.token`);
  try {
    const kept = (await readFile(file, 'utf8')).trim();
    if (kept !== '') return kept;
    throw new BadConfiguration(`${file} is empty: delete it to have a new token made.`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const token = randomBytes(32).toString('base64url');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // `wx`: of two consoles that start at once, the second fails instead of replacing a token in use.
  await writeFile(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
  return token;
}

/** The tokens from the environment, or those kept in `folder` (mode 600), made there at first start. */
export async function loadTokens(
  given: Readonly<Record<Role, string | null>>,
  folder: string,
): Promise<Tokens> {
  return {
    operator: given.operator ?? (await keptToken(folder, 'operator')),
    support: given.support ?? (await keptToken(folder, 'support')),
  };
}
