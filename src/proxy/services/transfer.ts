import { createHash } from 'node:crypto';
import {
  listedApplication,
  listedDeployment,
  maxErrorCount,
  maxImportRows,
  savedListFile,
  type Application,
  type DeploymentValues,
  type ImportRequest,
  type ImportResult,
} from '../../contract';
import type { z } from '../../contract/zod';
import { checkFields } from '../input';
import { inTurns } from '../next-turn';
import { fromStore, ProblemError } from '../problems';
import type { SavedChange, Store } from '../store/store';
import { NotJson, placesIn } from './json-lines';
import { NotCsv, readCsv, splitTags } from './saved-list-csv';

/** As many as a person can read; the answer says how many there are. */
const maxErrors = 50;

interface FieldError {
  field: string;
  message: string;
}

/** What a file says, each entry with its line. */
interface Wanted {
  format: 'json' | 'csv';
  applications: { line: number; applicationId: string; name: string }[];
  deployments: { line: number; applicationId: string; deploymentId: string; values: DeploymentValues }[];
}

function valuesOf(input: {
  name: string;
  environment: string;
  tags?: string[] | undefined;
  note?: string | null | undefined;
}): DeploymentValues {
  // A CSV cell cannot tell an empty note from none.
  return {
    name: input.name,
    environment: input.environment,
    tags: [...new Set(input.tags)],
    note: input.note || null,
  };
}

function refuse(errors: FieldError[]): never {
  const shown = errors.slice(0, maxErrors);
  const count = Math.min(errors.length, maxErrorCount);
  const least = count < maxErrorCount ? '' : 'more than ';
  const more = count > shown.length ? ` and ${least}${count - shown.length} more errors` : '';
  const detail = shown.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new ProblemError('invalid_request', `${detail}${more}.`, {
    extra: { errors: shown, errorCount: count },
  });
}

/** The value as the schema has it; otherwise what is wrong is added to the errors, at the path it stands at. */
function check<S extends z.ZodMiniType>(
  errors: FieldError[],
  schema: S,
  value: unknown,
  path: string,
): z.infer<S> | undefined {
  const checked = checkFields(schema, value);
  if ('data' in checked) return checked.data;
  for (const { field, message } of checked.errors)
    errors.push({
      field: field === 'body' ? path || field : path === '' ? field : `${path}.${field}`,
      message,
    });
  return undefined;
}

function limitRows(rows: number): void {
  if (rows > maxImportRows) refuse([{ field: 'content', message: `has more than ${maxImportRows} rows` }]);
}

/** The line of each place in a JSON text that is wanted, or of the one around it. */
async function linesOf(text: string, isWanted: (path: string, depth: number) => boolean) {
  const lines = new Map<string, number>();
  try {
    for await (const { path, depth, line } of inTurns(placesIn(text), 2000))
      if (isWanted(path, depth)) {
        lines.set(path, line);
        // Each entry has one line; what has more is refused before anything is made of it.
        limitRows(lines.size / 2 - maxErrorCount);
      }
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    refuse([{ field: error.field, message: error.message }]);
  }
  return (path: string) => {
    for (let rest = path; rest !== ''; rest = rest.slice(0, Math.max(rest.lastIndexOf('.'), 0))) {
      const line = lines.get(rest);
      if (line !== undefined) return line;
    }
    return 1;
  };
}

/** The list under a key, taken out so that its items are checked one by one. */
function takeOut(value: unknown, key: string): { rest: unknown; items: unknown[] } {
  if (typeof value !== 'object' || value === null || !(key in value)) return { rest: value, items: [] };
  const items: unknown = Reflect.get(value, key);
  return Array.isArray(items) ? { rest: { ...value, [key]: [] }, items } : { rest: value, items: [] };
}

