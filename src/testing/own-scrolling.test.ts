import { expect, it } from 'vitest';
import { isNode, pageSources, visitNodes, type Node } from './syntax-tree';

/** Scrolls that the reader has asked for by a key, each with its file. */
const allowed = new Map([
  // Who selects by keyboard keeps the row in sight that the selection bar would cover (WCAG 2.4.11).
  ['src/features/applications/selection/selection-bar.tsx', 'scrollBy'],
  // An arrow key in a long list leads on from the row that has the focus, wherever the list is scrolled.
  ['src/features/applications/list/grid-keys.ts', 'scrollIntoView'],
]);

const nameOf = (node: unknown) => (isNode(node) ? String(node['name']) : '');
const listOf = (value: unknown) => (Array.isArray(value) ? value.filter(isNode) : []);

/** The name of what is called, as a method or by itself. */
function calledName({ callee }: Node): string {
  if (!isNode(callee)) return '';
  return nameOf(callee.type === 'MemberExpression' ? callee['property'] : callee);
}

/** Whether a call says by an option of its own whether the page may scroll. */
const saysScroll = ({ arguments: options }: Node) =>
  listOf(options).some(
    (option) =>
      option.type === 'ObjectExpression' &&
      listOf(option['properties']).some(({ key }) => nameOf(key) === 'preventScroll'),
  );

/** What in a file's code can scroll the page by itself. */
function ownScrolls(file: string, source: string): string[] {
  const found: string[] = [];
  visitNodes(file, source, (node, line) => {
    const isAttribute = node.type === 'JSXAttribute' && nameOf(node['name']) === 'autoFocus';
    const name = isAttribute ? 'autoFocus' : node.type === 'CallExpression' ? calledName(node) : '';
    const scrolls =
      isAttribute ||
      /^scroll(?:IntoView(?:IfNeeded)?|To|By)?$/.test(name) ||
      (name === 'focus' && !saysScroll(node));
    if (scrolls && allowed.get(file) !== name) found.push(`${file}:${line} ${name}`);
  });
  return found;
}

it.each([
  ['box.focus()', 1],
  ['box.current?.focus()', 1],
  ['document.querySelector("h1")?.focus({})', 1],
  ['box.focus({ preventScroll: true })', 0],
  ['box.focus({ preventScroll: wentBack })', 0],
  ['row.scrollIntoView({ block: "nearest" })', 1],
  ['scrollTo(0, 0)', 1],
  ['window.scrollBy(0, 1)', 1],
  ['scrollWithin(row)', 0],
  ['<input autoFocus />', 1],
  ['<input onFocus={focus} />', 0],
])('what can scroll the page is found: %s', (code, count) => {
  expect(ownScrolls('sample.tsx', `export const sample = () => ${code};`)).toHaveLength(count);
});

/**
 * Nothing scrolls the page but its reader: a row that moves between press and release is another deployment. A focus
 * says `preventScroll`, and false only where the reader has asked to be led there; what is in a box that scrolls is
 * brought into sight by `scrollWithin`.
 */
it('no code of the page scrolls it by itself', () => {
  const sources = pageSources();
  expect(sources.length).toBeGreaterThan(200);
  expect(sources.flatMap(({ file, source }) => ownScrolls(file, source))).toEqual([]);
});
