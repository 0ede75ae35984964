import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import {
  deploymentInput,
  editRequest,
  knownEnvironments,
  type Application,
  type Deployment,
  type EditRequest,
} from '@/contract';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { CheckBox, Input } from '@/components/ui/input';
import { environmentName } from '@/common/environments';
import { useWhyNot } from '@/common/grants';
import { identityIn } from '@/common/identity-in';
import { LeaveOutNotice, notGrantedWords } from '@/common/leave-out-notice';
import { counted } from '@/lib/grouped';
import { editSeveral } from '../api/edit';
import { checkRule, fieldErrors } from '../editing/form-errors';
import { FormFrame } from '../editing/form-frame';
import { TagsField } from '../editing/tags-field';
import { offerUndoOfEdit } from '../editing/undo-toast';
import { useSave } from '../editing/use-save';
import { withTheseValues } from '../editing/use-why-not-save';

interface Values {
  addTags: string[];
  removeTags: string[];
  /** Empty to leave it as it is. */
  environment: string;
}

/** Adds and removes tags and sets the environment of several deployments at once. */
export default function EditSeveralDialog({
  deployments: selected,
  applications,
  onClose,
}: {
  deployments: readonly Deployment[];
  applications: readonly Application[];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const { control, register, handleSubmit, setError, formState } = useForm<Values>({
    reValidateMode: 'onSubmit',
    defaultValues: { addTags: [], removeTags: [], environment: '' },
  });
  const { errors } = formState;
  const [deployments, setDeployments] = useState(selected);
  const typed = useWatch({ control });
  const { whyNot } = useWhyNot();
  const whyNotOf = (one: Deployment) =>
    whyNot('save', one) ?? whyNot('save', { ...one, ...placeAfter(one, typed) }, withTheseValues);
  const refused = deployments.filter((one) => whyNotOf(one) !== undefined);
  const save = useSave((change: EditRequest['change']) => editSeveral(deployments, change));
  const presentTags = [...new Set(deployments.flatMap(({ tags }) => tags))].toSorted();
  const many = counted(deployments.length, 'deployment');

  function submit({ addTags, removeTags, environment }: Values) {
    const change = {
      ...(addTags.length > 0 && { addTags }),
      ...(removeTags.length > 0 && { removeTags }),
      ...(environment !== '' && { environment }),
    };
    if (Object.keys(change).length === 0) {
      setError('root', { message: 'Choose at least one change.' });
      return;
    }
    save.mutate(change, {
      onSuccess: ({ items }) => {
        offerUndoOfEdit(client, `Changed ${items.length} of ${many}.`, items);
        onClose();
      },
    });
  }

  const serverRules = fieldErrors(save.error).map(({ field, message }) => `${field} ${message}`);
  const formError =
    errors.root?.message ?? (serverRules.length > 0 ? `Not saved: ${serverRules.join('; ')}.` : undefined);
  return (
    <Dialog
      title={`Edit ${many}`}
      description="All of them are changed, or none. You can undo it. Nothing changes in Fuse."
      onClose={onClose}
    >
      <FormFrame
        isSaving={save.isPending}
        submitLabel={`Change ${many}`}
        canSave={refused.length === 0}
        error={serverRules.length > 0 ? null : save.error}
        onSubmit={() => void handleSubmit(submit)()}
      >
        <Controller
          control={control}
          name="addTags"
          rules={{
            validate: (tags) => checkRule('The list of tags', editRequest.shape.change.shape.addTags, tags),
          }}
          render={({ field, fieldState }) => (
            <TagsField
              label="Add tags"
              value={field.value}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
        {presentTags.length > 0 && (
          <fieldset>
            <legend className="text-sm font-medium">Remove tags</legend>
            <div className="mt-1.5 flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
              {presentTags.map((tag) => (
                <label key={tag} className="flex min-h-6 max-w-full items-center gap-2 text-sm">
                  <CheckBox value={tag} {...register('removeTags')} />
                  <span className="truncate">{tag}</span>
                </label>
              ))}
            </div>
          </fieldset>
        )}
        <Field
          label="Environment"
          hint="Type another name if it is none of these."
          error={errors.environment?.message}
        >
          <Input
            list="environments"
            placeholder="Leave as it is"
            {...register('environment', {
              validate: (name) =>
                name === '' || checkRule('The environment', deploymentInput.shape.environment, name),
            })}
          />
          <datalist id="environments">
            {knownEnvironments.map((name) => (
              <option key={name} value={name}>
                {environmentName(name)}
              </option>
            ))}
          </datalist>
        </Field>
        {refused[0] !== undefined && (
          <LeaveOutNotice
            words={notGrantedWords(whyNotOf(refused[0]) ?? '')}
            targets={refused.map((one) => identityIn(applications, one))}
            leaveOut={
              refused.length < deployments.length
                ? () => setDeployments(deployments.filter((one) => !refused.includes(one)))
                : undefined
            }
          />
        )}
        {formError !== undefined && (
          <p role="alert" className="text-sm font-medium text-negative">
            {formError}
          </p>
        )}
      </FormFrame>
    </Dialog>
  );
}

/** Where a deployment would be after the change. */
function placeAfter(
  { environment, tags }: Deployment,
  { environment: typed = '', addTags = [], removeTags = [] }: Partial<Values>,
): { environment: string; tags: string[] } {
  return {
    environment: typed.trim() === '' ? environment : typed.trim(),
    tags: [...tags.filter((tag) => !removeTags.includes(tag)), ...addTags],
  };
}
