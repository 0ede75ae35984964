interface MarkupPolicy {
  createHTML(text: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: MarkupPolicy): MarkupPolicy;
}

/** Trusted Types, where the browser has them (W3C): the console's Content Security Policy allows this one policy. */
const policyName = 'pasted-table';
const isFactory = (value: unknown): value is PolicyFactory =>
  typeof value === 'object' && value !== null && 'createPolicy' in value;
let policy: MarkupPolicy | undefined;

/** A pasted page as a document that is never shown, and in which nothing runs (HTML, DOMParser). */
function parseHtml(html: string): Document {
  const factory: unknown = Reflect.get(globalThis, 'trustedTypes');
  if (isFactory(factory)) policy ??= factory.createPolicy(policyName, { createHTML: (text) => text });
  return new DOMParser().parseFromString(policy?.createHTML(html) ?? html, 'text/html');
}

/** Whether a text is, or holds, a table of a web page. */
export const hasHtmlTable = (text: string): boolean => /<table\b/i.test(text);

/** What a rich text holds, as the browser's parser sees it. */
export interface RichText {
  /** Its tables as lines with tabs. What is struck out or hidden stands in comments. */
  tables: string;
  /** The numbers that are struck out or hidden anywhere in it. */
  disabledNumbers: ReadonlySet<string>;
}

const styleSheet = /<style\b[^>]*>([^]*?)<\/style\s*>/gi;
const tag = /<[a-z](?:[^<>"']|"[^"]*"|'[^']*'){0,2000}>/gi;

/** Styles in other words: Chromium reports each one, also in a document that is never shown, to the console's policy. */
const withoutStyles = (html: string) =>
  html
    .replace(styleSheet, '')
    .replace(tag, (one) => one.replace(/(?<=[\s/"'])style(?=\s*=)/gi, 'data-style'));

const disabledStyle = /\bline-through\b|\bdisplay\s*:\s*none\b|\bvisibility\s*:\s*(?:hidden|collapse)\b/i;
const disabledMark = 'data-disabled';

function textPieces(element: Element): string[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const pieces: string[] = [];
  while (walker.nextNode()) pieces.push(walker.currentNode.textContent ?? '');
  return pieces;
}

const numbersIn = (element: Element) => textPieces(element).join(' ').match(/\d+/g) ?? [];

export function readRichText(html: string): RichText {
  if (html === '') return { tables: '', disabledNumbers: new Set() };
  const page = parseHtml(withoutStyles(html));
  const disabled = [
    ...page.querySelectorAll('s, del, strike, [hidden]'),
    ...[...page.querySelectorAll('[data-style]')].filter((one) =>
      disabledStyle.test(one.getAttribute('data-style') ?? ''),
    ),
    ...[...html.matchAll(styleSheet)].flatMap(([, rules = '']) => disabledByRules(page, rules)),
  ];
  for (const element of disabled) element.setAttribute(disabledMark, '');
  const tables = page.querySelectorAll('table');
  // A table around others is there for the layout of a page or a mail.
  const innermost = [...tables].filter((table) => table.querySelector('table') === null);
  return {
    tables: innermost.map((table) => readRows(table).join('\n')).join('\n\n'),
    disabledNumbers: new Set(disabled.flatMap(numbersIn)),
  };
}

/** The elements that a style sheet strikes out or hides, as Excel writes it: `.xl66 {text-decoration:line-through}`. */
function disabledByRules(page: Document, styles: string): Element[] {
  return [...styles.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector = '', rules = '']) => {
    if (!disabledStyle.test(rules)) return [];
    try {
      return [...page.querySelectorAll(selector.replace(/<!--|\/\*[^]*?\*\//g, '').trim())];
    } catch {
      // The selector of another program's own rule.
      return [];
    }
  });
}

function readRows(table: HTMLTableElement): string[] {
  // Cells of earlier rows that reach down, by column.
  const down = new Map<number, { text: string; rows: number }>();
  return [...table.querySelectorAll('tr')].map((row) => {
    const cells: string[] = [];
    const takeFromAbove = () => {
      for (let above = down.get(cells.length); above !== undefined; above = down.get(cells.length)) {
        above.rows -= 1;
        if (above.rows === 0) down.delete(cells.length);
        cells.push(above.text);
      }
    };
    for (const cell of row.querySelectorAll('th, td')) {
      takeFromAbove();
      const columns = span(cell, 'colspan');
      // What stands in several columns names none of them.
      const text = columns > 1 ? '' : readText(cell);
      const rows = span(cell, 'rowspan');
      for (let column = 0; column < columns; column += 1) {
        if (rows > 1) down.set(cells.length, { text, rows: rows - 1 });
        cells.push(text);
      }
    }
    takeFromAbove();
    return cells.join('\t');
  });
}

function span(cell: Element, name: string): number {
  return Math.min(Math.max(Number.parseInt(cell.getAttribute(name) ?? '1', 10) || 1, 1), 1000);
}

/**
 * The text of a cell. Its pieces are parted by a blank, so that no number is made of two. A cell that is struck out or
 * hidden, or has a piece that is, is a dash: its numbers stand in a comment.
 */
function readText(cell: Element): string {
  if (cell.closest(`[${disabledMark}]`) !== null || cell.querySelector(`[${disabledMark}]`) !== null)
    return `– <!-- ${numbersIn(cell).join(' ')} -->`;
  return textPieces(cell)
    .map((piece) => piece.replace(/\s+/g, ' ').trim())
    .filter((piece) => piece !== '')
    .join(' ')
    .replace(/^"/, '”');
}
