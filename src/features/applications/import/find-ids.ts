import { findJson, type JsonNode } from '@/lib/read-json';
import { maskSpans, cleanPastedText, type Span } from '@/lib/pasted-text';
import { findTables } from '@/lib/read-tables';
import { hasHtmlTable, readRichText } from './html-tables';
import { findAddresses } from './id-addresses';
import { findIdsInLines } from './id-lines';
import { findIdColumns, parseId } from './id-names';
import { isOff } from './is-off';
import { isDisabled, findPairsInRecords, parseRecordLines, parseJsonRecords } from './id-records';
import { emptyReading, sortSpans, locateId, toPlacedPair, type PlacedPair, type Reading } from './reading';
import { textBlocks } from './text-blocks';
import { findSecrets } from './find-secrets';
import { buildQuote, type QuotePart } from './quote';

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
export interface SkippedNumbers {
  /** Not whole, or it is open which number is meant. */
  incomplete: number;
  /** Commented out or disabled. */
  disabled: number;
  /** Without a second one beside it. */
  unpaired: number;
}

/** What a pasted text holds: pairs in the order of their first mention, and which kinds of credentials. */
export interface FoundIds {
  pairs: FoundPair[];
  skipped: SkippedNumbers;
  secrets: string[];
}

/** Where JSON or a table stood, for the readers of lines: neither blank nor text. */
const objectSign = '\uFFFC';

/** Where a text of several lines stood that is the value of a key. */
const textSign = '\uFFFB';

/**
 * Whole lines of comments as `.env`, YAML, INI, SQL, shells and most languages have them, comments of blocks, and what
 * is struck out in Markdown and HTML.
 */
