import {
  listedApplication,
  listedDeployment,
  maxErrorCount,
  maxImportRows,
  savedListFile,
  type DeploymentValues,
} from '../../../contract';
import type { z } from '../../../contract/zod';
import { checkFields } from '../../http/input';
import { JsonFault, walkJson, type JsonPlace } from '../../http/json';
import { inTurns } from '../../run/next-turn';
import { ProblemError } from '../../http/problems';
import { NotCsv, readCsv, splitTags } from './csv';
import { parseJsonFile } from './json-file';

/** Errors listed in an answer: as many as a person can read. The answer also counts them all. */
const maxErrors = 50;

interface FieldError {
  field: string;
  message: string;
}

/** The entries of a file, each with its line. */
export interface SavedListContent {
  format: 'json' | 'csv';
  applications: { line: number; applicationId: string; name: string }[];
  deployments: {
    line: number;
    applicationId: string;
    deploymentId: string;
    values: DeploymentValues;
    /** The file does not say whether it is protected: it stays as it is saved. */
    keepsProtection: boolean;
  }[];
}

/** A deployment as the saved list keeps it. */
export function toDeploymentValues(input: {
  name: string;
  environment: string;
  tags?: string[] | undefined;
  note?: string | null | undefined;
  protectedReason?: string | null | undefined;
}): DeploymentValues {
  // A CSV cell cannot tell an empty note from none.
  return {
    name: input.name,
    environment: input.environment,
    tags: [...new Set(input.tags)],
    note: input.note || null,
    ...(typeof input.protectedReason === 'string' && { protectedReason: input.protectedReason }),
  };
}

/** Throws the problem `invalid_request`, which names each faulty place of a file and the rule that it breaks. */
export function refuseFile(errors: FieldError[]): never {
  const shown = errors.slice(0, maxErrors);
  const count = Math.min(errors.length, maxErrorCount);
  const least = count < maxErrorCount ? '' : 'more than ';
  const more = count > shown.length ? ` and ${least}${count - shown.length} more errors` : '';
  const detail = shown.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new ProblemError('invalid_request', `${detail}${more}.`, {
    extra: { errors: shown, errorCount: count },
  });
}

/** The parsed value; if it breaks a rule, undefined, and the errors are added to `errors` under their path. */
function checkEntry<S extends z.ZodMiniType>(
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
  if (rows > maxImportRows)
    refuseFile([{ field: 'content', message: `has more than ${maxImportRows} rows` }]);
}

/** The line of each value of a JSON text that is wanted, or of the value around it. */
async function findLines(text: string, isWanted: (place: JsonPlace) => boolean) {
  const lines = new Map<string, number>();
  for await (const place of inTurns(walkJson(text), 2000)) {
    if (!isWanted(place)) continue;
    lines.set(place.path, place.line);
    // Each entry has one line; a file with more is refused before anything is made of it.
    limitRows(lines.size / 2 - maxErrorCount);
  }
  return (path: string) => {
    for (let rest = path; rest !== ''; rest = rest.slice(0, Math.max(rest.lastIndexOf('.'), 0))) {
      const line = lines.get(rest);
      if (line !== undefined) return line;
    }
    return 1;
  };
}

/** Takes the list under `key` out of an object, so that its items can be checked one by one. */
function takeList(value: unknown, key: string): { rest: unknown; items: unknown[] } {
  if (typeof value !== 'object' || value === null || !(key in value)) return { rest: value, items: [] };
  const items: unknown = Reflect.get(value, key);
  return Array.isArray(items) ? { rest: { ...value, [key]: [] }, items } : { rest: value, items: [] };
}

