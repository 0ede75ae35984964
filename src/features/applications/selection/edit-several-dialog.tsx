import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { editRequest, knownEnvironments, type Deployment, type EditRequest } from '@/contract';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { environmentName } from '@/common/environments';
import { editSeveral } from '../api/edit';
import { useSave } from '../editing/use-save';
import { FormFrame } from '../editing/form-parts';
import { fieldErrors } from '../editing/server-errors';
import { TagsField } from '../editing/tags-field';
import { offerUndoOfEdit } from '../editing/undo-toast';

/** Where a rule is broken. */
type Part = 'addTags' | 'environment' | 'form';

function errorsOf(
  issues: readonly { path: PropertyKey[]; message: string }[],
): Partial<Record<Part, string>> {
  const errors: Partial<Record<Part, string>> = {};
  for (const { path, message } of issues) {
    const [part, index] = path;
    if (part === 'environment') errors.environment = `The environment ${message}.`;
    else if (part !== 'addTags') errors.form = `Not saved: ${path.join('.')} ${message}.`;
    else if (typeof index === 'number') errors.addTags ??= `Tag ${index + 1} ${message}.`;
    else errors.addTags = `The list of tags ${message}.`;
  }
  return errors;
}

/** Adds and removes tags and sets the environment of several at once. */
export default function EditSeveralDialog({
  deployments,
  onClose,
}: {
  deployments: readonly Deployment[];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [addTags, setAddTags] = useState<string[]>([]);
  const [removeTags, setRemoveTags] = useState<string[]>([]);
  const [environment, setEnvironment] = useState('');
  const [errors, setErrors] = useState<Partial<Record<Part, string>>>({});
  const save = useSave((change: EditRequest['change']) => editSeveral(deployments, change));
  const present = [...new Set(deployments.flatMap((one) => one.tags))].toSorted();
  const many = deployments.length === 1 ? '1 deployment' : `${deployments.length} deployments`;

  function submit() {
    const change = {
      ...(addTags.length > 0 ? { addTags } : {}),
      ...(removeTags.length > 0 ? { removeTags } : {}),
      ...(environment === '' ? {} : { environment }),
    };
    if (Object.keys(change).length === 0) {
      setErrors({ form: 'Choose at least one change.' });
      return;
    }
    const checked = editRequest.shape.change.safeParse(change);
    setErrors(checked.success ? {} : errorsOf(checked.error.issues));
    if (!checked.success) return;
    save.mutate(change, {
      onSuccess: ({ items }) => {
        offerUndoOfEdit(client, `Changed ${items.length} of ${many}.`, items);
        onClose();
      },
    });
  }

  const rules = fieldErrors(save.error).map(({ field, message }) => `${field} ${message}`);
  return (
    <Dialog
      title={`Edit ${many}`}
      description="All of them or none; it can be undone. Nothing changes in Fuse."
      onClose={onClose}
    >
      <FormFrame
        saving={save.isPending}
        submitLabel={`Change ${many}`}
        error={rules.length > 0 ? null : save.error}
        onSubmit={submit}
      >
        <TagsField label="Add tags" value={addTags} onChange={setAddTags} error={errors.addTags} />
        {present.length > 0 && (
          <fieldset>
            <legend className="text-sm font-medium">Remove tags</legend>
            <div className="mt-1.5 flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
              {present.map((tag) => (
                <label key={tag} className="flex min-h-6 max-w-full items-center gap-2 text-sm">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent-solid"
                    checked={removeTags.includes(tag)}
                    onChange={(event) =>
                      setRemoveTags(
                        event.target.checked ? [...removeTags, tag] : removeTags.filter((one) => one !== tag),
                      )
                    }
                  />
                  <span className="truncate">{tag}</span>
                </label>
              ))}
            </div>
          </fieldset>
        )}
        <Field
          label="Environment"
          hint="Type another name if it is none of these."
          error={errors.environment}
        >
          {(control) => (
            <>
              <input
                {...control}
                list="environments"
                value={environment}
                onChange={(event) => setEnvironment(event.target.value)}
                placeholder="Leave as it is"
                autoComplete="off"
                className="h-9 field-control"
              />
              <datalist id="environments">
                {knownEnvironments.map((one) => (
                  <option key={one} value={one}>
                    {environmentName(one)}
                  </option>
                ))}
              </datalist>
            </>
          )}
        </Field>
        {(errors.form !== undefined || rules.length > 0) && (
          <p role="alert" className="text-sm font-medium text-negative">
            {errors.form ?? `Not saved: ${rules.join('; ')}.`}
          </p>
        )}
      </FormFrame>
    </Dialog>
  );
}
