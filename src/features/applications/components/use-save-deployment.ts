import { useRef } from 'react';
import { putApplication, putDeployment, useSave } from '../api/save';
import type { DeploymentValues } from './deployment-values';
import { isConflict } from './server-errors';

/** The ID of a new application belongs to one that is saved already. */
export class ApplicationExists extends Error {
  override name = 'ApplicationExists';
}

/** Saves a deployment, and before it the application where that is new. */
export function useSaveDeployment(mode: 'add' | 'change') {
  // If the application was saved and its deployment was not, a second try must not trip over the first.
  const made = useRef('');

  async function makeApplication({ applicationId, applicationName }: DeploymentValues) {
    if (made.current === applicationId) return;
    try {
      await putApplication('add', applicationId, { name: applicationName });
    } catch (error) {
      throw isConflict(error) ? new ApplicationExists('already saved', { cause: error }) : error;
    }
    made.current = applicationId;
  }

  return useSave(async (input: { values: DeploymentValues; newApplication: boolean }) => {
    const { name, environment, tags, note } = input.values;
    if (input.newApplication) await makeApplication(input.values);
    await putDeployment(mode, input.values, { name, environment, tags, note: note === '' ? null : note });
  });
}
