import { useRef } from 'react';
import type { Deployment, EditedDeployment, EditRequest } from '@/contract';
import { editSeveral } from '../api/edit';
import { putApplication, putDeployment } from '../api/save';
import type { DeploymentValues } from './deployment-values';
import { isConflict } from './server-errors';
import { useSave } from './use-save';

/** The ID of a new application belongs to one that is saved already. */
export class ApplicationExists extends Error {
  override name = 'ApplicationExists';
}

/** Only what the form has changed: somebody else may have changed the rest since it was opened. */
function changesOf(before: Deployment, values: DeploymentValues): EditRequest['change'] {
  const { name, environment, tags = [] } = values;
  const note = values.note === '' ? null : values.note;
  return {
    ...(name !== before.name && { name }),
    ...(environment !== before.environment && { environment }),
    ...(note !== before.note && { note }),
    addTags: tags.filter((tag) => !before.tags.includes(tag)),
    removeTags: before.tags.filter((tag) => !tags.includes(tag)),
  };
}

/**
 * Saves a new deployment, and before it the application where that is new; or changes `before`, and answers what was
 * changed.
 */
export function useSaveDeployment(before: Deployment | undefined) {
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

  async function add(values: DeploymentValues, newApplication: boolean) {
    const { name, environment, tags, note } = values;
    if (newApplication) await makeApplication(values);
    await putDeployment(values, { name, environment, tags, note: note === '' ? null : note });
  }

  return useSave(
    async (input: {
      values: DeploymentValues;
      newApplication: boolean;
      /** Somebody has removed it since: what stands in the form is saved as a new one. */
      anew: boolean;
    }): Promise<EditedDeployment[] | null> => {
      if (before !== undefined && !input.anew)
        return (await editSeveral([before], changesOf(before, input.values))).items;
      await add(input.values, input.newApplication);
      return null;
    },
  );
}
