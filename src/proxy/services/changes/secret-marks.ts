import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, string, number, Buffer>(scrypt);

/** Too short to tell a secret, or to confirm a guess; one change in 65,536 goes unnoticed. */
const markBytes = 2;

async function markOf(secret: string, salt: string): Promise<string> {
  return `${salt}:${(await derive(secret, salt, markBytes)).toString('hex')}`;
}

/**
 * A mark for each secret by which a change of it can be told, and nothing else of it. One that fits the mark of
 * `before` keeps that.
 */
export async function markSecrets(
  secrets: Readonly<Record<string, string>>,
  before: unknown,
): Promise<Record<string, string>> {
  const marks: Record<string, string> = {};
  for (const [name, secret] of Object.entries(secrets)) {
    const known: unknown = Reflect.get(Object(before), name);
    const [salt = ''] = typeof known === 'string' ? known.split(':') : [];
    const kept = salt === '' ? null : await markOf(secret, salt);
    marks[name] =
      kept !== null && kept === known ? kept : await markOf(secret, randomBytes(6).toString('hex'));
  }
  return marks;
}
