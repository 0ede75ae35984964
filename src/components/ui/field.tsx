import { createContext, use, useId, type ReactNode } from 'react';

interface ControlProps {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

const FieldContext = createContext<ControlProps | null>(null);

/** The attributes that tie a control to the label, hint and error of the `Field` around it; null without one. */
export const useFieldControl = (): ControlProps | null => use(FieldContext);

/** A label, its control, a hint and an error. The control inside takes its attributes from `useFieldControl`. */
export function Field({
  label,
  hint,
  warning,
  error,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  /** A doubt about a value that can be used all the same. */
  warning?: ReactNode;
  error?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== '';
  const hasWarning = !hasError && warning !== undefined;
  const described = [hint !== undefined && 'hint', hasWarning && 'warning', hasError && 'error']
    .flatMap((part) => (part === false ? [] : `${id}-${part}`))
    .join(' ');
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <FieldContext
        value={{ id, 'aria-invalid': hasError, 'aria-describedby': described === '' ? undefined : described }}
      >
        {children}
      </FieldContext>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-xs text-ink-faint">
          {hint}
        </p>
      )}
      {hasWarning && (
        <p id={`${id}-warning`} role="status" className="text-xs font-medium text-warning">
          {warning}
        </p>
      )}
      {hasError && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="text-xs font-medium text-negative">
      {children}
    </p>
  );
}