async function readJsonFile(content: string): Promise<Wanted> {
  // Entries stand two and four deep: `applications.0.deployments.0`.
  const isEntry = (_: string, depth: number) => depth === 2 || depth === 4;
  const lineOf = await linesOf(content, isEntry);
  const wanted: Wanted = { format: 'json', applications: [], deployments: [] };
  const errors: FieldError[] = [];
  const { rest: file, items: applications } = takeOut(JSON.parse(content), 'applications');
  check(errors, savedListFile, file, '');
  limitRows(applications.length);
  for await (const [index, item] of inTurns(applications.entries())) {
    const path = `applications.${index}`;
    const { rest, items } = takeOut(item, 'deployments');
    const application = check(errors, listedApplication, rest, path);
    if (application !== undefined) {
      const { applicationId, name } = application;
      wanted.applications.push({ line: lineOf(path), applicationId, name });
    }
    for await (const [at, one] of inTurns(items.entries())) {
      const deployment = check(errors, listedDeployment, one, `${path}.deployments.${at}`);
      if (deployment !== undefined && application !== undefined) {
        const { deploymentId, ...input } = deployment;
        wanted.deployments.push({
          line: lineOf(`${path}.deployments.${at}`),
          applicationId: application.applicationId,
          deploymentId,
          values: valuesOf(input),
        });
      }
      if (errors.length >= maxErrorCount) break;
      limitRows(wanted.deployments.length);
    }
    if (errors.length >= maxErrorCount) break;
  }
  if (errors.length === 0) return wanted;
  const fields = new Set(errors.map(({ field }) => field));
  const lineOfField = await linesOf(content, (path, depth) => isEntry(path, depth) || fields.has(path));
  refuse(errors.map(({ field, message }) => ({ field: `line ${lineOfField(field)}, ${field}`, message })));
}

/** The columns that the fields of an application and of a deployment are written in. */
const columnOf = {
  application: { applicationId: 'application_id', name: 'application_name' },
  deployment: {
    deploymentId: 'deployment_id',
    name: 'deployment_name',
    environment: 'environment',
    tags: 'tags',
    note: 'note',
  },
};

async function readCsvFile(content: string): Promise<Wanted> {
  const wanted: Wanted = { format: 'csv', applications: [], deployments: [] };
  const errors: FieldError[] = [];
  try {
    for await (const { line, values } of inTurns(readCsv(content))) {
      const { application_id: applicationId, application_name: name } = values;
      const found: FieldError[] = [];
      const tell = (columns: Readonly<Record<string, string>>) => {
        for (const { field, message } of found.splice(0))
          errors.push({ field: `line ${line}, ${columns[field.split('.')[0] ?? ''] ?? field}`, message });
      };
      check(found, listedApplication, { applicationId, name, deployments: [] }, '');
      tell(columnOf.application);
      wanted.applications.push({ line, applicationId, name });

      const { deployment_id: deploymentId, deployment_name, environment, note } = values;
      if ([deploymentId, deployment_name, environment, values.tags, note].some((cell) => cell !== '')) {
        const input = { name: deployment_name, environment, tags: splitTags(values.tags), note };
        check(found, listedDeployment, { deploymentId, ...input }, '');
        tell(columnOf.deployment);
        wanted.deployments.push({ line, applicationId, deploymentId, values: valuesOf(input) });
      }
      if (errors.length >= maxErrorCount) break;
      limitRows(wanted.applications.length);
    }
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    errors.push({ field: `line ${error.line}`, message: error.message });
  }
  if (errors.length > 0) refuse(errors);
  return wanted;
}

