// Zero-width characters, the soft hyphen, direction marks and the byte order mark: chat programs, web pages and
// spreadsheets put them around copied text, and nobody sees or types them.
const marks = String.raw`\u00AD\u061C\u180E\u200B-\u200F\u2060-\u2064\uFEFF`;
// Web pages put these around an ID or a name of the other writing direction.
const directions = String.raw`\u202A-\u202E\u2066-\u206F`;

const anywhere = new RegExp(`[${marks}${directions}]`, 'g');
const around = new RegExp(String.raw`^[\s${marks}]+|[\s${marks}]+$`, 'g');

/** A text without any invisible characters: for IDs, searches and text that a parser reads. */
export function withoutInvisible(text: string): string {
  return text.replace(anywhere, '');
}

/** An ID or a search as it was meant: without invisible characters, and without white space around it. */
export function cleanTyped(text: string): string {
  return withoutInvisible(text).trim();
}

/** A name or a note without invisible characters around it. Those inside stay: they join emoji and Persian words. */
export function trimInvisible(text: string): string {
  return text.replace(around, '');
}
