import { useQueryClient } from '@tanstack/react-query';
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useState } from 'react';
import { Controller, get, useForm, useWatch, type FieldErrors, type FieldPath } from 'react-hook-form';
import { deploymentKey, type Application, type Deployment } from '@/contract';
import { Field } from '@/components/ui/field';
import { Input, TextArea } from '@/components/ui/input';
import { showSuccess } from '@/components/ui/toast';
import { identityOf } from '@/common/identity';
import { IdentityLines } from '@/common/identity-lines';
import { ApiError } from '@/lib/api-client';
import { ApplicationField } from './application-field';
import {
  initialValues,
  intoSaved,
  savedValues,
  typedValues,
  withNewApplication,
  type DeploymentValues,
  type SavedValues,
} from './deployment-values';
import { EnvironmentField } from './environment-field';
import { AlreadySaved, FormFrame } from './form-frame';
import { SavedMeanwhile, SavedMeanwhileStatus } from './saved-meanwhile';
import { useIdWarning } from './use-id-warning';
import { useSavedMeanwhile } from './use-saved-meanwhile';
import { fieldErrors, isConflict } from './form-errors';
import { TagsField } from './tags-field';
import { offerUndoOfEdit } from './undo-toast';
import { ApplicationExists, useSaveDeployment } from './use-save-deployment';
import { useFirstPlace, useWhyNotSave } from './use-why-not-save';

const fields: readonly string[] = [
  'applicationId',
  'applicationName',
  'deploymentId',
  'name',
  'environment',
  'tags',
  'note',
  'protectedReason',
];

/** Whether the form has such a field; a tag is one by its place: `tags.0`. */
function isField(path: string): path is FieldPath<DeploymentValues> {
  return fields.includes(path.replace(/^tags\.\d+$/, 'tags'));
}