const comments =
  /^[ \t]*(?:#(?!\d)|\/\/|;|--[ \t]|rem[ \t]).*$|(?<![^\s,;{[(}\])])\/\*[^]{0,2000}?\*\/|<!--[^]{0,2000}?-->|~~(?=\S)[^]{0,2000}?~~|<(s|del|strike)\b[^]{0,2000}?<\/\1>/gim;

/**
 * Finds the pairs of IDs that a text names together: in an address, in a row of a table with a heading, in an object
 * or a record, or in a line of prose. Everything else is left alone: a wrong pair is worse than none. `html` is the
 * same text as the clipboard has it for rich text.
 */
export function findIds(text: string, html = ''): FoundIds {
  const secrets = findSecrets(text);
  const rich = readRichText(hasHtmlTable(text) && !hasHtmlTable(html) ? text : html);
  const sources = [cleanPastedText(text)];
  if (rich.tables !== '') sources.unshift(cleanPastedText(rich.tables));
  const found = new Map<string, FoundPair>();
  let skipped: SkippedNumbers | undefined;
  for (const source of sources) {
    const { reading, disabled } = readSource(source, secrets.length > 0);
    // The plain text does not tell what is struck out or hidden in the rich text.
    const isStruck = ({ application, deployment }: PlacedPair) =>
      source === sources.at(-1) && [application, deployment].some(({ id }) => rich.disabledNumbers.has(id));
    for (const pair of reading.pairs.filter((one) => !isStruck(one))) {
      const { application, deployment, shown } = pair;
      const key = `${application.id}/${deployment.id}`;
      const quote = buildQuote(source, shown, [application, deployment], secrets.length > 0);
      if (!found.has(key))
        found.set(key, { applicationId: application.id, deploymentId: deployment.id, quote });
    }
    // The same numbers stand in both; they are counted where the pairs were found.
    if (skipped === undefined || found.size === 0)
      skipped = countSkipped(source, reading, disabled, reading.pairs.filter(isStruck));
  }
  return {
    pairs: [...found.values()],
    skipped: skipped ?? { incomplete: 0, disabled: 0, unpaired: 0 },
    secrets,
  };
}

function readSource(text: string, isSecret: boolean): { reading: Reading; disabled: Span[] } {
  const commented = [...text.matchAll(comments)].map(({ 0: comment, index }) => ({
    start: index,
    end: index + comment.length,
  }));
  const body = maskSpans(text, commented);
  if (hasHtmlTable(text)) return { reading: findAddresses(body, text), disabled: commented };

  const texts = textBlocks(body);
  const keys = maskSpans(body, texts, textSign);
  const json = findJson(keys).filter(hasObject);
  const inTables = readTables(maskSpans(keys, json, objectSign), isSecret);
  const lines = maskSpans(keys, [...json, ...inTables.spans], objectSign);
  const records = [
    ...json.flatMap((node) => parseJsonRecords(node)),
    ...parseRecordLines(lines, text, textSign),
  ];
  const disabled = [...records.filter(isDisabled).flatMap(({ fields }) => fields), ...inTables.disabled];

  const inRecords = findPairsInRecords(text, records);
  const isStructured =
    json.length > 0 || texts.length > 0 || inTables.spans.length > 0 || inRecords.pairs.length > 0;
  const readings = [
    findAddresses(maskSpans(body, disabled), text),
    inTables,
    inRecords,
    findIdsInLines(lines, text, !isStructured),
  ];
  return {
    reading: {
      pairs: readings
        .flatMap((one) => one.pairs)
        .toSorted((one, other) => one.application.start - other.application.start),
      incomplete: readings.flatMap((one) => one.incomplete),
    },
    disabled: [...commented, ...disabled],
  };
}

function hasObject(node: JsonNode): boolean {
  return node.kind === 'object' || (node.kind === 'array' && node.items.some(hasObject));
}

/** A longer row is shown by its two cells. */
const longestRow = 200;

function readTables(text: string, isSecret: boolean): Reading & { spans: Span[]; disabled: Span[] } {
  const tables = findTables(text, {
    hint: /app|deployment/i,
    columnsOf(names) {
      const places = findIdColumns(names);
      return places && { ...places, names };
    },
    isForeign: (cells, { application, deployment }) =>
      [cells[application], cells[deployment]].every((cell = '') => /\p{L}/u.test(cell)),
  });
  const reading = emptyReading();
  const disabled: Span[] = [];
  for (const { rows, columns } of tables) {
    let isBelowPair = false;
    for (const { cells, start, end } of rows) {
      const [application, deployment] = [cells[columns.application], cells[columns.deployment]];
      if (application === undefined || deployment === undefined) continue;
      if (columns.names.some((name, index) => isOff(name, cells[index]?.text ?? ''))) {
        disabled.push({ start, end });
        isBelowPair = false;
        continue;
      }
      const row = text.slice(start, end);
      const pair = toPlacedPair(reading, text, columns, cells);
      // In a table with drawn lines, an ID without the other one may be the rest of the ID above it.
      const both = [application, deployment];
      const isHalf =
        both.some((cell) => cell.text === '') && both.some((cell) => parseId(cell.text) !== undefined);
      if (isBelowPair && isHalf && row.includes('│')) reading.pairs.pop();
      isBelowPair = pair !== undefined;
      if (pair !== undefined && !row.trimStart().startsWith('#'))
        reading.pairs.push({
          ...pair,
          shown: isSecret || end - start > longestRow ? sortSpans(application, deployment) : [{ start, end }],
        });
    }
  }
  return { ...reading, spans: tables, disabled };
}

/** Whole numbers that could be IDs by their length: no part of a word, a date, a time, a version or an amount. */
const numberAlone =
  /(?<![\p{L}\p{N}_.:/%-]|\d['’]|\d,(?=\d{3}(?!\d)))\d{3,20}(?![\p{L}\p{N}_%]|[.:/'’-]\d|,\d{3}(?!\d))/gu;

function countSkipped(
  text: string,
  { pairs, incomplete }: Reading,
  disabled: readonly Span[],
  struck: readonly PlacedPair[],
): SkippedNumbers {
  const starts = ({ application, deployment }: PlacedPair) => [application.start, deployment.start];
  const taken = new Set(pairs.flatMap(starts));
  const broken = new Set(
    incomplete.map((span) => locateId(text, span).start).filter((start) => !taken.has(start)),
  );
  const counts: SkippedNumbers = {
    incomplete: broken.size,
    disabled: new Set(struck.flatMap(starts)).size,
    unpaired: 0,
  };
  const enabledText = maskSpans(text, disabled);
  for (const { index } of text.matchAll(numberAlone))
    if (!taken.has(index) && !broken.has(index))
      counts[enabledText[index] === text[index] ? 'unpaired' : 'disabled'] += 1;
  return counts;
}
