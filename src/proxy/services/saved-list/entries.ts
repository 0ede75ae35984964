import type { Application, ApplicationInput, Deployment, DeploymentInput } from '../../../contract';
import { mapStoreErrors, ProblemError } from '../../http/problems';
import type { SaveConditions, SaveResult, Store } from '../../store/store';
import { nameOfDeployment } from './edits';

const notSaved = (entry: string) => new ProblemError('not_found', `${entry} is not in the saved list.`);

/** True for a new entry, false for a changed one. Problems: `conflict`, `not_found`, as the conditions have it. */
function isCreated(result: SaveResult, entry: string): boolean {
  if (result === 'missing') throw notSaved(entry);
  if (result === 'exists') throw new ProblemError('conflict', `${entry} is already saved.`);
  return result === 'created';
}

/** What was saved, and whether it is new. */
interface Saved<Entry> {
  created: boolean;
  entry: Entry;
}

/** Saves or renames an application. Problems: `conflict` and `not_found`, as the conditions have it. */
export async function saveApplication(
  store: Store,
  applicationId: string,
  input: ApplicationInput,
  conditions: SaveConditions,
): Promise<Saved<Application>> {
  const name = `Application ${applicationId}`;
  const created = isCreated(
    await mapStoreErrors(store.saveApplication(applicationId, input, conditions)),
    name,
  );
  const entry = await mapStoreErrors(store.findApplication(applicationId));
  if (!entry) throw notSaved(name);
  return { created, entry };
}

/** Removes an application with its deployments, and answers what it removed. Problem `not_found`. */
export async function removeApplication(store: Store, applicationId: string): Promise<Application> {
  const removed = await mapStoreErrors(store.removeApplication(applicationId));
  if (!removed) throw notSaved(`Application ${applicationId}`);
  return removed;
}

/** Saves or changes a deployment. Problems: `conflict` and `not_found`, also where its application is not saved. */
export async function saveDeployment(
  store: Store,
  { applicationId, deploymentId }: { applicationId: string; deploymentId: string },
  input: DeploymentInput,
  conditions: SaveConditions,
): Promise<Saved<Deployment>> {
  const result = await mapStoreErrors(store.saveDeployment(applicationId, deploymentId, input, conditions));
  if (result === 'no_application') throw notSaved(`Application ${applicationId}`);
  const created = isCreated(result, nameOfDeployment(applicationId, deploymentId));
  const entry = await mapStoreErrors(store.getDeploymentView(applicationId, deploymentId));
  if (!entry) throw notSaved(nameOfDeployment(applicationId, deploymentId));
  return { created, entry };
}

/** Removes a deployment, and answers what it removed. Problem `not_found`. */
export async function removeDeployment(
  store: Store,
  { applicationId, deploymentId }: { applicationId: string; deploymentId: string },
): Promise<Deployment> {
  const removed = await mapStoreErrors(store.removeDeployment(applicationId, deploymentId));
  if (!removed) throw notSaved(nameOfDeployment(applicationId, deploymentId));
  return removed;
}
