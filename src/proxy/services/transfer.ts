import { createHash } from 'node:crypto';
import {
  maxImportRows,
  savedListFile,
  savedListFormat,
  type Application,
  type DeploymentValues,
  type ImportRequest,
  type ImportResult,
  type SavedListFile,
} from '../../contract';
import { checkFields } from '../input';
import { journal, ProblemError } from '../problems';
import type { SavedChange, Store } from '../store/store';
import { linesOf } from './json-lines';
import { joinTags, NotCsv, readCsv, splitTags, writeCsv } from './saved-list-csv';

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
    tags: input.tags ?? [],
    note: input.note || null,
  };
}

function refuse(errors: FieldError[]): never {
  const shown = errors.slice(0, maxErrors);
  const more = errors.length > shown.length ? ` and ${errors.length - shown.length} more errors` : '';
  const detail = shown.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new ProblemError('invalid_request', `${detail}${more}.`, {
    extra: { errors: shown, errorCount: errors.length },
  });
}

function fileOf(applications: readonly Application[]): SavedListFile {
  return {
    format: savedListFormat,
    version: 1,
    applications: applications.map(({ applicationId, name, deployments }) => ({
      applicationId,
      name,
      deployments: deployments.map((deployment) => ({
        deploymentId: deployment.deploymentId,
        ...valuesOf(deployment),
      })),
    })),
  };
}

/** The saved list as a JSON file. */
export function listAsJson(applications: readonly Application[]): string {
  return `${JSON.stringify(fileOf(applications), null, 2)}\n`;
}

/** The saved list as a CSV file; an application without deployments has a line of its own. */
export function listAsCsv(applications: readonly Application[]): string {
  const none = { deployment_id: '', deployment_name: '', environment: '', tags: '', note: '' };
  return writeCsv(
    applications.flatMap(({ applicationId, name, deployments }) => {
      const application = { application_id: applicationId, application_name: name };
      if (deployments.length === 0) return [{ ...application, ...none }];
      return deployments.map((deployment) => ({
        ...application,
        deployment_id: deployment.deploymentId,
        deployment_name: deployment.name,
        environment: deployment.environment,
        tags: joinTags(deployment.tags),
        note: deployment.note ?? '',
      }));
    }),
  );
}

function readJsonFile(content: string): Wanted {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    const line = at === undefined ? 1 : content.slice(0, Number(at)).split('\n').length;
    refuse([{ field: `line ${line}`, message: 'is not JSON' }]);
  }
  const lines = linesOf(content);
  const lineOf = (path: string) => {
    for (let rest = path; rest !== ''; rest = rest.slice(0, Math.max(rest.lastIndexOf('.'), 0))) {
      const line = lines.get(rest);
      if (line !== undefined) return line;
    }
    return 1;
  };
  const checked = checkFields(savedListFile, value);
  if ('errors' in checked)
    refuse(
      checked.errors.map(({ field, message }) => ({ field: `line ${lineOf(field)}, ${field}`, message })),
    );
  const { applications } = checked.data;
  return {
    format: 'json',
    applications: applications.map(({ applicationId, name }, index) => ({
      line: lineOf(`applications.${index}`),
      applicationId,
      name,
    })),
    deployments: applications.flatMap(({ applicationId, deployments }, index) =>
      deployments.map(({ deploymentId, ...input }, at) => ({
        line: lineOf(`applications.${index}.deployments.${at}`),
        applicationId,
        deploymentId,
        values: valuesOf(input),
      })),
    ),
  };
}

const columnOf: Readonly<Record<string, string>> = {
  applicationId: 'application_id',
  name: 'application_name',
  deploymentId: 'deployment_id',
  environment: 'environment',
  tags: 'tags',
  note: 'note',
};

/** The column that a field of the one application of a row is written in. */
function columnFor(field: string): string {
  const inDeployment = /^applications\.0\.deployments\.0\.(\w+)/.exec(field)?.[1];
  if (inDeployment === 'name') return 'deployment_name';
  return columnOf[inDeployment ?? /^applications\.0\.(\w+)/.exec(field)?.[1] ?? ''] ?? 'line';
}

