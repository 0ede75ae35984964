import { z } from '../../contract/zod';
import { consoleFile, type ConsoleFile } from './console-file';
import { groupsOfVariables, type GroupVariables } from './group-variables';
import { readYaml, type Path } from './read-yaml';

type Issue = z.core.$ZodIssue;

const kinds: Partial<Record<string, string>> = {
  string: 'a text, in quotes where it looks like a number',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a whole number',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
};

/** The rule that a value breaks, where its schema has no words of its own; never the value, which can be a secret. */
function ruleOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      if (issue.input === null) return 'is empty: leave it out, or fill it in';
      return `must be ${kinds[String(issue.expected)] ?? 'of another kind'}`;
    case 'invalid_value':
      return `must be ${[...(issue.values ?? [])].join(' or ')}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return 'is not valid';
  }
}

/** An issue that decides: of a value that may have several forms, the one in the form that it was meant to have. */
function decisiveIssue(issues: readonly Issue[], above: Path = []): { issue: Issue; path: Path } | undefined {
  // A misspelt key tells more than the key that is missing for it.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return undefined;
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return { issue, path };
  const isOfForm = (branch: readonly Issue[]) =>
    !branch.some((one) => one.path.length === 0 && /^invalid_(?:type|value)$/.test(one.code));
  return decisiveIssue(issue.errors.find(isOfForm) ?? [], path) ?? { issue, path };
}

/** What a file says, as it may be shown: without secrets, also such that are written into it. */
function withoutSecrets(written: unknown): Record<string, unknown> {
  const shown: unknown = JSON.parse(
    JSON.stringify(written, (key, value: unknown) => {
      if (key === 'clientSecret') return '(secret)';
      return key === 'sha256' && typeof value === 'string' ? `${value.slice(0, 12)}…` : value;
    }),
  );
  return z.record(z.string(), z.unknown()).parse(shown);
}

/** A file that was read. */
export interface ReadFile {
  consoleFile: ConsoleFile;
  /** The variables that it takes from the environment. */
  references: readonly string[];
  /** The file as it is written, without secrets; null where there is none. */
  written: Record<string, unknown> | null;
  /** Whether there is nothing in it. */
  isEmpty: boolean;
}

/**
 * Reads the text of a configuration file. Throws `BadConfiguration`, one line with line, column and key, for what is
 * wrong in it.
 */
export function readConsoleFile(
  text: string,
  file: string,
  {
    environment,
    groups,
    hasTrustedProxy,
  }: { environment: NodeJS.ProcessEnv; groups: GroupVariables; hasTrustedProxy: boolean },
): ReadFile {
  const yaml = readYaml(text, file, environment);
  const result = consoleFile.safeParse(yaml.value, { error: ruleOf });
  if (!result.success) {
    const { issue, path } = decisiveIssue(result.error.issues) ?? { issue: undefined, path: [] };
    if (issue?.code === 'unrecognized_keys')
      throw yaml.failAtKey(
        [...path, issue.keys[0] ?? ''],
        'is not a key that stands here: docs/configuration.md lists them',
      );
    throw issue?.code === 'invalid_key'
      ? yaml.failAtKey(path, issue.issues[0]?.message ?? issue.message)
      : yaml.fail(path, issue?.message ?? 'is not valid');
  }
  const { data } = result;
  if (data.revokeSessionsBefore !== undefined && data.revokeSessionsBefore > new Date().toISOString())
    throw yaml.fail(['revokeSessionsBefore'], 'lies in the future: nobody could sign in until then');
  const { links, openIdConnect } = data.signIn;
  if (!links && openIdConnect === undefined && data.keys.length === 0 && !hasTrustedProxy)
    throw yaml.failAtKey(
      ['signIn', 'links'],
      'is false, and then nobody can come in: signIn.openIdConnect, keys, or TRUSTED_PROXY in the environment is missing',
    );
  if (data.groups !== undefined && groups.given.length > 0)
    throw yaml.failAtKey(
      ['groups'],
      `and ${groups.given.join(' and ')} in the environment say the same: keep one of them`,
    );
  return {
    consoleFile: { ...data, groups: data.groups ?? groupsOfVariables(groups) },
    references: yaml.references,
    written: withoutSecrets(yaml.written),
    isEmpty: yaml.isEmpty,
  };
}
