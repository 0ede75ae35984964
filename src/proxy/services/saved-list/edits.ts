import type { DeploymentValues, EditedDeployment, EditRequest, EditResult } from '../../../contract';
import { inTurns } from '../../run/next-turn';
import type { Judge } from '../../access/judge';
import { mapStoreErrors, ProblemError } from '../../http/problems';
import type { SavedChange, SavedPlace, Store } from '../../store/store';

type List = Pick<Store, 'savedVersion' | 'getDeploymentValues' | 'applyListChanges'>;

/**
 * What else is judged where this deployment is saved anew: the twins of it (`findTwins`). None for who may save
 * everything.
 */
export async function findTwinsFor(
  store: Pick<Store, 'findTwins'>,
  judge: Judge,
  ids: { applicationId: string; deploymentId: string },
): Promise<SavedPlace[]> {
  return judge.isAllowed('save', {}) ? [] : mapStoreErrors(store.findTwins(ids));
}

/** Attempts to write before giving up: each fails if somebody has changed the list since it was read. */
const maxTries = 20;
const changedMeanwhile = () =>
  new ProblemError(
    'conflict',
    'The saved list is being changed all the time: try again. Nothing was changed.',
  );

const maxTags = 20;

export function nameOfDeployment(applicationId: string, deploymentId: string): string {
  return `Deployment ${deploymentId} of application ${applicationId}`;
}

/**
 * Problem `protected` if one of these is: where it could be removed, it would have no protection when it is saved again.
 * The first one is named, and all are for the record.
 */
export function requireUnprotected(
  removed: readonly { applicationId: string; deploymentId: string; reason: string | undefined }[],
): void {
  const targets = removed.flatMap(({ reason, ...ids }) => (reason === undefined ? [] : { ...ids, reason }));
  const [first] = targets;
  if (first === undefined) return;
  const name = nameOfDeployment(first.applicationId, first.deploymentId);
  throw new ProblemError(
    'protected',
    `${name} is protected (${first.reason}): take the protection off before it is removed. Nothing was changed.`,
    { extra: { reason: first.reason }, targets },
  );
}

/** The fields of a deployment after the change; null if it is removed. */
function applyChange(before: DeploymentValues, change: EditRequest['change']): EditedDeployment['after'] {
  if (change.remove === true) return null;
  const { addTags = [], removeTags = [], environment = before.environment, name, note } = change;
  const { protectedReason } = change;
  const kept = before.tags.filter((tag) => !removeTags.includes(tag));
  return {
    environment,
    tags: [...new Set([...kept, ...addTags])],
    // Only if the edit sets them: the answer to an edit of thousands is sent back as a whole for an undo.
    ...(name !== undefined && { name }),
    ...(note !== undefined && { note }),
    ...(protectedReason !== undefined && { protectedReason }),
  };
}

/** Problem `conflict` naming the first field of which the person has seen something else than is saved. */
function requireSeen(before: DeploymentValues, seen: NonNullable<EditRequest['seen']>, name: string): void {
  for (const field of ['name', 'environment', 'note', 'protectedReason'] as const) {
    if (seen[field] === undefined || (before[field] ?? null) === seen[field]) continue;
    throw new ProblemError('conflict', `${name} was changed since you saw it. Nothing was changed.`, {
      extra: { errors: [{ field: `seen.${field}`, message: 'is not what is saved' }] },
    });
  }
}

function valuesAfter({ before, after }: Pick<EditedDeployment, 'before' | 'after'>): DeploymentValues | null {
  if (after === null) return null;
  const { name = before.name, note = before.note, environment, tags } = after;
  const { protectedReason = before.protectedReason ?? null } = after;
  return { name, environment, tags, note, ...(protectedReason !== null && { protectedReason }) };
}

/**
 * Changes many deployments in one transaction; the answer restores them. Problems: `not_saved`, `protected`, `conflict`
 * (not what was seen) and `invalid_request` (too many tags) naming the first target, `role_required` naming those that
 * the person may not save as they were or as they would be; nothing is changed then.
 */
