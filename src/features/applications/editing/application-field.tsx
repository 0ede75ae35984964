import type { ReactNode } from 'react';
import type { UseFormRegister } from 'react-hook-form';
import type { Application } from '@/contract';
import { Field } from '@/components/ui/field';
import type { DeploymentValues } from './deployment-values';
import { isolated } from '@/lib/isolated';

const newOne = 'new';

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
  const choose = register('applicationId');
  return (
    <>
      {applications.length > 0 && (
        <Field label="Application" error={isNew ? undefined : idError}>
          {(control) => (
            <select
              {...control}
              {...(isNew ? {} : choose)}
              {...(isNew ? { value: newOne } : {})}
              onChange={(event) => {
                if (event.target.value === newOne) onNew(true);
                else {
                  if (isNew) onNew(false);
                  void choose.onChange({
                    target: { name: 'applicationId', value: event.target.value },
                    type: 'change',
                  });
                }
              }}
              className="h-9 field-control"
            >
              {applications.map((one) => (
                <option
                  key={one.applicationId}
                  value={one.applicationId}
                >{`${isolated(one.name)} (${one.applicationId})`}</option>
              ))}
              <option value={newOne}>New application…</option>
            </select>
          )}
        </Field>
      )}
      {isNew && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Application ID" warning={idWarning} error={idError}>
            {(control) => (
              <input
                {...control}
                {...choose}
                inputMode="numeric"
                autoComplete="off"
                className="h-9 field-control tabular"
              />
            )}
          </Field>
          <Field label="Name of the application" error={nameError}>
            {(control) => (
              <input
                {...control}
                {...register('applicationName')}
                autoComplete="off"
                className="h-9 field-control"
              />
            )}
          </Field>
        </div>
      )}
    </>
  );
}
