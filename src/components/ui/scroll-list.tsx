import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

/** A list with a name and a height of its own, which the keyboard can scroll. */
export function ScrollList({
  label,
  className,
  children,
}: {
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    <ol
      aria-label={label}
      // Safari scrolls by keyboard only what has the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cx('divide-y divide-line overflow-y-auto rounded-lg border border-line text-sm', className)}
    >
      {children}
    </ol>
  );
}
