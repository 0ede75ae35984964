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

const digits = String.raw`(?<!\d)(\d{1,20})(?!\d)`;

// `/apps/1/2`, and Postman's `"apps", "1", "2"`.
const inPaths = [
  /\bapps\/(\d{1,20})\/(\d{1,20})(?!\d)/gi,
  /["']apps["']\s*,\s*["'](\d{1,20})["']\s*,\s*["'](\d{1,20})["']/gi,
];

const label = String.raw`(?<![a-z])(app|application|dep|deploy|deployment)[\s_-]*(?:id|number|no\.?)(?![a-z])`;
const aLabel = new RegExp(label, 'gi');
// What may stand between a label and its value: punctuation, and the keys of JSON, YAML and Bruno.
const labelled = new RegExp(`${label}((?:(?!${label})[^\\d]){0,160}?)${digits}`, 'gi');

/**
 * Finds every `apps/<digits>/<digits>` and every two IDs in labelled form (`application_id … deployment_id …`,
 * in any order and format, a table with a heading included), each pair once.
 */
export function findIds(text: string): FoundIds {
  const plain = text.replaceAll('\\/', '/').replaceAll(/%2f/gi, '/');
  const found = new Map<string, Pair & { at: number }>();
  const add = (at: number, applicationId = '', deploymentId = '') => {
    const key = `${applicationId}/${deploymentId}`;
    const known = found.get(key);
    if (known === undefined || known.at > at) found.set(key, { at, applicationId, deploymentId });
  };
  for (const pattern of inPaths)
    for (const match of plain.matchAll(pattern)) add(match.index, match[1], match[2]);
  for (const { at, applicationId, deploymentId } of [
    ...inTables(plain),
    ...byLabels(plain),
    ...inPlainList(plain),
  ])
    add(at, applicationId, deploymentId);
  return {
    pairs: [...found.values()]
      .sort((one, other) => one.at - other.at)
      .map(({ applicationId, deploymentId }) => ({ applicationId, deploymentId })),
    secrets: secretsIn(text),
  };
}

const isDeployment = (word: string) => word.toLowerCase().startsWith('dep');

/** Labels with their values in turn. The kind that comes first holds until the next of its own kind. */
function byLabels(text: string): (Pair & { at: number })[] {
  const pairs: (Pair & { at: number })[] = [];
  let first: 'deployment' | 'application' | undefined;
  let held: { at: number; id: string }[] = [];
  let closed = false;
  for (const match of text.matchAll(labelled)) {
    const kind = isDeployment(match[1] ?? '') ? 'deployment' : 'application';
    const id = match[4] ?? '';
    first ??= kind;
    if (kind === first) {
      // Two of the first kind in a row both wait for the other; after a pair a new one begins.
      held =
        closed || kind === 'application' ? [{ at: match.index, id }] : [...held, { at: match.index, id }];
      closed = false;
    } else {
      for (const one of held)
        pairs.push(
          kind === 'deployment'
            ? { at: one.at, applicationId: one.id, deploymentId: id }
            : { at: one.at, applicationId: id, deploymentId: one.id },
        );
      closed = true;
    }
  }
  return pairs;
}

/** Two numbers on each line and nothing else, in the order of an address: anything else is no such list. */
function inPlainList(text: string): (Pair & { at: number })[] {
  const pairs: (Pair & { at: number })[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    if (line.trim() === '') continue;
    const [, applicationId, deploymentId] =
      /^\s*(\d{1,20})(?:\s*[/,;|]\s*|\s+)(\d{1,20})\s*[,;]?\s*$/.exec(line) ?? [];
    if (applicationId === undefined || deploymentId === undefined) return [];
    pairs.push({ at: index, applicationId, deploymentId });
  }
  return pairs;
}

/** A heading that names both IDs and no digits, with rows of cells under it. */
function inTables(text: string): (Pair & { at: number })[] {
  const pairs: (Pair & { at: number })[] = [];
  let columns: { application: number; deployment: number; sign: string } | undefined;
  let at = 0;
  for (const row of text.split(/\r?\n/)) {
    const heading = columnsOf(row);
    if (heading !== undefined) columns = heading;
    else if (columns !== undefined) {
      const cells = row.split(columns.sign).map((cell) => cell.replaceAll(/^[\s"'|]+|[\s"'|]+$/g, ''));
      const [applicationId = '', deploymentId = ''] = [cells[columns.application], cells[columns.deployment]];
      if (/^\d{1,20}$/.test(applicationId) && /^\d{1,20}$/.test(deploymentId))
        pairs.push({ at, applicationId, deploymentId });
    }
    at += row.length + 1;
  }
  return pairs;
}

function columnsOf(row: string) {
  if (/\d/.test(row) || [...row.matchAll(aLabel)].length < 2) return undefined;
  const sign = [',', ';', '\t', '|'].find((one) => row.includes(one));
  if (sign === undefined) return undefined;
  const named = (word: RegExp) => row.split(sign).findIndex((cell) => word.test(cell) && /id|n/i.test(cell));
  const columns = {
    application: named(/\bapp(lication)?[\s_-]*(id|n[ou])/i),
    deployment: named(/deployment[\s_-]*(id|n[ou])/i),
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
