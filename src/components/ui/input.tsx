import type { ComponentProps } from 'react';
import { cx } from '@/lib/cx';
import { useFieldControl } from './field';

/** One line of text; `isNumeric` asks for the digits of an ID. */
export function Input({
  isNumeric = false,
  className,
  ...rest
}: ComponentProps<'input'> & { isNumeric?: boolean }) {
  return (
    <input
      autoComplete="off"
      inputMode={isNumeric ? 'numeric' : undefined}
      {...useFieldControl()}
      {...rest}
      className={cx('h-9 field-control', isNumeric && 'tabular', className)}
    />
  );
}

export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select {...useFieldControl()} {...rest} className={cx('h-9 field-control', className)} />;
}

/** Several lines of text; `isCode` shows them as they would stand in a file. */
export function TextArea({
  isCode = false,
  className,
  ...rest
}: ComponentProps<'textarea'> & { isCode?: boolean }) {
  return (
    <textarea
      rows={2}
      spellCheck={isCode ? false : undefined}
      {...useFieldControl()}
      {...rest}
      className={cx('min-h-16 field-control resize-y py-2', isCode && 'font-mono text-sm', className)}
    />
  );
}

/** The box of a check box or a radio button. */
export function CheckBox({ type = 'checkbox', ...rest }: ComponentProps<'input'>) {
  return <input {...rest} type={type} className="size-4 accent-accent-solid" />;
}
