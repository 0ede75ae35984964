import { readFileSync } from 'node:fs';
import { noConsoleFile, type ConsoleFile, type ConsoleFileHolder } from './console-file';
import { BadConfiguration, decodeText } from './env-file';
import { groupsOfVariables, type GroupVariables } from './group-variables';
import type { ReadFile } from './read-console-file';

/** Since when sessions have ended: of a date it is its beginning, which not everybody thinks of. Null where they go on. */
export function describeRevocation({ revokeSessionsBefore: instant }: ConsoleFile): string | null {
  return instant === undefined
    ? null
    : `Sessions that began before ${instant.replace('.000Z', 'Z')} have ended`;
}

/** Where the configuration file is, and the variables beside it. */
export interface ConsoleFileSource {
  path: string;
  /** Whether there need not be a file at the path. */
  isOptional: boolean;
  groups: GroupVariables;
  /** Whether a proxy in front may name people, which is a way in beside those of the file. */
  hasTrustedProxy: boolean;
}

export interface OpenConsoleFile extends ConsoleFileHolder {
  /** Whether a file is in force. */
  hasFile(): boolean;
  /** Why the file as it stands now is not in force, in one line; null where it is. */
  problem(): string | null;
  /** The variables that the file takes from the environment. */
  references(): readonly string[];
  /** The file in force as it is written, without secrets; null where there is none. */
  readonly written: Record<string, unknown> | null;
  /** The secrets that it is in force with, by the variable or the key that holds them. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Reads the file anew. A file with an error changes nothing but `problem`. */
  reload(): Promise<'taken_over' | 'unchanged' | 'refused'>;
}

/**
 * Reads the configuration file, and keeps what is in force. Rejects with `BadConfiguration` for a file that is missing where
 * it was asked for, or that has an error. `environment` is kept for the next reading.
 */
export async function openConsoleFile(
  { path, isOptional, groups, hasTrustedProxy }: ConsoleFileSource,
  environment: NodeJS.ProcessEnv,
): Promise<OpenConsoleFile> {
  const withoutFile: ConsoleFile = { ...noConsoleFile, groups: groupsOfVariables(groups) };

  async function read(): Promise<ReadFile> {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'ENOENT' && isOptional)
        return { consoleFile: withoutFile, references: [], written: null, isEmpty: true };
      throw new BadConfiguration(`${path} (CONFIG_FILE) cannot be read (${String(code)}).`);
    }
    // A console without a file needs no YAML to start.
    const { readConsoleFile } = await import('./read-console-file');
    return readConsoleFile(decodeText(bytes, path), path, { environment: kept, groups, hasTrustedProxy });
  }

  const kept = { ...environment };
  let last = await read();
  let problem: string | null = null;
  return {
    current: () => last.consoleFile,
    hasFile: () => last.consoleFile !== withoutFile,
    problem: () => problem,
    references: () => last.references,
    get written() {
      return last.written;
    },
    get secrets() {
      return secretsOf(last, kept);
    },
    async reload() {
      try {
        const next = await read();
        // Grants and rules would leave with it: a file that is being written, or was lost, must not do that.
        if (next.written === null && last.written !== null)
          throw new BadConfiguration(`${path} is missing: to go on without it, start the console anew.`);
        if (next.isEmpty && !last.isEmpty)
          throw new BadConfiguration(`${path} is empty: write {} into it where that is meant.`);
        const isSame = JSON.stringify(next.consoleFile) === JSON.stringify(last.consoleFile);
        last = next;
        problem = null;
        return isSame ? 'unchanged' : 'taken_over';
      } catch (error) {
        if (!(error instanceof BadConfiguration)) throw error;
        problem = error.message;
        return 'refused';
      }
    },
  };
}

function secretsOf({ consoleFile, references }: ReadFile, environment: NodeJS.ProcessEnv) {
  const ofVariables = references.map((name) => [name, environment[name] ?? ''] as const);
  const { clientSecret } = consoleFile.signIn.openIdConnect ?? {};
  // Written into the file itself.
  const isInFile = clientSecret !== undefined && !ofVariables.some(([, value]) => value === clientSecret);
  return Object.fromEntries([...ofVariables, ...(isInFile ? [['clientSecret', clientSecret] as const] : [])]);
}
