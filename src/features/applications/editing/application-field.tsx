import { ChevronDown } from 'lucide-react';
import { use, useState, type ReactNode } from 'react';
import type { UseFormRegister } from 'react-hook-form';
import type { Application } from '@/contract';
import { DialogContext } from '@/components/ui/dialog-state';
import { Field, useFieldControl } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { lazyPalette } from '@/components/ui/lazy-palette';
import { isolated } from '@/lib/isolated';
import type { DeploymentValues } from './deployment-values';

const ApplicationPicker = lazyPalette(() => import('./application-picker'));

const newApplication = 'new';

/**
 * A saved application, or the ID and the name of a new one. In a wide window a picker that is searched by typing, in a
 * narrow one a native select.
 */
export function ApplicationField({
  applications,
  register,
  value,
  isNew,
  onNew,
  idWarning,
  idError,
  nameError,
}: {
  applications: readonly Application[];
  register: UseFormRegister<DeploymentValues>;
  /** The ID of the chosen application. */
  value: string;
  isNew: boolean;
  onNew: (isNew: boolean) => void;
  idWarning: string | undefined;
  idError: ReactNode;
  nameError: string | undefined;
}) {
  // Once for each form: in a window that is resized the focus would be lost with the control.
  const [isWide] = useState(() => matchMedia('(min-width: 80rem)').matches);
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
          {isWide ? (
            <PickerButton
              applications={applications}
              applicationId={isNew ? undefined : value}
              onChoose={choose}
            />
          ) : (
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
          )}
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

function PickerButton({
  applications,
  applicationId,
  onChoose,
}: {
  applications: readonly Application[];
  /** Undefined: a new one. */
  applicationId: string | undefined;
  onChoose: (value: string) => void;
}) {
  const [isPicking, setPicking] = useState(false);
  const markTyped = use(DialogContext)?.markTyped;
  const name =
    applicationId === undefined
      ? 'New application…'
      : isolated(applications.find((one) => one.applicationId === applicationId)?.name ?? 'Application');
  function choose(value: string) {
    markTyped?.();
    onChoose(value);
  }
  return (
    <>
      <button
        type="button"
        {...useFieldControl()}
        aria-label={`Application: ${name}${applicationId === undefined ? '' : ` (${applicationId})`}`}
        aria-haspopup="dialog"
        className="flex h-9 field-control items-center gap-2 text-left"
        onPointerEnter={() => void ApplicationPicker.prefetch().catch(() => undefined)}
        onFocus={() => void ApplicationPicker.prefetch().catch(() => undefined)}
        onClick={() => setPicking(true)}
      >
        <span className="flex-1 truncate">{name}</span>
        {applicationId !== undefined && <span className="text-ink-soft tabular">{applicationId}</span>}
        <ChevronDown aria-hidden="true" className="size-4 shrink-0" />
      </button>
      {isPicking && (
        <ApplicationPicker
          applications={applications}
          onPick={choose}
          onNew={() => choose(newApplication)}
          onClose={() => setPicking(false)}
        />
      )}
    </>
  );
}
