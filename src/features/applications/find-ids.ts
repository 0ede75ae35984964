import { pairsInJson, pairsInText, parseJson, type PlacedPair } from './labelled-ids';

/** Two IDs found in a text. */
export interface Pair {
  applicationId: string;
  deploymentId: string;
}

/** What a pasted text holds: pairs of IDs in the order of their first mention, and which kinds of secrets. */
export interface FoundIds {
  pairs: Pair[];
  secrets: string[];
}

// `/apps/1/2`, and Postman's `"apps", "1", "2"`.
const inPaths = [
  /\bapps\/(\d{1,20})\/(\d{1,20})(?!\d)/gi,
  /["']apps["']\s*,\s*["'](\d{1,20})["']\s*,\s*["'](\d{1,20})["']/gi,
];

/**
 * Finds every `apps/<digits>/<digits>` and every two IDs in labelled form (`application_id … deployment_id …`,
 * in any order and format), in a table with a heading or in a plain list, each pair once. Where a text leaves
 * open which number is meant, none is taken: a wrong ID is worse than none.
 */
export function findIds(text: string): FoundIds {
  const plain = text.replaceAll('\\/', '/').replaceAll(/%2f/gi, '/');
  const found = new Map<string, PlacedPair>();
  const add = (pair: PlacedPair) => {
    const key = `${pair.applicationId}/${pair.deploymentId}`;
    const known = found.get(key);
    if (known === undefined || known.at > pair.at) found.set(key, pair);
  };
  for (const pattern of inPaths)
    for (const { index, 1: applicationId = '', 2: deploymentId = '' } of plain.matchAll(pattern))
      add({ at: index, applicationId, deploymentId });
  for (const pair of inStructure(text, plain)) add(pair);
  return {
    pairs: [...found.values()]
      .sort((one, other) => one.at - other.at)
      .map(({ applicationId, deploymentId }) => ({ applicationId, deploymentId })),
    secrets: secretsIn(text),
  };
}

/** By the first reading that fits: what is a table or JSON is not read as prose too. */
function inStructure(text: string, plain: string): PlacedPair[] {
  const json = parseJson(text);
  if (json !== undefined) return pairsInJson(json);
  const rows = inTables(plain);
  if (rows.length > 0) return rows;
  const labelled = pairsInText(plain);
  return labelled.length > 0 ? labelled : inPlainList(plain);
}

const listed = [
  // Two numbers and nothing else, in the order of an address.
  /^\s*(?:[-*+•]\s+|\d+[.)]\s+)?(\d{1,20})(?:\s*[/,;|]\s*|\s+)(\d{1,20})\s*[,;]?\s*$/,
  // A name beside them.
  /^[^/]{0,200}?(?<![^\s:(=,;|])(\d{1,20})\s?\/\s?(\d{1,20})\)?[,;]?\s*$/,
  /^\s*(?:[-*+•]\s+)?(\d{1,20})\s?\/\s?(\d{1,20})(?:\s|\s*[:,;|-]\s)[^/]{0,200}$/,
];

/** A year and a month, or a day and a month: a list of those is none of IDs. */
function maybeDate(one: string, other: string): boolean {
  const isMonth = (text: string) => text.length < 3 && Number(text) <= 12;
  const isYearOrDay = (text: string) =>
    /^(?:19|20)\d\d$/.test(text) || (text.length < 3 && Number(text) <= 31);
  return (isMonth(one) && isYearOrDay(other)) || (isYearOrDay(one) && isMonth(other));
}

/** A pair on each line, with a name beside it or not. Anything else is no such list. */
function inPlainList(text: string): PlacedPair[] {
  const pairs: PlacedPair[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    if (line.trim() === '') continue;
    const [, applicationId, deploymentId] =
      listed.map((pattern) => pattern.exec(line)).find((match) => match !== null) ?? [];
    if (applicationId === undefined || deploymentId === undefined || maybeDate(applicationId, deploymentId))
      return [];
    pairs.push({ at: index, applicationId, deploymentId });
  }
  return pairs;
}

/** Headings that name both IDs and no digits, with rows of cells under them. */
function inTables(text: string): PlacedPair[] {
  const headings = [...text.matchAll(/[^\r\n]+/g)].flatMap(({ 0: row, index }) => {
    const columns = columnsOf(row);
    return columns === undefined ? [] : [{ ...columns, begin: index, end: index + row.length }];
  });
  return headings.flatMap(({ application, deployment, sign, end }, index) =>
    rowsOf(text.slice(end, headings[index + 1]?.begin), sign).flatMap(({ at, cells }) => {
      const [applicationId = '', deploymentId = ''] = [cells[application], cells[deployment]];
      return /^\d{1,20}$/.test(applicationId) && /^\d{1,20}$/.test(deploymentId)
        ? [{ at: end + at, applicationId, deploymentId }]
        : [];
    }),
  );
}

/** Rows of cells as RFC 4180 has them: a quoted cell may hold the sign and line breaks. */
function rowsOf(text: string, sign: string): { at: number; cells: string[] }[] {
  const rows: { at: number; cells: string[] }[] = [];
  const comma = `\\${sign}`;
  const cell = new RegExp(
    String.raw`(?:[ ]*"((?:[^"]|"")*)"[ ]*|([^\r\n${comma}]*))(${comma}|\r?\n|\r|$)`,
    'y',
  );
  let row: { at: number; cells: string[] } = { at: 0, cells: [] };
  while (cell.lastIndex < text.length) {
    const [, quoted, plain = '', after = ''] = cell.exec(text) ?? [];
    row.cells.push(quoted?.replaceAll('""', '"') ?? plain.replaceAll(/^[\s"']+|[\s"']+$/g, ''));
    if (after === sign) continue;
    rows.push(row);
    row = { at: cell.lastIndex, cells: [] };
  }
  return row.cells.length > 0 ? [...rows, row] : rows;
}

function columnsOf(row: string) {
  if (/\d/.test(row)) return undefined;
  const sign = [',', ';', '\t', '|'].find((one) => row.includes(one));
  if (sign === undefined) return undefined;
  const named = (word: RegExp) => row.split(sign).findIndex((cell) => word.test(cell));
  const columns = {
    application: named(/\bapp(lication)?[\s_-]*(id|n[ou])/i),
    deployment: named(/\bdep(loy(ment)?)?[\s_-]*(id|n[ou])/i),
    sign,
  };
  return columns.application < 0 || columns.deployment < 0 ? undefined : columns;
}

const secretSigns: [string, RegExp][] = [
  ['an Authorization header', /\bauthorization\b["']?\s*[:=,]|\b(?:basic|bearer)\s+[a-z0-9+/_=.-]{8,}/i],
  ['a user name and password in an address', /:\/\/[^\s/:@"']+:[^\s/@"']+@/],
  ['CURLOPT_USERPWD', /CURLOPT_USERPWD/i],
  ['curl’s -u option', /(?:^|\s)(?:-u|--user)[\s=]*["']?[^\s:"']+:[^\s]+/m],
  ['a developer key', /developer[\s_-]*key|dev[_-]?key|FUSE_DEVELOPER_KEY/i],
  [
    'a password or token',
    /["']?\b(?:password|passwd|pwd|api[_-]?key|secret|access[_-]?token)\b["']?\s*[:=,]/i,
  ],
];

/** The kinds of credentials that a text seems to hold; never the credentials themselves. */
function secretsIn(text: string): string[] {
  return secretSigns.filter(([, sign]) => sign.test(text)).map(([name]) => name);
}
