import { cleanTyped } from '../../contract/invisible';

// The characters that begin a formula in a spreadsheet (OWASP "CSV Injection"), after any blanks, quotes and
// apostrophes. A spreadsheet that separates columns by semicolons or tabs sees the start of a cell after them, too, and
// after a line end, since it does not see our quotes.
const formula = String.raw`(?=[ '"]*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20])`;
const start = String.raw`(?<=^|[;\t\r\n])`;
const unprotected = new RegExp(start + formula, 'g');
const protectedStart = new RegExp(`${start}'${formula}`, 'g');

/** A text as a cell that no spreadsheet runs: an apostrophe stands in front of each formula. */
export function protectCell(text: string): string {
  return text.replace(unprotected, "'");
}

/** Undoes `protectCell`. */
export function unprotectCell(cell: string): string {
  return cell.replace(protectedStart, '');
}

/** An ID as a cell that spreadsheets keep as text, with its leading zeros and its 16th digit: `="0310274"`. */
export function textCell(id: string): string {
  return `="${id}"`;
}

/** The ID in a cell: plain, as `textCell` writes it, or with the apostrophe that makes a text of it. */
export function idInCell(cell: string): string {
  const id = cleanTyped(cell);
  return /^="(\d*)"$/.exec(id)?.[1] ?? id.replace(/^'(?=\d+$)/, '');
}
