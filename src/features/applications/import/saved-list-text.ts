import { savedListColumns, savedListFormat } from '@/contract';

const asJson = new RegExp(String.raw`^\uFEFF?\s*\{\s*"format"\s*:\s*"${savedListFormat}"`);
const asCsv = new RegExp(`^\uFEFF?"?${savedListColumns.join('"?[,;\\t]"?')}"?\\s*$`);

/** Whether a text begins as a saved list that a console has exported: as JSON, or as CSV with all of its columns. */
export function isSavedList(text: string): boolean {
  return asJson.test(text) || asCsv.test(text.slice(0, text.search(/[\r\n]|$/)));
}
