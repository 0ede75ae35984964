import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type ParsedNode,
} from 'yaml';
import { BadConfiguration } from './env-file';

export type Path = readonly PropertyKey[];

/** A YAML file's values, and how an error at one of them is told. */
export interface YamlValues {
  value: unknown;
  /** The same with `${NAME}` as it is written. */
  written: unknown;
  /** Whether it holds nothing, or comments only. */
  isEmpty: boolean;
  /** The variables that the file takes from the environment. */
  references: readonly string[];
  /** The error at a value, or at the nearest place above it where it is missing. */
  fail(path: Path, problem: string): BadConfiguration;
  /** The error at a key. */
  failAtKey(path: Path, problem: string): BadConfiguration;
}

/** A key as it may stand in a line: group names are free text. */
const shownKey = (key: PropertyKey) => String(key).replaceAll(/\p{C}|\p{Zl}|\p{Zp}/gu, '\uFFFD');

const shownPath = (path: Path): string => path.map(shownKey).join('.');

/** The node at a path and that of its key, as far as they exist. */
function findNode(document: Document.Parsed, path: Path): { node: Node | null; key: Node | null } {
  let node: Node | null = document.contents;
  let key: Node | null = null;
  for (const segment of path) {
    const parent: Node | null = isAlias(node) ? (node.resolve(document) ?? null) : node;
    let next: Node | null = null;
    let nextKey: Node | null = null;
    if (isMap<ParsedNode, ParsedNode | null>(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
      next = pair?.value ?? null;
      nextKey = pair?.key ?? null;
    } else if (isSeq<ParsedNode>(parent)) next = parent.items[Number(segment)] ?? null;
    if (next === null && nextKey === null) return { node, key };
    node = next ?? nextKey;
    key = nextKey;
  }
  return { node, key };
}

/** The path of a node, from the nodes that lead to it. */
function pathOf(ancestors: readonly unknown[], key: unknown): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (const [index, ancestor] of ancestors.entries()) {
    const child = ancestors[index + 1];
    if (isSeq(ancestor)) path.push(child === undefined ? Number(key) : ancestor.items.indexOf(child));
    else if (typeof ancestor === 'object' && ancestor !== null && 'key' in ancestor && isScalar(ancestor.key))
      path.push(String(ancestor.key.value));
  }
  return path;
}

/**
 * Reads one document of YAML 1.2. `${NAME}` in a text stands for the environment's value, which is never read as YAML.
 * Throws `BadConfiguration`, one line with file, line, column and key, for what is no YAML, for a key that stands twice,
 * for a variable that is not set, and for `${` in a key. No error repeats a value, which can be a secret.
 */
export function readYaml(text: string, file: string, environment: NodeJS.ProcessEnv): YamlValues {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const fail = (offset: number, path: Path, problem: string) => {
    const { line, col } = lines.linePos(offset);
    const key = path.length === 0 ? '' : `${shownPath(path)} `;
    return new BadConfiguration(`${file}, line ${line}, column ${col}: ${key}${problem}.`);
  };
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    // What follows a colon or stands in quotes repeats the file's text.
    const words = error.message.replace(/[:"\n].*$/s, '').trim();
    throw fail(error.pos[0], [], `is not understood (${words})`);
  }

  const toJs = (): unknown => {
    try {
      // An empty file is a file without settings.
      return document.toJS({ maxAliasCount: 100 }) ?? {};
    } catch {
      throw fail(0, [], 'repeats its parts by aliases too often');
    }
  };
  const references: string[] = [];
  visit(document, {
    Alias(key, node, ancestors) {
      if (node.resolve(document) === undefined)
        throw fail(node.range?.[0] ?? 0, pathOf(ancestors, key), 'is an alias of nothing above it');
    },
  });
  const written = toJs();
  visit(document, {
    Scalar(key, node, ancestors) {
      if (typeof node.value !== 'string' || !node.value.includes('${')) return;
      const at = (problem: string) => fail(node.range?.[0] ?? 0, pathOf(ancestors, key), problem);
      if (key === 'key') throw at('holds ${, but only values take something from the environment');
      node.value = node.value.replaceAll(/\$\{([^}]*)\}?/g, (reference, name: string) => {
        if (!/^\$\{[A-Za-z_]\w*\}$/.test(reference))
          throw at('holds ${ without the name of a variable and }');
        const value = environment[name]?.trim() ?? '';
        if (value === '') throw at(`takes ${name} from the environment, where it is not set`);
        references.push(name);
        return value;
      });
    },
  });
  return {
    value: toJs(),
    written,
    isEmpty: document.toJS() === null,
    references,
    fail: (path, problem) => fail(findNode(document, path).node?.range?.[0] ?? 0, path, problem),
    failAtKey: (path, problem) => fail(findNode(document, path).key?.range?.[0] ?? 0, path, problem),
  };
}
