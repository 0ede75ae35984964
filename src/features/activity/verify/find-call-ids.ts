import { callId } from '@/contract';

/** What was found in pasted text, each once, in the order it came in. */
export interface FoundCalls {
  ids: string[];
  /** How many were named more than once and left out. */
  repeated: number;
  /** Pieces that stand where a call ID should, and cannot be one. */
  invalid: string[];
}

const inAddress = /\/outbound\/([^/\s<>"'?#,;]+)/g;
const headerLine = /^(?:HTTP\/\d|[A-Za-z][A-Za-z-]*:\s)/;
const callKeys = new Set(['call_id', 'call_ids', 'callid', 'callids']);
const plainKeys = new Set(['id', 'ids']);

/**
 * Finds call IDs in what a person pastes: IDs one a line or with commas, addresses that end in
 * `/outbound/{id}` (as in a `Link` header), or the JSON that Fuse's queue calls return, alone or with its
 * headers above it.
 */
export function findCallIds(text: string): FoundCalls {
  const { before, json } = splitJson(text);
  const found = before.split(/\r?\n/).flatMap(idsInLine);
  if (json !== undefined) found.push(...idsInJson(json));
  const unique = [...new Set(found)];
  const ids = unique.filter((id) => callId.safeParse(id).success);
  return {
    ids,
    repeated: found.length - unique.length,
    invalid: unique.filter((id) => !ids.includes(id)),
  };
}

function splitJson(text: string): { before: string; json?: unknown } {
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf(']'), text.lastIndexOf('}'));
  if (start === -1 || end < start) return { before: text };
  try {
    const json: unknown = JSON.parse(withoutNumbers(text.slice(start, end + 1)));
    return { before: `${text.slice(0, start)}\n${text.slice(end + 1)}`, json };
  } catch {
    return { before: text };
  }
}

/** JSON with its whole numbers as strings: a JavaScript number would lose the 17th digit of an ID. */
function withoutNumbers(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    /^\d+$/.test(token) ? `"${token}"` : token,
  );
}

function idsInLine(line: string): string[] {
  const addressed = [...line.matchAll(inAddress)].map(([, id = '']) => id);
  if (addressed.length > 0) return addressed;
  if (headerLine.test(line)) return [];
  return line
    .split(/[\s,;]+/)
    .map((piece) => piece.replaceAll(/^["'`[\]{}]+|["'`[\]{}]+$/g, ''))
    .filter((piece) => piece !== '');
}

function idsInJson(json: unknown): string[] {
  if (Array.isArray(json) && json.every((item) => typeof item === 'string')) return json.flatMap(idsInLine);
  const named = valuesOf(json, callKeys);
  return named.length > 0 ? named : [...valuesOf(json, plainKeys), ...addressesIn(json)];
}

/** The texts at the keys, whether they stand there alone or in a list. */
function valuesOf(json: unknown, keys: ReadonlySet<string>): string[] {
  if (Array.isArray(json)) return json.flatMap((item) => valuesOf(item, keys));
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]: [string, unknown]) => {
    if (!keys.has(key.toLowerCase())) return valuesOf(value, keys);
    const texts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
    return texts.length > 0 ? texts : valuesOf(value, keys);
  });
}

function addressesIn(json: unknown): string[] {
  if (typeof json === 'string') return [...json.matchAll(inAddress)].map(([, id = '']) => id);
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(addressesIn) : [];
}
