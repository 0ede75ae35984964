import { callId } from '@/contract';
import { maskSpans, cleanPastedText, linesOf, mayGoOnBelow } from '@/lib/pasted-text';
import { findJson, type JsonNode } from '@/lib/read-json';
import { findTables, withoutTextSign } from '@/lib/read-tables';

/** What was found in pasted text, each once, in the order it came in. */
export interface FoundCalls {
  ids: string[];
  /** How many were named more than once and left out. */
  repeated: number;
  /** Pieces that stand where a call ID should and cannot be one, and lines that hold more than call IDs. */
  invalid: string[];
}

interface Piece {
  text: string;
  at: number;
  isId: boolean;
}

/** Where JSON or a table stood. */
const objectSign = '\uFFFC';

const isCallId = (text: string) => callId.safeParse(text).success;
/** A word without a digit is a heading or a status, and a date is no call. */
const isToken = (text: string) => isCallId(text) && /\d/.test(text) && !/^\d{4}-\d\d-\d\d$/.test(text);

const address = /\/outbound\/([^/\s<>"'?#,;]+)/g;
const headerLine = /^(?:HTTP\/\d|[A-Za-z][A-Za-z-]*:\s)/;
const callName = /^calls?(?:ids?|identifiers?)?$/;
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '');
const isCallName = (name: string) => callName.test(plain(name));

/**
 * Finds call IDs in what a person pastes: the JSON that Fuse's queue calls return, one object or one a line; the
 * column of a table that is headed so; addresses that end in `/outbound/{id}`, as in a `Link` header; and lines that
 * hold nothing but call IDs. What stands beside them (telephone numbers, statuses, words) is left alone.
 */
export function findCallIds(text: string): FoundCalls {
  const clean = cleanPastedText(text);
  const json = findJson(clean);
  const tables = findTables(maskSpans(clean, json, objectSign), {
    hint: /call/i,
    columnsOf(names) {
      const columns = names.flatMap((name, index) => (isCallName(name) ? [index] : []));
      return columns.length === 1 ? columns[0] : undefined;
    },
    isForeign: (cells, column) => /\s/.test((cells[column] ?? '').trim()),
  });
  const pieces = [
    ...piecesInJson(json),
    ...tables.flatMap(({ rows, columns }) =>
      rows.flatMap(({ cells }) => {
        const cell = cells[columns];
        return cell === undefined || cell.text === ''
          ? []
          : [asPiece(withoutTextSign(cell.text), cell.start)];
      }),
    ),
    ...piecesInLines(maskSpans(clean, [...json, ...tables], objectSign), clean),
  ].toSorted((one, other) => one.at - other.at);
  const found = pieces.filter(({ isId }) => isId).map((one) => one.text);
  const ids = [...new Set(found)];
  const invalid = new Set(pieces.filter(({ isId }) => !isId).map((one) => one.text));
  return { ids, repeated: found.length - ids.length, invalid: [...invalid] };
}

const asPiece = (text: string, at: number): Piece => ({ text, at, isId: isCallId(text) });
/** What stands in an address. `/outbound/queue` is no call's. */
const fromAddress = (text: string, at: number): Piece => ({ text, at, isId: isToken(text) });

function piecesInJson(nodes: readonly JsonNode[]): Piece[] {
  const named = nodes.flatMap((node) => valuesAt(node, isCallName));
  if (named.length > 0) return named;
  // A plain "id" is a call's where it stands under "calls", or in no other object: deployments have one too.
  const calls = nodes.flatMap(callsIn);
  return [
    ...nodes.flatMap((node) => (node.kind === 'array' ? textsOf(node) : [])),
    ...(calls.length > 0 ? calls : nodes).flatMap(plainIds),
    ...nodes.flatMap(addressesIn),
  ];
}

function callsIn(node: JsonNode): JsonNode[] {
  if (node.kind === 'array') return node.items.flatMap(callsIn);
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, value }) => (isCallName(key) ? [value] : callsIn(value)));
}

function plainIds(node: JsonNode): Piece[] {
  if (node.kind === 'array') return node.items.flatMap(plainIds);
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, value }) => (/^ids?$/i.test(key) ? textsOf(value) : []));
}

/** The IDs at these keys, alone or in a list. */
function valuesAt(node: JsonNode, isWanted: (key: string) => boolean): Piece[] {
  if (node.kind === 'array') return node.items.flatMap((item) => valuesAt(item, isWanted));
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, value }) => {
    const texts = isWanted(key) ? textsOf(value) : [];
    return texts.length > 0 ? texts : valuesAt(value, isWanted);
  });
}

/** A text or a whole number, or those of a list. An address is read as such. */
function textsOf(node: JsonNode): Piece[] {
  if (node.kind === 'array')
    return node.items.flatMap((item) => (item.kind === 'array' ? [] : textsOf(item)));
  if (node.kind === 'object' || (node.kind === 'word' && !/^\d+$/.test(node.value))) return [];
  return node.value.includes('/') ? [] : [asPiece(node.value, node.start)];
}

function addressesIn(node: JsonNode): Piece[] {
  if (node.kind === 'array') return node.items.flatMap(addressesIn);
  if (node.kind === 'object') return node.members.flatMap(({ value }) => addressesIn(value));
  return [...node.value.matchAll(address)].map(([, id = '']) => fromAddress(id, node.start));
}

/** Addresses, and lines of nothing but IDs: one a line, or one list with commas or blanks. */
function piecesInLines(text: string, original: string): Piece[] {
  const pieces: Piece[] = [];
  const lists: { line: string; at: number; ids: string[] }[] = [];
  let wrapped = false;
  for (const { text: line, start } of linesOf(text)) {
    const addressed = [...line.matchAll(address)];
    for (const { 0: whole, 1: id = '', index } of addressed) {
      const at = start + index;
      const goesOn = mayGoOnBelow(original, at, at + whole.length);
      pieces.push({ ...fromAddress(id, at), ...(goesOn && { isId: false }) });
      wrapped = goesOn;
    }
    if (addressed.length > 0 || line.includes(objectSign) || headerLine.test(line)) continue;
    const ids = line
      .split(/[\s,;]+/)
      .map((piece) => piece.replaceAll(/^["'`[\]{}]+|["'`[\]{}]+$/g, ''))
      .filter((piece) => piece !== '');
    if (ids.length === 0) continue;
    if (wrapped || !ids.every(isToken)) pieces.push({ text: line.trim(), at: start, isId: false });
    else lists.push({ line: line.trim(), at: start, ids });
    wrapped = false;
  }
  // Several in each line, and no comma at its end, are the columns of a table without a heading.
  const isTable = lists.slice(0, -1).some(({ line, ids }) => ids.length > 1 && !/[,;]$/.test(line));
  const isHeaded = pieces.some(({ text: word, at }) => at < (lists[0]?.at ?? 0) && /^[^\d:]+$/.test(word));
  for (const { line, at, ids } of lists)
    if (isHeaded || (isTable && ids.length > 1)) pieces.push({ text: line, at, isId: false });
    else pieces.push(...ids.map((id) => ({ text: id, at, isId: true })));
  return pieces;
}
