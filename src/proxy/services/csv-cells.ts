import { cleanTyped } from '../../contract/invisible';

// What a spreadsheet runs as a formula at the start of a cell (OWASP "CSV Injection"). A cell starts also where a
// spreadsheet whose lists are parted by semicolons or tabs sees one, and after a line end, since there the quotes of
// our cell are none; blanks, quotes and apostrophes may stand in front.
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
