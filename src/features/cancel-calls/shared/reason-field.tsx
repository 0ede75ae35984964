import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/input';

const maxLength = 500;
/** From here on the characters are counted. */
const countFrom = 400;

export function ReasonField({
  value,
  onChange,
  error,
  readOnly,
  isRequired,
}: {
  value: string;
  onChange: (text: string) => void;
  error: string | null;
  readOnly: boolean;
  isRequired: boolean;
}) {
  const used = Array.from(value).length;
  return (
    <Field
      label={
        <>
          <span>Reason </span>
          <span className="font-normal text-ink-faint">{`(${isRequired ? 'required' : 'optional'}, kept in the journal)`}</span>
        </>
      }
      hint={
        used >= countFrom ? (
          <span className="tabular">{`${used} of ${maxLength} characters`}</span>
        ) : undefined
      }
      error={error}
    >
      <TextArea
        value={value}
        onChange={(event) => onChange(event.target.value)}
        readOnly={readOnly}
        aria-required={isRequired}
      />
    </Field>
  );
}
