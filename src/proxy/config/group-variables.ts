import { toGrants } from '../../contract/grant-settings';
import type { ConsoleFile } from './console-file';

/** The variables that name groups, and those of them that are given and not only a default. */
export interface GroupVariables {
  operator: readonly string[];
  support: readonly string[];
  given: readonly string[];
}

/** What the variables say about groups, in the form that the file has. */
export function groupsOfVariables({ operator, support }: GroupVariables): ConsoleFile['groups'] {
  return Object.fromEntries([
    ...support.map((name) => [name, toGrants('support')] as const),
    ...operator.map((name) => [name, toGrants('operator')] as const),
  ]);
}
