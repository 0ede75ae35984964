import type { Application, ApplicationInput, Deployment, DeploymentInput } from '../../../contract';
import type { Judge } from '../../access/judge';
import { mapStoreErrors, ProblemError } from '../../http/problems';
import type { CheckRemoved, CheckSaved, SaveConditions, SaveResult, Store } from '../../store/store';
import { nameOfDeployment, requireUnprotected } from './edits';

const notSaved = (entry: string) => new ProblemError('not_found', `${entry} is not in the saved list.`);

/** True for a new entry, false for a changed one. Problems: `conflict`, `not_found`, as the conditions have it. */
function isCreated(result: SaveResult, entry: string): boolean {
  if (result === 'missing') throw notSaved(entry);
  if (result === 'exists') throw new ProblemError('conflict', `${entry} is already saved.`);
  if (result === 'unseen')
    throw new ProblemError('conflict', `${entry} was changed since you saw it. Nothing was changed.`, {
      extra: { errors: [{ field: 'seen.name', message: 'is not what is saved' }] },
    });
  return result === 'created';
}

/** What was saved, and whether it is new. */
interface Saved<Entry> {
  created: boolean;
  entry: Entry;
}

/**
 * Saves or renames an application. Problems: `role_required`; `conflict` and `not_found`, as the conditions have it.
 */
export async function saveApplication(
  store: Store,
  judge: Judge,
  applicationId: string,
  input: ApplicationInput,
  conditions: SaveConditions,
  person: string,
): Promise<Saved<Application>> {
  judge.require('save', { applicationId });
  const name = `Application ${applicationId}`;
  const created = isCreated(
    await mapStoreErrors(store.saveApplication(applicationId, input, conditions, person)),
    name,
  );
  const entry = await mapStoreErrors(store.findApplication(applicationId));
  if (!entry) throw notSaved(name);
  return { created, entry };
}

const areUnprotected: CheckRemoved = (saved) =>
  requireUnprotected(
    saved.map(({ applicationId, deploymentId, protection }) => ({
      applicationId,
      deploymentId,
      reason: protection?.reason,
    })),
  );

/**
 * Removes an application with its deployments, and answers what it removed. Problems: `role_required`, `not_found`,
 * `protected`.
 */
export async function removeApplication(
  store: Store,
  judge: Judge,
  applicationId: string,
  person: string,
): Promise<Application> {
  judge.require('save', { applicationId });
  const removed = await mapStoreErrors(store.removeApplication(applicationId, person, areUnprotected));
  if (!removed) throw notSaved(`Application ${applicationId}`);
  return removed;
}

/**
 * Saves or changes a deployment. Problems: `role_required`, by what is saved and by what is to be; `conflict` and
 * `not_found`, also where its application is not saved.
 */
export async function saveDeployment(
  store: Store,
  judge: Judge,
  { applicationId, deploymentId }: { applicationId: string; deploymentId: string },
  input: DeploymentInput,
  conditions: SaveConditions,
  person: string,
): Promise<Saved<Deployment>> {
  const ids = { applicationId, deploymentId };
  const check: CheckSaved = (saved) => judge.require('save', saved, ids);
  check({ ...ids, environment: input.environment, tags: input.tags ?? [] });
  const result = await mapStoreErrors(
    store.saveDeployment(applicationId, deploymentId, input, conditions, person, check),
  );
  if (result === 'no_application') throw notSaved(`Application ${applicationId}`);
  const created = isCreated(result, nameOfDeployment(applicationId, deploymentId));
  const entry = await mapStoreErrors(store.getDeploymentView(applicationId, deploymentId));
  if (!entry) throw notSaved(nameOfDeployment(applicationId, deploymentId));
  return { created, entry };
}

/** Removes a deployment, and answers what it removed. Problems: `role_required`, `not_found`, `protected`. */
export async function removeDeployment(
  store: Store,
  judge: Judge,
  { applicationId, deploymentId }: { applicationId: string; deploymentId: string },
  person: string,
): Promise<Deployment> {
  const removed = await mapStoreErrors(
    store.removeDeployment(applicationId, deploymentId, person, (saved) => {
      for (const { environment, tags } of saved)
        judge.require('save', { applicationId, deploymentId, environment, tags });
      areUnprotected(saved);
    }),
  );
  if (!removed) throw notSaved(nameOfDeployment(applicationId, deploymentId));
  return removed;
}
