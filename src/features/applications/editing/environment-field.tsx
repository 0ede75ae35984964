import { useState, type ReactNode } from 'react';
import { knownEnvironments } from '@/contract';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { environmentName, isProduction } from '@/common/environments';
import { cx } from '@/lib/cx';

/** One of the known environments, or another name. */
export function EnvironmentField({
  value,
  onChange,
  notice,
  error,
}: {
  value: string;
  onChange: (environment: string) => void;
  /** What a colleague has saved here meanwhile. */
  notice?: ReactNode;
  error: string | undefined;
}) {
  const isKnown = knownEnvironments.some((known) => known === value);
  // A name that is typed stays typed, also where it becomes a known one.
  const [isTyped, setTyped] = useState(!isKnown);
  const isOther = isTyped || !isKnown;
  return (
    <div className={cx('grid gap-4', isOther && 'sm:grid-cols-2')}>
      <Field
        label="Environment"
        hint={
          <>
            <span>For production, the ID must be typed before calls are cancelled.</span>
            {notice}
          </>
        }
        error={isOther ? undefined : error}
      >
        <Select
          value={isOther ? 'other' : value}
          onChange={(event) => {
            const chosen = event.target.value;
            setTyped(chosen === 'other');
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
          <Input
            name="environment"
            value={value}
            onChange={(event) => {
              setTyped(true);
              onChange(event.target.value);
            }}
          />
        </Field>
      )}
    </div>
  );
}