export function DeploymentForm({
  deployment,
  applicationId,
  applications,
  onDone,
}: {
  /** The deployment to change; absent for a new one. */
  deployment?: Deployment;
  /** The application of a new deployment, where that is already known. */
  applicationId?: string | undefined;
  applications: readonly Application[];
  /** Absent where the form stands by itself. */
  onDone?: () => void;
}) {
  const isNew = deployment === undefined;
  const [newApplication, setNewApplication] = useState(isNew && applications.length === 0);
  const { register, handleSubmit, setError, setValue, control, formState, getValues } =
    useForm<DeploymentValues>({
      resolver: standardSchemaResolver(newApplication ? withNewApplication : intoSaved),
      defaultValues: initialValues(deployment, useFirstPlace(applications, applicationId)),
    });
  const client = useQueryClient();
  const save = useSaveDeployment(deployment);
  const { errors } = formState;
  const savedNow =
    deployment &&
    applications
      .find((one) => one.applicationId === deployment.applicationId)
      ?.deployments.find((one) => one.deploymentId === deployment.deploymentId);
  const { base, conflicts, take } = useSavedMeanwhile<SavedValues>({
    opened: deployment && savedValues(deployment),
    saved: savedNow && savedValues(savedNow),
    isSaving: save.isPending,
    read: () => typedValues(getValues()),
    write: (field, value) => setValue(field, value),
  });
  const renderMeanwhile = (field: keyof SavedValues) => {
    const value = conflicts[field];
    if (deployment === undefined || value === undefined) return undefined;
    return <SavedMeanwhile of={deployment} field={field} value={value} onTake={() => take(field)} />;
  };
  const warningOf = useIdWarning(applications);
  const [typedApplicationId, typedDeploymentId, environment, tags = []] = useWatch({
    control,
    name: ['applicationId', 'deploymentId', 'environment', 'tags'],
  });
  const whyNot = useWhyNotSave({
    before: deployment,
    after: { applicationId: typedApplicationId.trim(), environment, tags },
    newApplication,
  });
  // A colleague has removed the deployment, and maybe its application, since the form was opened.
  const [isGone, setGone] = useState(false);
  const [applicationName] = useState(() => nameOf(applications, deployment?.applicationId));

  function submit(typed: DeploymentValues) {
    const isApplicationGone = isGone && nameOf(applications, typed.applicationId) === '';
    const values = isApplicationGone ? { ...typed, applicationName } : typed;
    save.mutate(
      {
        values,
        newApplication: newApplication || isApplicationGone,
        isRemoved: isGone,
        before: base.current,
      },
      {
        onSuccess: (items) => {
          if (items !== null) offerUndoOfEdit(client, 'Changed.', items);
          // While the list is filtered, a new deployment may not be in it.
          else if (location.search !== '') showSaved(values, applications);
          onDone?.();
        },
        onError: showErrors,
      },
    );
  }
  function showErrors(error: Error) {
    if (error instanceof ApiError && error.problem.code === 'not_saved') setGone(true);
    if (error instanceof ApplicationExists)
      setError('applicationId', { type: 'conflict' }, { shouldFocus: true });
    if (isConflict(error)) setError('deploymentId', { type: 'conflict' }, { shouldFocus: true });
    fieldErrors(error).forEach(({ field: path, message }, index) => {
      // The error names a part of the edit request, whose only target is named if it would have too many tags.
      const field = path.replace(/^change\./, '').replace(/^targets\.0$/, 'tags');
      if (isField(field)) setError(field, { message }, { shouldFocus: index === 0 });
    });
  }

  const values = getValues();
  const application = applications.find(({ applicationId: id }) => id === values.applicationId);
  const saved = application?.deployments.find(({ deploymentId }) => deploymentId === values.deploymentId);
  const isShownAtField =
    (isNew && save.error instanceof ApplicationExists) ||
    isConflict(save.error) ||
    fieldErrors(save.error).length > 0;
  return (
    <FormFrame
      isSaving={save.isPending}
      submitLabel={isGone ? 'Save it again' : 'Save deployment'}
      whyNot={whyNot}
      error={isShownAtField ? null : save.error}
      onSubmit={() => void handleSubmit(submit)()}
    >
      {isNew && (
        <ApplicationField
          applications={applications}
          register={register}
          value={typedApplicationId}
          isNew={newApplication}
          idWarning={newApplication ? warningOf('application', typedApplicationId) : undefined}
          onNew={(makeNew) => {
            setNewApplication(makeNew);
            setValue('applicationId', makeNew ? '' : (applications[0]?.applicationId ?? ''));
          }}
          idError={
            errors.applicationId?.type === 'conflict' ? (
              <AlreadySaved name={application?.name} id={values.applicationId} onFollow={onDone} />
            ) : (
              message('application ID', 'applicationId', errors)
            )
          }
          nameError={message('application’s name', 'applicationName', errors)}
        />
      )}
      {isNew && (
        <Field
          label="Deployment ID"
          warning={warningOf('deployment', typedDeploymentId)}
          error={
            errors.deploymentId?.type === 'conflict' ? (
              <AlreadySaved name={saved?.name} id={values.deploymentId} onFollow={onDone} />
            ) : (
              message('deployment ID', 'deploymentId', errors)
            )
          }
        >
          <Input isNumeric {...register('deploymentId')} />
        </Field>
      )}
      {deployment && <SavedMeanwhileStatus conflicts={conflicts} />}
      <Field label="Name" hint={renderMeanwhile('name')} error={message('name', 'name', errors)}>
        <Input {...register('name')} />
      </Field>
      <Controller
        control={control}
        name="environment"
        render={({ field }) => (
          <EnvironmentField
            value={field.value}
            onChange={field.onChange}
            notice={renderMeanwhile('environment')}
            error={message('environment', 'environment', errors)}
          />
        )}
      />
      <Controller
        control={control}
        name="tags"
        render={({ field }) => (
          <TagsField value={field.value ?? []} onChange={field.onChange} error={tagsMessage(errors)} />
        )}
      />
      <Field label="Note" hint={renderMeanwhile('note')} error={message('note', 'note', errors)}>
        <TextArea {...register('note')} />
      </Field>
      <Field
        label="Protected, because"
        hint={
          <>
            <span>With a reason here, nobody can cancel its calls. Empty: not protected.</span>
            {renderMeanwhile('protectedReason')}
          </>
        }
        error={message('reason', 'protectedReason', errors)}
      >
        <Input {...register('protectedReason')} />
      </Field>
    </FormFrame>
  );
}

const nameOf = (applications: readonly Application[], id: string | undefined) =>
  applications.find(({ applicationId }) => applicationId === id)?.name ?? '';

function message(label: string, field: FieldPath<DeploymentValues>, errors: FieldErrors<DeploymentValues>) {
  const rule = ruleAt(errors, field);
  return rule === undefined ? undefined : `The ${label} ${rule}.`;
}

/** The rule that the list breaks, or the first of its tags. */
function tagsMessage(errors: FieldErrors<DeploymentValues>): string | undefined {
  if (errors.tags === undefined) return undefined;
  const rule = ruleAt(errors, 'tags');
  if (rule !== undefined) return `The list of tags ${rule}.`;
  const first = Object.keys(errors.tags).find((place) => ruleAt(errors, `tags.${place}`) !== undefined);
  return first === undefined
    ? 'The tags cannot be used.'
    : `Tag ${Number(first) + 1} ${ruleAt(errors, `tags.${first}`)}.`;
}

function ruleAt(errors: FieldErrors<DeploymentValues>, path: string): string | undefined {
  const rule: unknown = get(errors, `${path}.message`);
  return typeof rule === 'string' ? rule : undefined;
}

function showSaved(saved: DeploymentValues, applications: readonly Application[]): void {
  const key = deploymentKey(saved);
  const { applicationId, applicationName } = saved;
  const name = nameOf(applications, applicationId) || applicationName;
  showSuccess(`saved-${key}`, 'Saved.', {
    about: <IdentityLines identity={identityOf({ applicationId, name }, saved)} />,
    link: { href: `/?q=${key}`, label: 'Show it' },
  });
}
