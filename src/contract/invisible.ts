// Zero-width characters, the soft hyphen, direction marks and the byte order mark: chat programs, web pages and
// spreadsheets put them around what is copied, and nobody sees or types them.
const marks = String.raw`\u00AD\u061C\u180E\u200B-\u200F\u2060-\u2064\uFEFF`;
// Pages put these around an ID or a name of the other writing direction.
const directions = String.raw`\u202A-\u202E\u2066-\u206F`;

const anywhere = new RegExp(`[${marks}${directions}]`, 'g');
const around = new RegExp(String.raw`^[\s${marks}]+|[\s${marks}]+$`, 'g');

/** A text without its invisible characters, wherever they stand: for IDs, searches and what is read by a parser. */
export function withoutInvisible(text: string): string {
  return text.replace(anywhere, '');
}

/** An ID or a search as it was meant: no invisible characters, no white space (no-break spaces too) around it. */
export function cleanTyped(text: string): string {
  return withoutInvisible(text).trim();
}

/** A name or a note without what is invisible around it. Inside it stays: emoji and Persian words are joined by it. */
export function trimInvisible(text: string): string {
  return text.replace(around, '');
}
