/**
 * Zero-width characters, the soft hyphen, direction marks and the byte order mark, for a class of a regular expression:
 * chat programs, web pages and spreadsheets put them around copied text, and nobody sees or types them.
 */
export const invisibleMarks = String.raw`\u00AD\u061C\u180E\u200B\u200E\u200F\u2060-\u2064\u206A-\u206F\uFEFF`;

// Also what joins emoji and the letters of words, and what web pages put around an ID or a name of the other writing
// direction.
const anywhere = new RegExp(String.raw`[\u200C\u200D\u202A-\u202E\u2066-\u2069${invisibleMarks}]`, 'g');

/** A text without any invisible characters: for IDs, searches and text that a parser reads. */
export function withoutInvisible(text: string): string {
  return text.replace(anywhere, '');
}

/** An ID or a search as it was meant: without invisible characters, and without white space around it. */
export function cleanTyped(text: string): string {
  return withoutInvisible(text).trim();
}
