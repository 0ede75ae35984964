import { useState } from 'react';
import { knownEnvironments } from '@/contract';
import { Field } from '@/components/ui/field';
import { environmentName, isProduction } from '@/common/environments';
import { cx } from '@/lib/cx';

/** The known environments, or a word of one's own. */
export function EnvironmentField({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (environment: string) => void;
  error: string | undefined;
}) {
  const known = knownEnvironments.find((one) => one === value);
  const [other, setOther] = useState(known === undefined);
  return (
    <div className={cx('grid gap-4', other && 'sm:grid-cols-2')}>
      <Field
        label="Environment"
        hint="Production asks for the ID before it cancels."
        error={other ? undefined : error}
      >
        {(control) => (
          <select
            {...control}
            value={other ? 'other' : value}
            onChange={(event) => {
              const chosen = event.target.value;
              setOther(chosen === 'other');
              onChange(chosen === 'other' ? '' : chosen);
            }}
            className="h-9 field-control"
          >
            {knownEnvironments.map((one) => (
              <option key={one} value={one}>
                {environmentName(one)}
              </option>
            ))}
            <option value="other">Other…</option>
          </select>
        )}
      </Field>
      {other && (
        <Field
          label="Name of the environment"
          hint={
            isProduction(value)
              ? 'Counts as production: it is not known not to be.'
              : 'Does not count as production.'
          }
          error={error}
        >
          {(control) => (
            <input
              {...control}
              name="environment"
              value={value}
              onChange={(event) => onChange(event.target.value)}
              autoComplete="off"
              className="h-9 field-control"
            />
          )}
        </Field>
      )}
    </div>
  );
}