async function readFile(content: string): Promise<Wanted> {
  const text = content.replace(/^\uFEFF/, '');
  const refuseAt = (at: number, message: string) =>
    refuse([{ field: `line ${text.slice(0, at).split('\n').length}`, message }]);
  if (text.trim() === '') refuseAt(0, 'is empty');
  const zero = text.indexOf('\0');
  if (zero >= 0) refuseAt(zero, 'is UTF-16 or not text at all: save the file as UTF-8');
  // Where a byte order mark says that the file is UTF-8, this sign was written and does not stand for a lost one.
  const lost = text === content ? text.indexOf('\uFFFD') : -1;
  if (lost >= 0) refuseAt(lost, 'was not read as UTF-8: save the file as UTF-8');
  return /^\s*[[{]/.test(text) ? readJsonFile(text) : readCsvFile(text);
}

/** Entries by ID, the first of each, and the IDs that come again with other data. */
async function once<T extends { line: number }>(
  entries: readonly T[],
  key: (entry: T) => string,
  data: (entry: T) => unknown,
) {
  const first = new Map<string, { entry: T; data: string; lines: number[]; differs: boolean }>();
  for await (const entry of inTurns(entries)) {
    const text = JSON.stringify(data(entry));
    const known = first.get(key(entry));
    if (known === undefined)
      first.set(key(entry), { entry, data: text, lines: [entry.line], differs: false });
    else {
      known.lines.push(entry.line);
      known.differs ||= known.data !== text;
    }
  }
  return [...first.values()];
}

/** What a file would do to the saved list. */
async function compare(
  wanted: Wanted,
  saved: readonly Application[],
): Promise<Omit<ImportResult, 'mode' | 'previewHash'>> {
  const before = new Map<string, { name: string } | DeploymentValues>();
  for (const application of saved) {
    before.set(application.applicationId, { name: application.name });
    for await (const deployment of inTurns(application.deployments))
      before.set(`${application.applicationId}/${deployment.deploymentId}`, valuesOf(deployment));
  }
  const entries = [
    ...(await once(
      wanted.applications.map(({ name, ...rest }) => ({ ...rest, deploymentId: null, after: { name } })),
      ({ applicationId }) => applicationId,
      ({ after }) => after,
    )),
    ...(await once(
      wanted.deployments.map(({ values, ...rest }) => ({ ...rest, after: values })),
      ({ applicationId, deploymentId }) => `${applicationId}/${deploymentId}`,
      ({ after }) => after,
    )),
  ];
  const result: Omit<ImportResult, 'mode' | 'previewHash'> = {
    format: wanted.format,
    added: [],
    changed: [],
    unchanged: 0,
    conflicts: [],
  };
  for await (const { entry, data, lines, differs } of inTurns(entries)) {
    const { line, applicationId, deploymentId, after } = entry;
    const was = before.get(deploymentId === null ? applicationId : `${applicationId}/${deploymentId}`);
    if (differs) result.conflicts.push({ applicationId, deploymentId, lines });
    else if (was === undefined) result.added.push({ line, applicationId, deploymentId, after });
    else if (JSON.stringify(was) === data) result.unchanged += 1;
    else result.changed.push({ line, applicationId, deploymentId, before: was, after });
  }
  return result;
}

function changeOf({ added, changed }: Pick<ImportResult, 'added' | 'changed'>, keep: boolean): SavedChange {
  const change: SavedChange = { applications: [], deployments: [] };
  for (const { applicationId, deploymentId, after } of [...added, ...(keep ? [] : changed)]) {
    if (deploymentId === null) change.applications.push({ applicationId, name: after.name });
    else if ('environment' in after) change.deployments.push({ applicationId, deploymentId, values: after });
  }
  return change;
}

/**
 * Shows what a file would change, or changes it, all or nothing. Problems: `invalid_request` naming lines and
 * columns, `conflict` when the list or the file is not what the preview saw.
 */
export async function importList(
  store: Pick<Store, 'listApplications' | 'savedVersion' | 'changeSaved'>,
  { content, mode, onConflict, previewHash: seen }: ImportRequest,
): Promise<ImportResult> {
  const wanted = await readFile(content);
  // The version first: a change that comes after it makes the writing fail.
  const version = await fromStore(store.savedVersion());
  const result = await compare(wanted, await fromStore(store.listApplications()));
  const previewHash = createHash('sha256').update(`${version}\n${content}`).digest('base64url');
  if (mode === 'preview') return { mode, previewHash, ...result };

  const stale = new ProblemError(
    'conflict',
    seen === undefined
      ? 'The saved list was changed at the same moment: try again. Nothing was changed.'
      : 'The saved list or the file has changed since the preview: look at the preview again. Nothing was changed.',
  );
  if (seen !== undefined && seen !== previewHash) throw stale;
  if (result.conflicts.length > 0)
    refuse(
      result.conflicts.map(({ applicationId, deploymentId, lines }) => ({
        field: `line ${lines.at(-1)}, ${deploymentId === null ? 'application_id' : 'deployment_id'}`,
        message: `${deploymentId ?? applicationId} stands there again with other data (lines ${lines.slice(0, 10).join(', ')})`,
      })),
    );
  const change = changeOf(result, onConflict === 'keep');
  const done = await fromStore(store.changeSaved({ ...change, ifVersion: version }));
  if (done.kind !== 'changed') throw stale;
  return { mode, previewHash, ...result };
}
