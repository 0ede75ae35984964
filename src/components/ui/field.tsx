import { useId, type ReactNode } from 'react';

interface ControlProps {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

/** A label, its control, a hint and an error, tied together; the control is given by `children`. */
export function Field({
  label,
  hint,
  warning,
  error,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  /** What to look at again; the value can be used as it is. */
  warning?: ReactNode;
  error?: ReactNode;
  children: (control: ControlProps) => ReactNode;
}) {
  const id = useId();
  const wrong = error !== undefined && error !== null && error !== '';
  const isDoubtful = !wrong && warning !== undefined;
  const described = [
    hint === undefined ? '' : `${id}-hint`,
    isDoubtful ? `${id}-warning` : '',
    wrong ? `${id}-error` : '',
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-invalid': wrong, 'aria-describedby': described === '' ? undefined : described })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-xs text-ink-faint">
          {hint}
        </p>
      )}
      {isDoubtful && (
        <p id={`${id}-warning`} role="status" className="text-xs font-medium text-warning">
          {warning}
        </p>
      )}
      {wrong && (
        <p id={`${id}-error`} role="alert" className="text-xs font-medium text-negative">
          {error}
        </p>
      )}
    </div>
  );
}
