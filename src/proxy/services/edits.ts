import type { DeploymentValues, EditedDeployment, EditRequest, EditResult } from '../../contract';
import { fromStore, ProblemError } from '../problems';
import type { Store } from '../store/store';

type List = Pick<Store, 'findSaved' | 'changeSaved'>;

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
  for (;;) {
    const saved = await fromStore(store.findSaved(targets));
    const items = targets.flatMap(({ applicationId, deploymentId }, index): EditedDeployment[] => {
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
      const same = JSON.stringify(valuesAfter({ before, after })) === JSON.stringify(before);
      return same ? [] : [{ applicationId, deploymentId, before, after }];
    });
    const result = await fromStore(
      store.changeSaved({
        applications: [],
        deployments: items.map(({ before, after, ...target }) => ({
          ...target,
          expected: before,
          values: valuesAfter({ before, after }),
        })),
      }),
    );
    if (result.kind === 'changed') return { items };
    // Somebody changed one of them between the reading and the writing: read again.
  }
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
  for (;;) {
    const saved = await fromStore(store.findSaved(items));
    const deployments = items.map((item, index) => {
      const { applicationId, deploymentId } = item;
      const expected = saved[index] ?? null;
      const values = putBack(item, expected);
      if (values === undefined) throw refuse(index, 'was changed since');
      return { applicationId, deploymentId, expected, values };
    });
    const result = await fromStore(store.changeSaved({ applications: [], deployments }));
    if (result.kind === 'changed') return;
    // Only a change that names a version can be stale.
    if (result.kind === 'stale') throw new Error('The list was not asked for at a version.');
    if (result.kind === 'no_application')
      throw refuse(result.index, 'cannot be put back: its application is not saved');
    // Somebody changed one of them between the reading and the writing: read again.
  }
}
