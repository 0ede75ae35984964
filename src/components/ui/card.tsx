import type { HTMLAttributes } from 'react';
import { cx } from '@/lib/cx';

/** A box on the page: with a `title` a section of its own, else a plain one, or the list in it. */
export function Card({
  as: Element = 'section',
  title,
  className,
  children,
  ...rest
}: HTMLAttributes<HTMLElement> & { as?: 'section' | 'div' | 'ol'; title?: string }) {
  return (
    <Element {...rest} className={cx('rounded-lg border border-line bg-surface shadow-raised', className)}>
      {title !== undefined && (
        <h2 className="border-b border-line px-4 py-2.5 text-base font-semibold">{title}</h2>
      )}
      {title === undefined ? children : <div className="px-4 py-3">{children}</div>}
    </Element>
  );
}
