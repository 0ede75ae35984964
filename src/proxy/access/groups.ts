import type { Grant } from '../../contract';
import type { ConsoleFile } from '../config/console-file';

/** What the members of these groups may do, all grants together; null where the configuration names none of them. */
export function grantsOfGroups(
  groups: ConsoleFile['groups'],
  names: readonly string[],
): readonly Grant[] | null {
  // A group may have any name, also that of a property of every object.
  const known = names.filter((name) => Object.hasOwn(groups, name));
  return known.length === 0 ? null : known.flatMap((name) => groups[name] ?? []);
}