async function readJsonFile(content: string): Promise<SavedListContent> {
  const value = await parseJsonFile(content).catch((error: unknown) => {
    if (!(error instanceof JsonFault)) throw error;
    const { line, path, message } = error;
    refuseFile([{ field: path === null ? `line ${line}` : `line ${line}, ${path}`, message }]);
  });
  // Entries stand two and four deep: `applications.0.deployments.0`.
  const isEntry = ({ depth }: JsonPlace) => depth === 2 || depth === 4;
  const lineOf = await findLines(content, isEntry);
  const list: SavedListContent = { format: 'json', applications: [], deployments: [] };
  const errors: FieldError[] = [];
  const { rest: file, items: applications } = takeList(value, 'applications');
  checkEntry(errors, savedListFile, file, '');
  limitRows(applications.length);
  for await (const [index, item] of inTurns(applications.entries())) {
    const path = `applications.${index}`;
    const { rest, items } = takeList(item, 'deployments');
    const application = checkEntry(errors, listedApplication, rest, path);
    if (application !== undefined) {
      const { applicationId, name } = application;
      list.applications.push({ line: lineOf(path), applicationId, name });
    }
    for await (const [at, one] of inTurns(items.entries())) {
      const deployment = checkEntry(errors, listedDeployment, one, `${path}.deployments.${at}`);
      if (deployment !== undefined && application !== undefined) {
        const { deploymentId, ...input } = deployment;
        list.deployments.push({
          line: lineOf(`${path}.deployments.${at}`),
          applicationId: application.applicationId,
          deploymentId,
          values: toDeploymentValues(input),
          keepsProtection: input.protectedReason === undefined,
        });
      }
      if (errors.length >= maxErrorCount) break;
      limitRows(list.deployments.length);
    }
    if (errors.length >= maxErrorCount) break;
  }
  if (errors.length === 0) return list;
  const fields = new Set(errors.map(({ field }) => field));
  const lineOfField = await findLines(content, (place) => isEntry(place) || fields.has(place.path));
  refuseFile(
    errors.map(({ field, message }) => ({ field: `line ${lineOfField(field)}, ${field}`, message })),
  );
}

/** The columns of the fields of an application and of a deployment, in words. */
const columnOf = {
  application: { applicationId: 'application ID', name: 'application name' },
  deployment: {
    deploymentId: 'deployment ID',
    name: 'deployment name',
    environment: 'environment',
    tags: 'tags',
    note: 'note',
    protectedReason: 'protected',
  },
};

async function readCsvFile(content: string): Promise<SavedListContent> {
  const list: SavedListContent = { format: 'csv', applications: [], deployments: [] };
  const errors: FieldError[] = [];
  let rows = 0;
  try {
    for await (const { line, values } of inTurns(readCsv(content))) {
      const { application_id: applicationId, application_name: name } = values;
      const rowErrors: FieldError[] = [];
      const tell = (columns: Readonly<Record<string, string>>) => {
        for (const { field, message } of rowErrors.splice(0))
          errors.push({ field: `line ${line}, ${columns[field.split('.')[0] ?? ''] ?? field}`, message });
      };
      const application = checkEntry(
        rowErrors,
        listedApplication,
        { applicationId, name, deployments: [] },
        '',
      );
      tell(columnOf.application);
      if (application !== undefined) list.applications.push({ line, applicationId, name: application.name });

      const { deployment_id: deploymentId, deployment_name, environment, note } = values;
      const cells = [deploymentId, deployment_name, environment, values.tags, note, values.protected ?? ''];
      if (cells.some((cell) => cell !== '')) {
        const input = {
          name: deployment_name,
          environment,
          tags: splitTags(values.tags),
          note,
          protectedReason: values.protected || null,
        };
        const deployment = checkEntry(rowErrors, listedDeployment, { deploymentId, ...input }, '');
        tell(columnOf.deployment);
        if (deployment !== undefined)
          list.deployments.push({
            line,
            applicationId,
            deploymentId,
            values: toDeploymentValues(deployment),
            keepsProtection: values.protected === undefined,
          });
      }
      if (errors.length >= maxErrorCount) break;
      rows += 1;
      limitRows(rows);
    }
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    errors.push({ field: `line ${error.line}`, message: error.message });
  }
  if (errors.length > 0) refuseFile(errors);
  return list;
}

/** Reads a saved-list file, JSON or CSV. Problem: `invalid_request`, which names lines and columns. */
export async function readSavedList(content: string): Promise<SavedListContent> {
  const text = content.replace(/^\uFEFF/, '');
  const refuseAt = (at: number, message: string) =>
    refuseFile([{ field: `line ${text.slice(0, at).split('\n').length}`, message }]);
  if (text.trim() === '') refuseAt(0, 'is empty');
  const zero = text.indexOf('\0');
  if (zero >= 0) refuseAt(zero, 'is UTF-16 or not text at all: save the file as UTF-8');
  // U+FFFD stands for a byte that was not UTF-8, unless a byte order mark shows that the file was read rightly.
  const lost = text === content ? text.indexOf('\uFFFD') : -1;
  if (lost >= 0) refuseAt(lost, 'was not read as UTF-8: save the file as UTF-8');
  return /^\s*[[{]/.test(text) ? readJsonFile(text) : readCsvFile(text);
}
