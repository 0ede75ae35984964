import { jsonIn, type JsonNode } from '@/lib/read-json';
import { blankOut, cleanPastedText, type Span } from '@/lib/pasted-text';
import { tablesIn } from '@/lib/read-tables';
import { hasHtmlTable, htmlTablesAsText } from './html-tables';
import { addressesIn } from './id-addresses';
import { idsInLines } from './id-lines';
import { idPlaces, wholeId } from './id-names';
import { isOff, pairsInRecords, recordsInLines, recordsOfJson } from './id-records';
import { emptyReading, inOrder, placedIn, readPair, type Reading } from './reading';
import { textBlocks } from './text-blocks';
import { findSecrets } from './find-secrets';
import { quoteOf, type QuotePart } from './quote';

/** The two IDs of a deployment. */
export interface Pair {
  applicationId: string;
  deploymentId: string;
}

/** Two IDs that a text names together, and the piece of it that says so. */
export interface FoundPair extends Pair {
  quote: QuotePart[];
}

/** How many numbers that could be IDs were not taken, by the reason. */
export interface LeftAlone {
  /** Not whole, or it is open which number is meant. */
  cut: number;
  /** Commented out or disabled. */
  off: number;
  /** Without a second one beside it. */
  alone: number;
}

/** What a pasted text holds: pairs in the order of their first mention, and which kinds of credentials. */
export interface FoundIds {
  pairs: FoundPair[];
  leftAlone: LeftAlone;
  secrets: string[];
}

/** Where JSON or a table stood, for the readers of lines: neither blank nor text. */
const objectSign = '\uFFFC';

/** Where a text of several lines stood that is the value of a key. */
const textSign = '\uFFFB';

/** Whole lines of comments as `.env`, YAML, INI, SQL, shells and most languages have them, and comments of blocks. */
const comments =
  /^[ \t]*(?:#(?!\d)|\/\/|;|--[ \t]|rem[ \t]).*$|(?<!\S)\/\*[^]{0,2000}?\*\/|<!--[^]{0,2000}?-->/gim;

/**
 * Finds the pairs of IDs that a text names together: in an address, in a row of a table with a heading, in an object
 * or a record, or in a line of prose. Everything else is left alone: a wrong pair is worse than none. `html` is the
 * same text as the clipboard has it for rich text.
 */
export function findIds(text: string, html = ''): FoundIds {
  const secrets = findSecrets(text);
  const markup = [html, text].find(hasHtmlTable) ?? '';
  const sources = [cleanPastedText(text)];
  if (markup !== '') sources.unshift(cleanPastedText(htmlTablesAsText(markup)));
  const found = new Map<string, FoundPair>();
  let leftAlone: LeftAlone | undefined;
  for (const source of sources) {
    const { reading, off } = read(source, secrets.length > 0);
    for (const { application, deployment, shown } of reading.pairs) {
      const key = `${application.id}/${deployment.id}`;
      const quote = quoteOf(source, shown, [application, deployment], secrets.length > 0);
      if (!found.has(key))
        found.set(key, { applicationId: application.id, deploymentId: deployment.id, quote });
    }
    // The same numbers stand in both; they are counted where the pairs were found.
    if (leftAlone === undefined || found.size === 0) leftAlone = countLeftAlone(source, reading, off);
  }
  return { pairs: [...found.values()], leftAlone: leftAlone ?? { cut: 0, off: 0, alone: 0 }, secrets };
}

function read(text: string, isSecret: boolean): { reading: Reading; off: Span[] } {
  const commented = [...text.matchAll(comments)].map(({ 0: comment, index }) => ({
    start: index,
    end: index + comment.length,
  }));
  const body = blankOut(text, commented);
  if (hasHtmlTable(text)) return { reading: addressesIn(body), off: commented };

  const texts = textBlocks(body);
  const keys = blankOut(body, texts, textSign);
  const json = jsonIn(keys).filter(hasObject);
  const inTables = readTables(blankOut(keys, json, objectSign), isSecret);
  const lines = blankOut(keys, [...json, ...inTables.spans], objectSign);
  const records = [...json.flatMap((node) => recordsOfJson(node)), ...recordsInLines(lines, text, textSign)];
  const off = records.filter(isOff).flatMap(({ fields }) => fields);

  const inRecords = pairsInRecords(text, records);
  const isStructured =
    json.length > 0 || texts.length > 0 || inTables.spans.length > 0 || inRecords.pairs.length > 0;
  const readings = [addressesIn(blankOut(body, off)), inTables, inRecords, idsInLines(lines, !isStructured)];
  return {
    reading: {
      pairs: readings
        .flatMap((one) => one.pairs)
        .toSorted((one, other) => one.application.start - other.application.start),
      cut: readings.flatMap((one) => one.cut),
    },
    off: [...commented, ...off],
  };
}

function hasObject(node: JsonNode): boolean {
  return node.kind === 'object' || (node.kind === 'array' && node.items.some(hasObject));
}

/** A longer row is shown by its two cells. */
const longestRow = 200;

function readTables(text: string, isSecret: boolean): Reading & { spans: Span[] } {
  const tables = tablesIn(text, {
    hint: /app|deployment/i,
    columnsOf: idPlaces,
    isForeign: (cells, { application, deployment }) =>
      [cells[application], cells[deployment]].every((cell = '') => /\p{L}/u.test(cell)),
  });
  const reading = emptyReading();
  for (const { rows, columns } of tables) {
    let isBelowPair = false;
    for (const { cells, start, end } of rows) {
      const [application, deployment] = [cells[columns.application], cells[columns.deployment]];
      if (application === undefined || deployment === undefined) continue;
      const row = text.slice(start, end);
      const pair = readPair(reading, text, application, deployment);
      // In a table with drawn lines, an ID without the other one may be the rest of the ID above it.
      const both = [application, deployment];
      const isHalf =
        both.some((cell) => cell.text === '') && both.some((cell) => wholeId(cell.text) !== undefined);
      if (isBelowPair && isHalf && row.includes('│')) reading.pairs.pop();
      isBelowPair = pair !== undefined;
      if (pair !== undefined && !row.trimStart().startsWith('#'))
        reading.pairs.push({
          ...pair,
          shown: isSecret || end - start > longestRow ? inOrder(application, deployment) : [{ start, end }],
        });
    }
  }
  return { ...reading, spans: tables };
}

/** Whole numbers that could be IDs by their length: no part of a word, a date, a time, a version or an amount. */
const numberAlone =
  /(?<![\p{L}\p{N}_.:/%-]|\d['’]|\d,(?=\d{3}(?!\d)))\d{3,20}(?![\p{L}\p{N}_%]|[.:/'’-]\d|,\d{3}(?!\d))/gu;

function countLeftAlone(text: string, { pairs, cut }: Reading, off: readonly Span[]): LeftAlone {
  const taken = new Set(
    pairs.flatMap(({ application, deployment }) => [application.start, deployment.start]),
  );
  const broken = new Set(cut.map((span) => placedIn(text, span).start).filter((start) => !taken.has(start)));
  const counts: LeftAlone = { cut: broken.size, off: 0, alone: 0 };
  const withoutOff = blankOut(text, off);
  for (const { index } of text.matchAll(numberAlone))
    if (!taken.has(index) && !broken.has(index))
      counts[withoutOff[index] === text[index] ? 'alone' : 'off'] += 1;
  return counts;
}
