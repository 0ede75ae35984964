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

/** The tables of a web page as lines with tabs, as the browser's parser sees them. */
export function htmlTablesAsText(html: string): string {
  const tables = parseHtml(html).querySelectorAll('table');
  // A table around others is there for the layout of a page or a mail.
  const innermost = [...tables].filter((table) => table.querySelector('table') === null);
  return innermost.map((table) => readRows(table).join('\n')).join('\n\n');
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

/** The text of a cell. Its pieces are parted by a blank, so that no number is made of two; struck out text is none. */
function readText(cell: Element): string {
  if (cell.querySelector('s, del, strike') !== null) return '';
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const pieces: string[] = [];
  while (walker.nextNode()) pieces.push(walker.currentNode.textContent ?? '');
  return pieces
    .map((piece) => piece.replace(/\s+/g, ' ').trim())
    .filter((piece) => piece !== '')
    .join(' ')
    .replace(/^"/, '”');
}
