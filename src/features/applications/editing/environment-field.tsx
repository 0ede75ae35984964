import { useState } from 'react';
import { knownEnvironments } from '@/contract';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { environmentName, isProduction } from '@/common/environments';
import { cx } from '@/lib/cx';

/** One of the known environments, or another name. */
export function EnvironmentField({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (environment: string) => void;
  error: string | undefined;
}) {
  const [isOther, setOther] = useState(!knownEnvironments.some((known) => known === value));
  return (
    <div className={cx('grid gap-4', isOther && 'sm:grid-cols-2')}>
      <Field
        label="Environment"
        hint="For production, the ID must be typed before calls are cancelled."
        error={isOther ? undefined : error}
      >
        <Select
          value={isOther ? 'other' : value}
          onChange={(event) => {
            const chosen = event.target.value;
            setOther(chosen === 'other');
            onChange(chosen === 'other' ? '' : chosen);
          }}
        >
          {knownEnvironments.map((known) => (
            <option key={known} value={known}>
              {environmentName(known)}
            </option>
          ))}
          <option value="other">Other…</option>
        </Select>
      </Field>
      {isOther && (
        <Field
          label="Name of the environment"
          hint={
            isProduction(value)
              ? 'Treated as production, because the console does not know this name.'
              : 'Not treated as production.'
          }
          error={error}
        >
          <Input name="environment" value={value} onChange={(event) => onChange(event.target.value)} />
        </Field>
      )}
    </div>
  );
}
