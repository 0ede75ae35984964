import { expect, it } from 'vitest';
import { isNode, pageSources, visitNodes, type Node } from './syntax-tree';

/** Names of expressions that are an element or nothing, never a text. */
const elementNames =
  /^(?:children|above|first|action|aside|below|failure|header|notices|buttons|fallback|notice|stale|search|state|unseen|live|pick|control|choices|options|icon|input|verify|confirm|timeline|facts|mark)$|^render/;

/** Whether a JSX expression may render a text. */
function kindOf(node: Node): 'text' | 'element' {
  const named = (value: unknown) =>
    isNode(value) && elementNames.test(String(value['name'])) ? 'element' : 'text';
  const of = (part: unknown) => (isNode(part) ? kindOf(part) : 'element');
  switch (node.type) {
    case 'Identifier':
      return node['name'] === 'undefined' ? 'element' : named(node);
    case 'MemberExpression':
      return named(node['property']);
    case 'TemplateLiteral':
      return 'text';
    case 'Literal':
      return typeof node['value'] === 'string' ? 'text' : 'element';
    case 'LogicalExpression':
      return of(node['right']);
    case 'ConditionalExpression':
      return of(node['consequent']) === 'text' ? 'text' : of(node['alternate']);
    case 'CallExpression': {
      const { callee } = node;
      if (!isNode(callee)) return 'text';
      // The items of a rendered list are elements, because they need keys.
      const name = isNode(callee['property']) ? callee['property'] : callee;
      return /^(?:map|flatMap|children|highlight)$/.test(String(name['name'])) ? 'element' : named(name);
    }
    default:
      return 'element';
  }
}

/** The places in a file where JSX has bare text beside something that can change. */
function bareTexts(file: string, source: string): string[] {
  const places: string[] = [];
  visitNodes(file, source, (node, line) => {
    if (node.type !== 'JSXElement' && node.type !== 'JSXFragment') return;
    const kids = (Array.isArray(node['children']) ? node['children'] : []).filter(isNode).flatMap((kid) => {
      if (kid.type === 'JSXText') return /^\s*$/.test(String(kid['value'])) ? [] : ['static text'];
      if (kid.type !== 'JSXExpressionContainer') return ['static element'];
      const { expression } = kid;
      if (!isNode(expression) || expression.type === 'JSXEmptyExpression') return [];
      if (expression.type === 'Literal') return ['static text'];
      return [kindOf(expression)];
    });
    const changes = kids.some((kid) => kid === 'text' || kid === 'element');
    const hasText = kids.includes('text') || kids.includes('static text');
    // A fragment with a text in it may be removed as a whole.
    const isBare = hasText && kids.length > 1 && (changes || node.type === 'JSXFragment');
    if (isBare) places.push(`${file}:${line}`);
  });
  return places;
}

it.each([
  ['<p>{name}</p>', 0],
  ['<p>by <b>{name}</b></p>', 0],
  ['<p>{`by ${name}`}{isOpen && <b>!</b>}</p>', 1],
  ['<p>by {name}</p>', 1],
  ['<p>by <b>{name}</b>{isOpen && <i />}</p>', 1],
  ['<p>{isOpen && "open"}<i /></p>', 1],
  ['<p><i />{isOpen ? <b /> : null}</p>', 0],
  ['<p>{isOpen ? <><i /> Saving…</> : "Save"}</p>', 1],
])('finds text beside something that changes: %s', (jsx, count) => {
  expect(bareTexts('sample.tsx', `export const sample = ${jsx};`)).toHaveLength(count);
});

/**
 * A browser that translates the page replaces text nodes with elements. React then updates nodes that are no longer on the
 * page, or throws when it removes one. So a text that stands beside something that changes needs an element of its own.
 */
it('every text beside something that changes has an element of its own', () => {
  const sources = pageSources().filter(({ file }) => file.endsWith('.tsx'));
  expect(sources.length).toBeGreaterThan(80);
  expect(sources.flatMap(({ file, source }) => bareTexts(file, source))).toEqual([]);
});
