// Zero-width characters, the soft hyphen, direction marks and the byte order mark: chat programs, web pages and
// spreadsheets put them around copied text, and nobody sees or types them.
const marks = String.raw`\u00AD\u061C\u180E\u200B\u200E\u200F\u2060-\u2064\u206A-\u206F\uFEFF`;
// Joiners of emoji and of the letters of words, also in the middle of a name.
const edge = String.raw`[\s\u200C\u200D${marks}]+`;

const inNames = new RegExp(`[${marks}]`, 'g');
const around = new RegExp(`^${edge}|${edge}$`, 'g');
// Also what web pages put around an ID or a name of the other writing direction.
const anywhere = new RegExp(String.raw`[\u200C\u200D\u202A-\u202E\u2066-\u2069${marks}]`, 'g');

/** A text without any invisible characters: for IDs, searches and text that a parser reads. */
export function withoutInvisible(text: string): string {
  return text.replace(anywhere, '');
}

/** An ID or a search as it was meant: without invisible characters, and without white space around it. */
export function cleanTyped(text: string): string {
  return withoutInvisible(text).trim();
}

/** A note without invisible characters around it. Those inside stay: it is kept as it was written. */
export function trimInvisible(text: string): string {
  return text.replace(around, '');
}

/** A name without invisible characters, but for those inside that join emoji and Persian words. */
export function cleanName(text: string): string {
  return trimInvisible(text.replace(inNames, ''));
}
