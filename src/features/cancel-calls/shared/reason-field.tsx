import { Field } from '@/components/ui/field';

const limit = 500;
const near = 400;

export function ReasonField({
  value,
  onChange,
  error,
  readOnly,
}: {
  value: string;
  onChange: (text: string) => void;
  error: string | null;
  readOnly: boolean;
}) {
  const used = Array.from(value).length;
  return (
    <Field
      label={
        <>
          <span>Reason </span>
          <span className="font-normal text-ink-faint">(optional, kept in the journal)</span>
        </>
      }
      hint={used >= near ? <span className="tabular">{`${used} of ${limit} characters`}</span> : undefined}
      error={error}
    >
      {(control) => (
        <textarea
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          readOnly={readOnly}
          rows={2}
          className="min-h-16 field-control resize-y py-2"
        />
      )}
    </Field>
  );
}
