import type { ReactNode } from 'react';
import type { UseFormRegister } from 'react-hook-form';
import type { Application } from '@/contract';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { isolated } from '@/lib/isolated';
import type { DeploymentValues } from './deployment-values';

const newApplication = 'new';

/** A saved application, or the ID and the name of a new one. */
export function ApplicationField({
  applications,
  register,
  isNew,
  onNew,
  idWarning,
  idError,
  nameError,
}: {
  applications: readonly Application[];
  register: UseFormRegister<DeploymentValues>;
  isNew: boolean;
  onNew: (isNew: boolean) => void;
  idWarning: string | undefined;
  idError: ReactNode;
  nameError: string | undefined;
}) {
  const idField = register('applicationId');
  function choose(value: string) {
    if (value === newApplication) {
      onNew(true);
      return;
    }
    if (isNew) onNew(false);
    void idField.onChange({ target: { name: 'applicationId', value }, type: 'change' });
  }
  return (
    <>
      {applications.length > 0 && (
        <Field label="Application" error={isNew ? undefined : idError}>
          <Select
            {...(isNew ? { value: newApplication } : idField)}
            onChange={(event) => choose(event.target.value)}
          >
            {applications.map(({ applicationId, name }) => (
              <option
                key={applicationId}
                value={applicationId}
              >{`${isolated(name)} (${applicationId})`}</option>
            ))}
            <option value={newApplication}>New application…</option>
          </Select>
        </Field>
      )}
      {isNew && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Application ID" warning={idWarning} error={idError}>
            <Input isNumeric {...idField} />
          </Field>
          <Field label="Name of the application" error={nameError}>
            <Input {...register('applicationName')} />
          </Field>
        </div>
      )}
    </>
  );
}
