import type { DeploymentValues, EditedDeployment, EditRequest, EditResult } from '../../../contract';
import { inTurns } from '../../run/next-turn';
import { fromStore, ProblemError } from '../../http/problems';
import type { SavedChange, Store } from '../../store/store';

type List = Pick<Store, 'savedVersion' | 'getDeploymentValues' | 'applyListChanges'>;

/** Others change the list all the time where it is another one so often between the reading and the writing. */
const maxTries = 20;
const changedMeanwhile = () =>
  new ProblemError(
    'conflict',
    'The saved list is being changed all the time: try again. Nothing was changed.',
  );

const maxTags = 20;

function named(applicationId: string, deploymentId: string): string {
  return `Deployment ${deploymentId} of application ${applicationId}`;
}

/** What an edit can change; null where it removes. */
function edited(before: DeploymentValues, change: EditRequest['change']): EditedDeployment['after'] {
  if (change.remove === true) return null;
  const { addTags = [], removeTags = [], environment = before.environment, name, note } = change;
  const kept = before.tags.filter((tag) => !removeTags.includes(tag));
  return {
    environment,
    tags: [...new Set([...kept, ...addTags])],
    // Only where given: an edit of thousands is handed back as a whole.
    ...(name !== undefined && { name }),
    ...(note !== undefined && { note }),
  };
}

function valuesAfter({ before, after }: Pick<EditedDeployment, 'before' | 'after'>): DeploymentValues | null {
  if (after === null) return null;
  const { name = before.name, note = before.note, environment, tags } = after;
  return { name, environment, tags, note };
}

/**
 * Changes many deployments in one transaction; the answer restores them. Problems: `not_saved` and
 * `invalid_request` (too many tags) naming the first target; nothing is changed then.
 */
export async function editDeployments(store: List, { targets, change }: EditRequest): Promise<EditResult> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    // The version first: a change that comes after it makes the writing fail.
    const ifVersion = await fromStore(store.savedVersion());
    const saved = await fromStore(store.getDeploymentValues(targets));
    const items: EditedDeployment[] = [];
    const deployments: SavedChange['deployments'] = [];
    for await (const [index, { applicationId, deploymentId }] of inTurns(targets.entries())) {
      const before = saved[index] ?? null;
      if (before === null) {
        throw new ProblemError(
          'not_saved',
          `${named(applicationId, deploymentId)} is not in the saved list. Nothing was changed.`,
          { extra: { errors: [{ field: `targets.${index}`, message: 'is not in the saved list' }] } },
        );
      }
      const after = edited(before, change);
      if (after !== null && after.tags.length > maxTags) {
        const message = `would have ${after.tags.length} tags, but may have at most ${maxTags}`;
        throw new ProblemError('invalid_request', `${named(applicationId, deploymentId)} ${message}.`, {
          extra: { errors: [{ field: `targets.${index}`, message }] },
        });
      }
      const values = valuesAfter({ before, after });
      if (JSON.stringify(values) === JSON.stringify(before)) continue;
      items.push({ applicationId, deploymentId, before, after });
      deployments.push({ applicationId, deploymentId, values });
    }
    const result = await fromStore(store.applyListChanges({ ifVersion, applications: [], deployments }));
    if (result.kind === 'changed') return { items };
    // Somebody changed the list between the reading and the writing: read again.
  }
  throw changedMeanwhile();
}

/**
 * A deployment as it was before an edit, in what the edit has changed; what somebody else has changed since in another
 * part of it stays. Undefined where it cannot be: it was removed or saved again, or that very part was changed.
 */
function putBack(
  { before, after: change }: EditedDeployment,
  now: DeploymentValues | null,
): DeploymentValues | undefined {
  const after = valuesAfter({ before, after: change });
  if (after === null || now === null) return after === null && now === null ? before : undefined;
  const isSet = (field: 'name' | 'environment' | 'note') => before[field] !== after[field];
  const set = (['name', 'environment', 'note'] as const).filter(isSet);
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
 * Puts back what an edit has changed, and nothing else, in one transaction. Problem `conflict` naming the first
 * deployment where that was changed since; nothing is put back then.
 */
export async function restoreDeployments(store: List, items: readonly EditedDeployment[]): Promise<void> {
  const refuse = (index: number, why: string) => {
    const { applicationId, deploymentId, before } = items[index] ?? {};
    return new ProblemError(
      'conflict',
      `“${before?.name}” (${named(applicationId ?? '', deploymentId ?? '')}) ${why}. Nothing was changed.`,
      { extra: { errors: [{ field: `items.${index}`, message: why }] } },
    );
  };
  for (let tries = 0; tries < maxTries; tries += 1) {
    const ifVersion = await fromStore(store.savedVersion());
    const saved = await fromStore(store.getDeploymentValues(items));
    const deployments: SavedChange['deployments'] = [];
    for await (const [index, item] of inTurns(items.entries())) {
      const { applicationId, deploymentId } = item;
      const values = putBack(item, saved[index] ?? null);
      if (values === undefined) throw refuse(index, 'was changed since');
      deployments.push({ applicationId, deploymentId, values });
    }
    const result = await fromStore(store.applyListChanges({ ifVersion, applications: [], deployments }));
    if (result.kind === 'changed') return;
    if (result.kind === 'no_application')
      throw refuse(result.index, 'cannot be put back: its application is not saved');
    // Somebody changed the list between the reading and the writing: read again.
  }
  throw changedMeanwhile();
}