function readCsvFile(content: string): Wanted {
  const wanted: Wanted = { format: 'csv', applications: [], deployments: [] };
  const errors: FieldError[] = [];
  try {
    for (const { line, values } of readCsv(content)) {
      const rest = [values.deployment_name, values.environment, values.tags, values.note];
      const bare = values.deployment_id === '' && rest.every((cell) => cell === '');
      const deployment = {
        deploymentId: values.deployment_id,
        name: values.deployment_name,
        environment: values.environment,
        tags: splitTags(values.tags),
        note: values.note,
      };
      const checked = checkFields(savedListFile, {
        format: savedListFormat,
        version: 1,
        applications: [
          {
            applicationId: values.application_id,
            name: values.application_name,
            deployments: bare ? [] : [deployment],
          },
        ],
      });
      if ('errors' in checked) {
        errors.push(
          ...checked.errors.map(({ field, message }) => ({
            field: `line ${line}, ${columnFor(field)}`,
            message,
          })),
        );
        continue;
      }
      const { application_id: applicationId, application_name: name } = values;
      wanted.applications.push({ line, applicationId, name });
      if (!bare)
        wanted.deployments.push({
          line,
          applicationId,
          deploymentId: values.deployment_id,
          values: valuesOf(deployment),
        });
    }
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    errors.push({ field: `line ${error.line}`, message: error.message });
  }
  if (errors.length > 0) refuse(errors);
  return wanted;
}

function readFile(content: string): Wanted {
  const text = content.replace(/^\uFEFF/, '');
  const message = text.includes('\0')
    ? 'is UTF-16 or not text at all: save the file as UTF-8'
    : text.includes('\uFFFD')
      ? 'was not read as UTF-8: save the file as UTF-8'
      : text.trim() === ''
        ? 'is empty'
        : null;
  if (message !== null) {
    const at = text.search(/[\0\uFFFD]/);
    refuse([{ field: `line ${at < 0 ? 1 : text.slice(0, at).split('\n').length}`, message }]);
  }
  const wanted = /^\s*[[{]/.test(text) ? readJsonFile(text) : readCsvFile(text);
  const rows = Math.max(wanted.applications.length, wanted.deployments.length);
  if (rows > maxImportRows)
    refuse([{ field: 'content', message: `has ${rows} rows, but must have at most ${maxImportRows}` }]);
  return wanted;
}

/** Entries by ID, the first of each, and the IDs that come again with other data. */
function once<T extends { line: number }>(
  entries: readonly T[],
  key: (entry: T) => string,
  data: (entry: T) => unknown,
) {
  const first = new Map<string, { entry: T; data: string; lines: number[]; differs: boolean }>();
  for (const entry of entries) {
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
function compare(wanted: Wanted, saved: readonly Application[]): Omit<ImportResult, 'mode' | 'previewHash'> {
  const before = new Map<string, { name: string } | DeploymentValues>();
  for (const application of saved) {
    before.set(application.applicationId, { name: application.name });
    for (const deployment of application.deployments)
      before.set(`${application.applicationId}/${deployment.deploymentId}`, valuesOf(deployment));
  }
  const entries = [
    ...once(
      wanted.applications.map(({ name, ...rest }) => ({ ...rest, deploymentId: null, after: { name } })),
      ({ applicationId }) => applicationId,
      ({ after }) => after,
    ),
    ...once(
      wanted.deployments.map(({ values, ...rest }) => ({ ...rest, after: values })),
      ({ applicationId, deploymentId }) => `${applicationId}/${deploymentId}`,
      ({ after }) => after,
    ),
  ];
  const result: Omit<ImportResult, 'mode' | 'previewHash'> = {
    format: wanted.format,
    added: [],
    changed: [],
    unchanged: 0,
    conflicts: [],
  };
  for (const { entry, data, lines, differs } of entries) {
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
  const wanted = readFile(content);
  // The version first: a change that comes after it makes the writing fail.
  const version = await journal(store.savedVersion());
  const result = compare(wanted, await journal(store.listApplications()));
  const previewHash = createHash('sha256').update(`${version}\n${content}`).digest('base64url');
  if (mode === 'preview') return { mode, previewHash, ...result };

  const stale = new ProblemError(
    'conflict',
    'The saved list or the file has changed since the preview: look at the preview again. Nothing was changed.',
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
  const done = await journal(store.changeSaved({ ...change, ifVersion: version }));
  if (done.kind !== 'changed') throw stale;
  return { mode, previewHash, ...result };
}
