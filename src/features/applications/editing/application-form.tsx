import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useForm, useWatch } from 'react-hook-form';
import { applicationInput, typedFuseId, type Application } from '@/contract';
import { z } from '@/contract/zod';
import { useWhyNot } from '@/common/grants';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { putApplication } from '../api/save';
import { AlreadySaved, FormFrame } from './form-frame';
import { fieldErrors, isConflict } from './form-errors';
import { SavedMeanwhile, SavedMeanwhileStatus } from './saved-meanwhile';
import { useIdWarning } from './use-id-warning';
import { useSavedMeanwhile } from './use-saved-meanwhile';
import { useSave } from './use-save';

const schema = z.object({ applicationId: typedFuseId, name: applicationInput.shape.name });
type Values = z.infer<typeof schema>;

export function ApplicationForm({
  application,
  applications,
  onDone,
}: {
  /** The application to change; absent for a new one. */
  application?: Application;
  applications: readonly Application[];
  onDone: () => void;
}) {
  const { register, handleSubmit, setError, formState, getValues, setValue, control } = useForm<Values>({
    resolver: standardSchemaResolver(schema),
    defaultValues: { applicationId: application?.applicationId ?? '', name: application?.name ?? '' },
  });
  const save = useSave(({ applicationId, name, seen }: Values & { seen: { name: string } | undefined }) =>
    seen === undefined
      ? putApplication('add', applicationId, { name })
      : putApplication('change', applicationId, { name, seen }),
  );
  const savedName = applications.find((one) => one.applicationId === application?.applicationId)?.name;
  const { base, conflicts, take } = useSavedMeanwhile<{ name: string }>({
    opened: application && { name: application.name },
    saved: application && savedName !== undefined ? { name: savedName } : undefined,
    isSaving: save.isPending,
    read: getValues,
    write: (field, value) => setValue(field, String(value)),
  });
  const { errors } = formState;
  const warningOf = useIdWarning(applications);
  const typedId = useWatch({ control, name: 'applicationId' });
  const { whyNot } = useWhyNot();

  function submit(values: Values) {
    save.mutate(
      { ...values, seen: base.current },
      {
        onSuccess: onDone,
        onError: (error) => {
          if (isConflict(error)) setError('applicationId', { type: 'conflict' }, { shouldFocus: true });
          fieldErrors(error).forEach(({ field, message }, index) => {
            if (field === 'applicationId' || field === 'name')
              setError(field, { message }, { shouldFocus: index === 0 });
          });
        },
      },
    );
  }

  const id = getValues('applicationId');
  const hasConflict = errors.applicationId?.type === 'conflict';
  return (
    <FormFrame
      isSaving={save.isPending}
      submitLabel="Save application"
      // An ID that is still to be typed may be one that is granted.
      whyNot={typedId.trim() === '' ? undefined : whyNot('save', { applicationId: typedId.trim() })}
      error={hasConflict || fieldErrors(save.error).length > 0 ? null : save.error}
      onSubmit={() => void handleSubmit(submit)()}
    >
      {application === undefined && (
        <Field
          label="Application ID"
          warning={warningOf('application', typedId)}
          error={
            hasConflict ? (
              <AlreadySaved
                name={applications.find(({ applicationId }) => applicationId === id)?.name}
                id={id}
                onFollow={onDone}
              />
            ) : (
              errors.applicationId && `The application ID ${errors.applicationId.message}.`
            )
          }
        >
          <Input isNumeric {...register('applicationId')} />
        </Field>
      )}
      {application && <SavedMeanwhileStatus conflicts={conflicts} />}
      <Field
        label="Name"
        hint={
          application &&
          conflicts['name'] !== undefined && (
            <SavedMeanwhile
              of={application}
              field="name"
              value={conflicts['name']}
              onTake={() => take('name')}
            />
          )
        }
        error={errors.name && `The name ${errors.name.message}.`}
      >
        <Input {...register('name')} />
      </Field>
    </FormFrame>
  );
}
