import { readFileSync } from 'node:fs';

/** The configuration is wrong; the message is one line that names the variable. */
export class BadConfiguration extends Error {
  override name = 'BadConfiguration';
}

/** Where the console's variables came from, by name; values are not part of it. */
export interface EnvSources {
  /** Set by `.env`. */
  file: string[];
  /** Set by `.env`, but the environment's own value counts. */
  overridden: string[];
}

const assignment = /^(?:export\s+)?(?:([A-Za-z_]\w*)\s*=|([A-Z][A-Z0-9_]*)\s*:(?=\s|$))(.*)$/;
const typographicQuote = /^[“”„‟‘’‚‛«»‹›″′´]|[“”„‟‘’‚‛«»‹›″′´]$/;
// Format and control characters, and spaces that are no U+0020.
const invisible = /[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/u;
const aroundText = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;

// Node reads these when it starts, long before `.env`. NODE_EXTRA_CA_CERTS is read by the console itself.
const forNodeItself = /^NODE_(?!ENV$|EXTRA_CA_CERTS$)/;

/** The text of a configuration file in UTF-8, or in UTF-16 with its mark. Throws `BadConfiguration` for any other. */
export function decodeText(bytes: Buffer, file: string): string {
  const isLittleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  const encoding = isLittleEndian ? 'utf-16le' : isBigEndian ? 'utf-16be' : 'utf-8';
  let text = '\0';
  try {
    // TextDecoder strips the byte order mark.
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // `text` still holds the NUL that is refused below.
  }
  if (text.includes('\0'))
    throw new BadConfiguration(`${file} is not a text file in UTF-8: save it as UTF-8.`);
  return text;
}

/** The value without its quotes and comment, or the end of a sentence that says why it is not understood. */
function parseValue(text: string): { value: string } | { problem: string } {
  const trimmed = text.replaceAll(aroundText, '');
  const quote = /^["'`]/.exec(trimmed)?.[0];
  if (quote !== undefined) {
    const end = trimmed.indexOf(quote, 1);
    if (end < 0) return { problem: `begins with ${quote}, and no ${quote} ends it in the same line` };
    if (!/^\s*(?:#.*)?$/.test(trimmed.slice(end + 1)))
      return { problem: `goes on after its closing ${quote}: put it in quotes of another kind` };
    return { value: trimmed.slice(1, end) };
  }
  if (/^#\S/.test(text))
    return { problem: 'begins with #: put it in quotes, or a space before the # of a comment' };
  // Only between spaces does # begin a comment: keys contain it.
  const [, comment = ''] = /\s(#.*)$/.exec(` ${trimmed}`) ?? [];
  if (/^#+[^#\s]/.test(comment))
    return {
      problem: 'has a # that may be part of it: put it in quotes, or a space behind the # of a comment',
    };
  const value = trimmed.slice(0, trimmed.length - comment.length).replaceAll(aroundText, '');
  if (typographicQuote.test(value)) return { problem: 'is in typographic quotes: use " or none' };
  if (/["'`]$/.test(value)) return { problem: 'ends with a quote that does not begin it' };
  if (/^\$(?:\w+|\{\w+\})$/.test(value))
    return { problem: 'refers to another variable, which .env cannot do' };
  return { value };
}

/**
 * Reads the text of a `.env` file: `NAME=value` lines, also with `export`, spaces around, `NAME: value`, quotes of
 * either kind, and comments after a `#` between spaces. Throws `BadConfiguration` with the line for anything else: a
 * variable that is skipped without a word could make a live console a sandbox.
 */
export function parseEnvFile(bytes: Buffer): Map<string, string> {
  const variables = new Map<string, string>();
  const lineOf = new Map<string, number>();
  for (const [index, raw] of decodeText(bytes, '.env')
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .entries()) {
    const line = raw.replaceAll(aroundText, '');
    if (line === '' || line.startsWith('#')) continue;
    const where = `.env, line ${index + 1}`;
    const [, beforeEquals, beforeColon, rest = ''] = assignment.exec(line) ?? [];
    const name = beforeEquals ?? beforeColon ?? '';
    // The line itself could hold a secret.
    if (name === '') throw new BadConfiguration(`${where} is not understood: it must be NAME=value.`);
    const fail = (problem: string) => new BadConfiguration(`${where}: ${name} ${problem}.`);
    const parsed = parseValue(rest);
    if ('problem' in parsed) throw fail(parsed.problem);
    const hidden = invisible.exec(parsed.value)?.[0];
    if (hidden !== undefined) {
      const code = (hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      throw fail(`holds an invisible character (U+${code}): type it anew`);
    }
    const earlier = lineOf.get(name);
    if (earlier !== undefined) throw fail(`is set in line ${earlier} already`);
    if (forNodeItself.test(name))
      throw fail('is read by Node before .env: set it in the environment instead');
    variables.set(name, parsed.value);
    lineOf.set(name, index + 1);
  }
  return variables;
}

/** Refuses a misspelt name: a known one in lower case, or an unknown one that begins with FUSE_. */
function checkName(name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  const upper = name.toUpperCase();
  if (names.includes(upper)) throw new BadConfiguration(`.env: ${name} must be written ${upper}.`);
  if (upper.startsWith('FUSE_'))
    throw new BadConfiguration(`.env: ${name} is no variable of this console: .env.example lists them.`);
}

/**
 * Sets the variables of `.env` in the working directory in the environment, unless the environment has a value for
 * them already; a missing file is no error. Throws `BadConfiguration` for a line that is not understood, and for a name that differs
 * from one of `names`, the console's own, by letter case only.
 */
export function loadEnv(names: readonly string[] = [], environment = process.env, path = '.env'): EnvSources {
  const sources: EnvSources = { file: [], overridden: [] };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') return sources;
    throw new BadConfiguration(`.env cannot be read (${String(code)}).`);
  }
  for (const [name, value] of parseEnvFile(bytes)) {
    if (names.length > 0) checkName(name, names);
    // An empty variable counts as not set.
    if (value.trim() === '') continue;
    const isFree = (environment[name] ?? '').trim() === '';
    if (isFree) environment[name] = value;
    sources[isFree ? 'file' : 'overridden'].push(name);
  }
  return sources;
}

/** Lines for the person who starts the console: the origin of each variable, without its value. */
export function describeSources(
  { file, overridden }: EnvSources,
  names: readonly string[],
  environment = process.env,
): string[] {
  const isKnown = (name: string) => names.includes(name);
  const fromEnvironment = names.filter((name) => Boolean(environment[name]?.trim()) && !file.includes(name));
  const lines: [string, string[]][] = [
    ['Set by .env', file.filter(isKnown)],
    ['Set by the environment', fromEnvironment],
    ['In .env, but the environment’s own value counts', overridden.filter(isKnown)],
    ['In .env, but not used by this console', [...file, ...overridden].filter((name) => !isKnown(name))],
  ];
  return lines.filter(([, list]) => list.length > 0).map(([words, list]) => `${words}: ${list.join(', ')}`);
}
