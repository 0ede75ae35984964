import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';

/** A node of a syntax tree (ESTree with JSX), read by its type's name. */
export interface Node {
  type: string;
  start: number;
  [name: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Calls `visit` for each node of a source, from the outermost to the innermost. */
export function visitNodes(file: string, source: string, visit: (node: Node, line: number) => void): void {
  const { program } = parseSync(file, source);
  const open: unknown[] = [program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isNode(node)) continue;
    visit(node, source.slice(0, node.start).split('\n').length);
    open.push(...Object.values(node).flat().filter(isNode).toReversed());
  }
}

/** The files of the page's own code, without its tests. */
export const pageSources = (): { file: string; source: string }[] =>
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|^(?:proxy|sandbox|testing)\//.test(file))
    .map((file) => ({ file: `src/${file}`, source: readFileSync(`src/${file}`, 'utf8') }));
