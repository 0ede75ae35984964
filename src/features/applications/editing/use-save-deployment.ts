import { useRef } from 'react';
import type { Deployment, EditedDeployment, EditRequest } from '@/contract';
import { editSeveral } from '../api/edit';
import { putApplication, putDeployment } from '../api/save';
import type { DeploymentValues } from './deployment-values';
import { isConflict } from './form-errors';
import { useSave } from './use-save';

/** The ID of the new application is saved already. */
export class ApplicationExists extends Error {
  override name = 'ApplicationExists';
}

/** Only what the form has changed: a colleague may have changed the rest since it was opened. */
function changesOf(before: Deployment, values: DeploymentValues): EditRequest['change'] {
  const { name, environment, tags = [] } = values;
  const note = values.note === '' ? null : values.note;
  const protectedReason = values.protectedReason || null;
  return {
    ...(name !== before.name && { name }),
    ...(environment !== before.environment && { environment }),
    ...(note !== before.note && { note }),
    ...(protectedReason !== (before.protection?.reason ?? null) && { protectedReason }),
    addTags: tags.filter((tag) => !before.tags.includes(tag)),
    removeTags: before.tags.filter((tag) => !tags.includes(tag)),
  };
}

/**
 * Saves a new deployment, after its application if that is new too; or changes `before`. Resolves to the changes, or to
 * null for a new deployment.
 */
export function useSaveDeployment(before: Deployment | undefined) {
  // If the application was saved and its deployment was not, the next attempt does not save it again.
  const savedApplicationId = useRef('');

  async function addApplication({ applicationId, applicationName }: DeploymentValues) {
    if (savedApplicationId.current === applicationId) return;
    try {
      await putApplication('add', applicationId, { name: applicationName });
    } catch (error) {
      throw isConflict(error) ? new ApplicationExists('already saved', { cause: error }) : error;
    }
    savedApplicationId.current = applicationId;
  }

  async function add(values: DeploymentValues, newApplication: boolean) {
    const { name, environment, tags, note, protectedReason } = values;
    if (newApplication) await addApplication(values);
    await putDeployment(values, {
      name,
      environment,
      tags,
      note: note === '' ? null : note,
      ...(protectedReason !== '' && { protectedReason }),
    });
  }

  return useSave(
    async (input: {
      values: DeploymentValues;
      newApplication: boolean;
      /** A colleague has removed the deployment since: it is saved as a new one. */
      isRemoved: boolean;
    }): Promise<EditedDeployment[] | null> => {
      if (before !== undefined && !input.isRemoved)
        return (await editSeveral([before], changesOf(before, input.values))).items;
      await add(input.values, input.newApplication);
      return null;
    },
  );
}
