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

// `/apps/1/2`, the console's own `/applications/1/deployments/2`, Postman's `"apps", "1", "2"`, and a heading of both.
const inPaths = [
  /\bapps\/{1,3}(\d{1,20})\/{1,3}(\d{1,20})(?!\d)/gi,
  /\bapplications\/(\d{1,20})\/deployments\/(\d{1,20})(?!\d)/gi,
  /["']apps["']\s*,\s*["'](\d{1,20})["']\s*,\s*["'](\d{1,20})["']/gi,
  /\bapp(?:lication)?(?:[ _-]?id)?[ \t]?\/[ \t]?dep(?:loyment)?(?:[ _-]?id)?["']?[ \t]{0,3}[:=]?[ \t]{0,3}["']?(\d{1,20})[ \t]?\/[ \t]?(\d{1,20})(?!\w|[.-]\w|["']?\s{0,3}[/,;&]\s{0,3}\d)/gi,
];

/**
 * Finds every `apps/<digits>/<digits>` and every two IDs in labelled form (`application_id … deployment_id …`,
 * in any order and format), in a table with a heading or in a plain list, each pair once. Where a text leaves
 * open which number is meant, none is taken: a wrong ID is worse than none.
 */
export function findIds(text: string): FoundIds {
  const written = text.replaceAll('\\/', '/').replaceAll(/[“”„]/g, '"').replaceAll(/[‘’]/g, "'");
  const plain = written.replaceAll(/%2f/gi, '/');
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
    secrets: secretsIn(written),
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

const pairOfWords = String.raw`["']?[^\s:"']+:[^\s"']`;
const secretWord = String.raw`[\w-]*(?:password|passwd|passphrase|pwd|api[_-]?key|secret|token)`;

const secretSigns: [string, RegExp][] = [
  [
    'an Authorization header',
    /\b[Aa](?:uthorization|UTHORIZATION)\b["']?\s*[:=,]|\b(?:[Bb]asic|[Bb]earer|BASIC|BEARER)\s+(?!auth)[\w+/=.-]{6,}/,
  ],
  ['a user name and password in an address', /:\/\/[^\s/"']{1,200}:[^\s/"']{1,200}@/],
  ['CURLOPT_USERPWD', /CURLOPT_USERPWD/i],
  // Also among curl's short options that take nothing: `-su me:pw`, `-sume:pw`.
  [
    'curl’s -u option',
    new RegExp(
      String.raw`(?:^|\s)(?:-[#0-46aBfgGiIjklLnNOpqRsSvZ]*[uU]|--(?:proxy-)?user)[\s=]*${pairOfWords}`,
    ),
  ],
  ['HTTPie’s -a option', new RegExp(String.raw`(?:^|\s)(?:-a|--auth)[\s=]*${pairOfWords}`)],
  ['an auth argument', /\bauth["']?\s*[:=]\s*(?:[\w.]*[([]\s*)?["'][^"']/i],
  // Fuse's user name is an e-mail address; `git@host:path` and a port are none.
  [
    'a user name and key',
    new RegExp(
      [
        String.raw`[\w.+-]{1,64}@(?<!\bgit@)[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}:(?![^\s"']{0,200}/|\d{1,5}(?!\S))[^\s"',;]{4}`,
        String.raw`\b(?:btoa|b64encode|base64_encode|encode64|Buffer\.from)[\s(]{1,5}b?\\?${pairOfWords}`,
        String.raw`(?:basic_?auth|PasswordAuthentication|NetworkCredential|UsernamePasswordCredentials|Credentials\.basic)[\s(]{1,5}\\?["'][^"'\n]{1,200}["']\s{0,5},\s{0,5}\\?["'][^"'\n]`,
      ].join('|'),
      'i',
    ),
  ],
  // Words alone, as in "a wrong developer key", are none.
  [
    'a developer key',
    /(?:developer|dev)[\s_-]?key["']?(?:\s*(?:[:=]|=>)\s*["']?[^\s"']|["']\s*,\s*["']value["']|(?:[ \t]{1,5}is\b)?(?:["']\s*,)?[ \t"']{1,5}(?=[\w-]{0,200}\d)[\w-]{6})/i,
  ],
  [
    'a key',
    /(?<!(?:developer|dev|api)[\s_-]?)key["']?\s{0,5}(?:[:=]|=>)\s{0,5}["']?(?=[a-z+]{0,200}\d)(?=\d{0,200}[a-z])[a-z\d+]{16}/i,
  ],
  [
    'a password or token',
    new RegExp(
      String.raw`(?<![\w-])${secretWord}["']?\s*(?:[:=,]|=>)|\bx-[a-z-]{0,40}(?:key|auth)["']?\s*[:=,]|\bpassword[ \t]{1,9}\S{1,200}[ \t]{0,9}$`,
      'im',
    ),
  ],
  ['a key in an address', new RegExp(String.raw`[?&](?:${secretWord}|key|auth|sig|signature)=[^&\s"']`, 'i')],
];

/** The kinds of credentials that a text seems to hold; never the credentials themselves. */
function secretsIn(text: string): string[] {
  return secretSigns.filter(([, sign]) => sign.test(text)).map(([name]) => name);
}
