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
  if ('remove' in change) return null;
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
 * Puts back what an edit has changed, in one transaction. Problem `conflict` naming the first deployment that
 * was changed since; nothing is put back then.
 */
export async function restoreDeployments(store: List, items: readonly EditedDeployment[]): Promise<void> {
  const result = await fromStore(
    store.changeSaved({
      applications: [],
      deployments: items.map(({ before, after, ...target }) => ({
        ...target,
        expected: valuesAfter({ before, after }),
        values: before,
      })),
    }),
  );
  if (result.kind === 'changed') return;
  // Only a change that names a version can be stale.
  if (result.kind === 'stale') throw new Error('The list was not asked for at a version.');
  const item = items[result.index];
  const why =
    result.kind === 'conflict' ? 'was changed since' : 'cannot be put back: its application is not saved';
  throw new ProblemError(
    'conflict',
    `${named(item?.applicationId ?? '', item?.deploymentId ?? '')} ${why}. Nothing was changed.`,
    { extra: { errors: [{ field: `items.${result.index}`, message: why }] } },
  );
}