export async function editDeployments(
  store: List,
  judge: Judge,
  { targets, change, seen = {} }: EditRequest,
  person: string,
): Promise<EditResult> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    // Read before the list, so that a later change makes the write fail.
    const ifVersion = await mapStoreErrors(store.savedVersion());
    const saved = await mapStoreErrors(store.getDeploymentValues(targets));
    const items: EditedDeployment[] = [];
    const each = judge.each('save');
    const deployments: SavedChange['deployments'] = [];
    for await (const [index, { applicationId, deploymentId }] of inTurns(targets.entries())) {
      const before = saved[index] ?? null;
      if (before === null) {
        throw new ProblemError(
          'not_saved',
          `${nameOfDeployment(applicationId, deploymentId)} is not in the saved list. Nothing was changed.`,
          { extra: { errors: [{ field: `targets.${index}`, message: 'is not in the saved list' }] } },
        );
      }
      requireSeen(before, seen, nameOfDeployment(applicationId, deploymentId));
      const after = applyChange(before, change);
      if (after !== null && after.tags.length > maxTags) {
        const message = `would have ${after.tags.length} tags, but may have at most ${maxTags}`;
        throw new ProblemError(
          'invalid_request',
          `${nameOfDeployment(applicationId, deploymentId)} ${message}.`,
          {
            extra: { errors: [{ field: `targets.${index}`, message }] },
          },
        );
      }
      const values = valuesAfter({ before, after });
      for (const place of [before, values])
        if (place !== null) each.add(`targets.${index}`, { applicationId, deploymentId, ...place });
      if (JSON.stringify(values) === JSON.stringify(before)) continue;
      items.push({ applicationId, deploymentId, before, after });
      deployments.push({ applicationId, deploymentId, values });
    }
    each.require();
    requireUnprotected(
      items.flatMap(({ applicationId, deploymentId, before, after }) =>
        after === null ? { applicationId, deploymentId, reason: before.protectedReason } : [],
      ),
    );
    const detail = { deployments: items.length, removed: change.remove === true };
    const record = { kind: 'list_edited', person, detail } as const;
    const result = await mapStoreErrors(
      store.applyListChanges({ record, ifVersion, applications: [], deployments }),
    );
    if (result.kind === 'changed') return { items };
    // Somebody has changed the list since it was read: read it again.
  }
  throw changedMeanwhile();
}

/**
 * The deployment with the fields that an edit has changed set back; later changes of other fields stay. Undefined if
 * that is not possible: the deployment was removed or saved again, or one of these fields has been changed since.
 */
function revertEdit(
  { before, after: change }: EditedDeployment,
  now: DeploymentValues | null,
): DeploymentValues | undefined {
  const after = valuesAfter({ before, after: change });
  if (after === null || now === null) return after === null && now === null ? before : undefined;
  const fields = ['name', 'environment', 'note', 'protectedReason'] as const;
  const set = fields.filter((field) => before[field] !== after[field]);
  if (set.some((field) => now[field] !== after[field])) return undefined;
  const added = after.tags.filter((tag) => !before.tags.includes(tag));
  const removed = before.tags.filter((tag) => !after.tags.includes(tag));
  const isUntouched = JSON.stringify(now.tags) === JSON.stringify(after.tags);
  const tags = [...new Set([...now.tags.filter((tag) => !added.includes(tag)), ...removed])];
  if (tags.length > maxTags) return undefined;
  return {
    ...now,
    ...Object.fromEntries(set.map((field) => [field, before[field]])),
    tags: isUntouched ? before.tags : tags,
  };
}

/**
 * Puts back what an edit has changed, and nothing else, in one transaction. Problems: `conflict` naming the first
 * deployment where that was changed since; `role_required` naming those that the person may not save as they are or as
 * they were; nothing is put back then.
 */
export async function restoreDeployments(
  store: List & Pick<Store, 'findTwins'>,
  judge: Judge,
  items: readonly EditedDeployment[],
  person: string,
): Promise<void> {
  const refuse = (index: number, why: string) => {
    const { applicationId, deploymentId, before } = items[index] ?? {};
    return new ProblemError(
      'conflict',
      `“${before?.name}” (${nameOfDeployment(applicationId ?? '', deploymentId ?? '')}) ${why}. Nothing was changed.`,
      { extra: { errors: [{ field: `items.${index}`, message: why }] } },
    );
  };
  for (let tries = 0; tries < maxTries; tries += 1) {
    const ifVersion = await mapStoreErrors(store.savedVersion());
    const saved = await mapStoreErrors(store.getDeploymentValues(items));
    const deployments: SavedChange['deployments'] = [];
    const each = judge.each('save');
    for await (const [index, item] of inTurns(items.entries())) {
      const { applicationId, deploymentId } = item;
      const values = revertEdit(item, saved[index] ?? null);
      if (values === undefined) throw refuse(index, 'was changed since');
      for (const place of [saved[index] ?? null, values])
        if (place !== null) each.add(`items.${index}`, { applicationId, deploymentId, ...place });
      if ((saved[index] ?? null) === null)
        for (const twin of await findTwinsFor(store, judge, item))
          each.add(`items.${index}`, twin, { applicationId, deploymentId });
      deployments.push({ applicationId, deploymentId, values });
    }
    each.require();
    const record = { kind: 'list_restored', person, detail: { deployments: items.length } } as const;
    const result = await mapStoreErrors(
      store.applyListChanges({ record, ifVersion, applications: [], deployments }),
    );
    if (result.kind === 'changed') return;
    if (result.kind === 'no_application')
      throw refuse(result.index, 'cannot be put back: its application is not saved');
    // Somebody has changed the list since it was read: read it again.
  }
  throw changedMeanwhile();
}
