import { useRef } from 'react';
import type { Deployment, EditedDeployment, EditRequest } from '@/contract';
import { editSeveral } from '../api/edit';
import { putApplication, putDeployment } from '../api/save';
import type { DeploymentValues, SavedValues } from './deployment-values';
import { isConflict } from './form-errors';
import { useSave } from './use-save';

/** The ID of the new application is saved already. */
export class ApplicationExists extends Error {
  override name = 'ApplicationExists';
}

/** Only what the form has changed, and what stood there before as far as the person has seen. */
function changesOf(before: SavedValues, values: DeploymentValues): Pick<EditRequest, 'change' | 'seen'> {
  const { name, environment, tags = [], note, protectedReason } = values;
  const fields = {
    ...(name !== before.name && { name }),
    ...(environment !== before.environment && { environment }),
    ...(note !== before.note && { note: note || null }),
    ...(protectedReason !== before.protectedReason && { protectedReason: protectedReason || null }),
  };
  const seen = { ...before, note: before.note || null, protectedReason: before.protectedReason || null };
  return {
    change: {
      ...fields,
      addTags: tags.filter((tag) => !before.tags.includes(tag)),
      removeTags: before.tags.filter((tag) => !tags.includes(tag)),
    },
    seen: {
      ...('name' in fields && { name: seen.name }),
      ...('environment' in fields && { environment: seen.environment }),
      ...('note' in fields && { note: seen.note }),
      ...('protectedReason' in fields && { protectedReason: seen.protectedReason }),
    },
  };
}

/**
 * Saves a new deployment, after its application if that is new too; or changes `saved`. Resolves to the changes, or to
 * null for a new deployment.
 */
export function useSaveDeployment(saved: Deployment | undefined) {
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
      /** What the person has seen of what is saved; undefined for a new one. */
      before: SavedValues | undefined;
    }): Promise<EditedDeployment[] | null> => {
      if (saved !== undefined && input.before !== undefined && !input.isRemoved) {
        const { change, seen } = changesOf(input.before, input.values);
        return (await editSeveral([saved], change, seen)).items;
      }
      await add(input.values, input.newApplication);
      return null;
    },
  );
}
