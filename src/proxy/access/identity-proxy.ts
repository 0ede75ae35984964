import { isUtf8 } from 'node:buffer';
import type { BlockList } from 'node:net';
import { isIPv6 } from 'node:net';
import { isReservedName, toGrants, type Grant, type Role } from '../../contract';
import { typedLine } from '../../contract/text';
import type { ConsoleFile } from '../config/console-file';
import { ProblemError } from '../http/problems';
import { grantsOfGroups } from './groups';

/** The headers in which an identity-aware proxy can name the person. */
export const personHeaders = [
  'X-Forwarded-Email',
  'X-Forwarded-Preferred-Username',
  'X-Forwarded-User',
] as const;

/** A proxy in front that signs people in, and how its headers are read. */
export interface IdentityProxy {
  addresses: BlockList;
  /** The header that names the person. No other is read, since a client could have sent it. */
  personHeader: (typeof personHeaders)[number];
  /** The groups whose members have the role, by their exact names. */
  groups: Readonly<Record<Role, readonly string[]>>;
}

const personName = typedLine(200);
const [maxGroups, maxGroupLength, maxNameLength] = [10, 80, 199];

/** Whether the other end of the socket is the proxy. */
export function isFrom(
  { addresses }: Pick<IdentityProxy, 'addresses'>,
  address: string | undefined,
): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return addresses.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/** Node reads a header as Latin-1, proxies write names in UTF-8 (RFC 9110 §5.5 leaves both open). */
function utf8Of(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : header;
}

/** A list of group names as variables and headers write it: separated by commas or `|`. */
export function groupList(text: string): string[] {
  return text
    .split(/[,|]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** A name from a header as it may be shown: short, without characters that act on a terminal or a page. */
function shownName(name: string, maxLength: number): string {
  const visible = Array.from(name.replaceAll(/\p{C}|\p{Zl}|\p{Zp}/gu, '\uFFFD'));
  return visible.length > maxLength ? `${visible.slice(0, maxLength).join('')}…` : visible.join('');
}

/** Group names as they may stand in an answer: few and short. */
function quoted(names: readonly string[]): string {
  const shown = names.slice(0, maxGroups).map((name) => `“${shownName(name, maxGroupLength)}”`);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * The person that the proxy has signed in, their groups and grants, or null if it names no person. Problem `role_required` for a
 * name that cannot go into the journal. A person in none of the groups may read where a configuration file is in force;
 * without one they are refused, with the groups that arrived.
 */
export function readIdentity(
  { personHeader, groups: ofRoles }: IdentityProxy,
  file: Pick<ConsoleFile, 'groups' | 'rules'>,
  header: (name: string) => string | undefined,
): { person: string; groups: readonly string[]; grants: readonly Grant[] } | null {
  const name = utf8Of(header(personHeader.toLowerCase())?.trim() ?? '');
  if (name === '') return null;
  const person = personName.safeParse(name);
  const signIn = { via: 'proxy', name: shownName(person.data ?? name, maxNameLength) } as const;
  if (!person.success || isReservedName(name)) {
    throw new ProblemError(
      'role_required',
      person.success
        ? `Your name, as the sign-in in front of this console gives it in ${personHeader}, is reserved for scripts.`
        : `Your name, as the sign-in in front of this console gives it in ${personHeader}, cannot go into the journal: it has more than 200 characters, control characters, or none that can be seen.`,
      { signIn },
    );
  }
  const arrived = groupList(utf8Of(header('x-forwarded-groups') ?? ''));
  // As they may stand on record.
  const groups = arrived.map((name) => shownName(name, maxGroupLength));
  if (file.rules !== null)
    return { person: person.data, groups, grants: grantsOfGroups(file.groups, arrived) ?? [] };
  const role = (['operator', 'support'] as const).find((name) =>
    ofRoles[name].some((group) => arrived.includes(group)),
  );
  if (role === undefined) {
    throw new ProblemError(
      'role_required',
      `You are signed in, but in none of the groups that may use this console: ${quoted(ofRoles.operator)} for operators, ${quoted(ofRoles.support)} for support staff. ` +
        (arrived.length === 0
          ? 'The sign-in in front passed on no groups (X-Forwarded-Groups).'
          : `The sign-in in front passed on: ${quoted(arrived)}.`),
      { signIn },
    );
  }
  return { person: person.data, groups, grants: toGrants(role) };
}
