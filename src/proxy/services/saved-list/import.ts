import { createHash } from 'node:crypto';
import {
  deploymentKey,
  type Application,
  type DeploymentValues,
  type ImportRequest,
  type ImportResult,
} from '../../../contract';
import { idWarnings } from '../../../contract/id-warnings';
import { inTurns } from '../../run/next-turn';
import type { Judge } from '../../access/judge';
import { mapStoreErrors, ProblemError } from '../../http/problems';
import type { SavedChange, Store } from '../../store/store';
import { findTwinsFor } from './edits';
import { readSavedList, refuseFile, toDeploymentValues, type SavedListContent } from './file';

/** An application or a deployment of a file. */
interface Entry {
  line: number;
  applicationId: string;
  /** Null for an application. */
  deploymentId: string | null;
  after: { name: string } | DeploymentValues;
  /** See `SavedListContent`. */
  keepsProtection?: boolean;
}

const keyOfEntry = ({ applicationId, deploymentId }: Pick<Entry, 'applicationId' | 'deploymentId'>) =>
  deploymentId === null ? applicationId : deploymentKey({ applicationId, deploymentId });

/** The entries by ID: the first of each, its lines, and whether another line has other data. */
async function groupById(entries: readonly Entry[]) {
  const first = new Map<string, { entry: Entry; data: string; lines: number[]; differs: boolean }>();
  for await (const entry of inTurns(entries)) {
    const key = keyOfEntry(entry);
    const data = JSON.stringify(entry.after);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, { entry, data, lines: [entry.line], differs: false });
    else {
      earlier.lines.push(entry.line);
      earlier.differs ||= earlier.data !== data;
    }
  }
  return first;
}

/** The difference between a file and the saved list. */
async function compare(
  file: SavedListContent,
  saved: readonly Application[],
): Promise<Omit<ImportResult, 'mode' | 'previewHash'>> {
  const before = new Map<string, { name: string } | DeploymentValues>();
  for (const application of saved) {
    before.set(application.applicationId, { name: application.name });
    for await (const deployment of inTurns(application.deployments))
      before.set(
        deploymentKey(deployment),
        toDeploymentValues({ ...deployment, protectedReason: deployment.protection?.reason }),
      );
  }
  const entries = await groupById([
    ...file.applications.map(({ name, ...rest }) => ({ ...rest, deploymentId: null, after: { name } })),
    ...file.deployments.map(({ values, ...rest }) => ({ ...rest, after: values })),
  ]);
  const result: Omit<ImportResult, 'mode' | 'previewHash'> = {
    format: file.format,
    added: [],
    changed: [],
    unchanged: 0,
    warnings: [],
    conflicts: [],
  };
  const warningsOf = idWarnings(saved);
  for await (const [key, { entry, lines, differs }] of inTurns(entries)) {
    const { line, applicationId, deploymentId } = entry;
    const savedBefore = before.get(key);
    const protection =
      entry.keepsProtection === true && savedBefore !== undefined && 'environment' in savedBefore
        ? savedBefore.protectedReason
        : undefined;
    const after = protection === undefined ? entry.after : { ...entry.after, protectedReason: protection };
    if (differs) result.conflicts.push({ applicationId, deploymentId, lines });
    else if (savedBefore === undefined) {
      result.added.push({ line, applicationId, deploymentId, after });
      const words =
        deploymentId === null ? warningsOf.application(applicationId) : warningsOf.deployment(deploymentId);
      for (const message of words) result.warnings.push({ line, applicationId, deploymentId, message });
    } else if (JSON.stringify(savedBefore) === JSON.stringify(after)) result.unchanged += 1;
    else result.changed.push({ line, applicationId, deploymentId, before: savedBefore, after });
  }
  return result;
}

function toChange({ added, changed }: Pick<ImportResult, 'added' | 'changed'>, keep: boolean): SavedChange {
  const change: SavedChange = { applications: [], deployments: [] };
  for (const { applicationId, deploymentId, after } of [...added, ...(keep ? [] : changed)]) {
    if (deploymentId === null) change.applications.push({ applicationId, name: after.name });
    else if ('environment' in after) change.deployments.push({ applicationId, deploymentId, values: after });
  }
  return change;
}

/** Problem `role_required` unless all of these entries of a file may be saved. */
async function requireSave(
  store: Pick<Store, 'findTwins'>,
  judge: Judge,
  entries: readonly (ImportResult['added'] | ImportResult['changed'])[number][],
): Promise<void> {
  const each = judge.each('save');
  for await (const { line, applicationId, deploymentId, ...values } of inTurns(entries)) {
    const ids = { applicationId, ...(deploymentId !== null && { deploymentId }) };
    for (const place of 'before' in values ? [values.before, values.after] : [values.after])
      each.add(`line ${line}`, { ...ids, ...place });
    if (!('before' in values) && deploymentId !== null)
      for (const twin of await findTwinsFor(store, judge, { applicationId, deploymentId }))
        each.add(`line ${line}`, twin, ids);
  }
  each.require();
}

/**
 * Previews or applies a file, all of it or nothing. Problems: `invalid_request`, which names lines and columns;
 * `conflict` if the list or the file has changed since the preview; `role_required`, which names the lines of what the
 * person may not save as it was or as it would be (when it is applied).
 */
export async function importList(
  store: Pick<Store, 'listApplications' | 'savedVersion' | 'applyListChanges' | 'findTwins'>,
  judge: Judge,
  { content, mode, onConflict, previewHash: seen }: ImportRequest,
  person: string,
): Promise<ImportResult> {
  const file = await readSavedList(content);
  // Read before the list, so that a later change makes the write fail.
  const version = await mapStoreErrors(store.savedVersion());
  const result = await compare(file, await mapStoreErrors(store.listApplications()));
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
    refuseFile(
      result.conflicts.map(({ applicationId, deploymentId, lines }) => ({
        field: `line ${lines.at(-1)}, ${deploymentId === null ? 'application ID' : 'deployment ID'}`,
        message: `${deploymentId ?? applicationId} stands there again with other data (lines ${lines.slice(0, 10).join(', ')})`,
      })),
    );
  await requireSave(
    store,
    judge,
    onConflict === 'keep' ? result.added : [...result.added, ...result.changed],
  );
  const change = toChange(result, onConflict === 'keep');
  const { format, added, changed, unchanged } = result;
  const detail = {
    format,
    added: added.length,
    changed: onConflict === 'keep' ? 0 : changed.length,
    kept: onConflict === 'keep' ? changed.length : 0,
    unchanged,
  };
  const record = { kind: 'list_imported', person, detail } as const;
  const done = await mapStoreErrors(store.applyListChanges({ ...change, record, ifVersion: version }));
  if (done.kind !== 'changed') throw stale;
  return { mode, previewHash, ...result };
}
