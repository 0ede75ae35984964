import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Role } from '../../contract';
import { roles } from '../../contract';
import { BadConfiguration } from '../config/env-file';

export type Tokens = Readonly<Record<Role, string>>;

/** SHA-256 of a secret in hexadecimal, which is stored and compared in place of the secret. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The role that a token stands for, or null; takes the same time whatever was guessed right. */
export function findRole(token: string, tokens: Tokens): Role | null {
  const tokenHash = Buffer.from(fingerprint(token));
  let match: Role | null = null;
  for (const role of roles) {
    if (timingSafeEqual(tokenHash, Buffer.from(fingerprint(tokens[role])))) match = role;
  }
  return match;
}

const tokenFile = (folder: string, role: Role) => join(folder, `${role}.token`);

async function keptToken(folder: string, role: Role): Promise<string> {
  const file = tokenFile(folder, role);
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

/**
 * How people sign in, one line for each role, for whoever starts the console. A link holds its token: it is shown on a
 * terminal only, since a service's log is read by more people than may cancel calls, and never where the token came
 * from the environment, where the person who set it can look it up.
 */
export function signInLines(
  { tokens, given, folder }: { tokens: Tokens; given: Readonly<Record<Role, string | null>>; folder: string },
  origin: string,
  isTerminal: boolean,
): string[] {
  return roles.map((role) => {
    const page = `${role}: ${origin}/sign-in`;
    if (given[role] !== null) return `${page}, with the token in ${role.toUpperCase()}_TOKEN`;
    if (!isTerminal) return `${page}, with the token in the file ${resolve(tokenFile(folder, role))}`;
    return `${page}#token=${encodeURIComponent(tokens[role])}`;
  });
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
