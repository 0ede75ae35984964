import { savedListColumns, savedListFormat } from '@/contract';

const asJson = new RegExp(String.raw`^\uFEFF?\s*\{\s*"format"\s*:\s*"${savedListFormat}"`);
// As the import reads it: a line that names the separator, and empty columns at the end, are no obstacle.
const asCsv = new RegExp(
  String.raw`^\uFEFF?(?:"?sep=[,;\t]"?[,;\t]*(?:\r\n|\n|\r))?"?${savedListColumns.join('"?[,;\\t]"?')}"?[,;\t]*"?[^\S\r\n]*(?:[\r\n]|$)`,
  'i',
);

/** Whether a text begins as a saved list that a console has exported: as JSON, or as CSV with all of its columns. */
export function isSavedList(text: string): boolean {
  return asJson.test(text) || asCsv.test(text);
}
