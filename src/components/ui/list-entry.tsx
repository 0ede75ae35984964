import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { TimeText } from './time-text';

/**
 * One entry of a list of events: what came of it, what it was, and who did it when. As the `summary` of an entry that
 * opens it holds phrases only, so its parts are spans.
 */
export function ListEntry({
  as: Element = 'li',
  badges,
  person,
  at,
  aside,
  children,
}: {
  as?: 'li' | 'summary';
  badges: ReactNode;
  person: string;
  /** ISO 8601 */
  at: string;
  /** A further line below the time. */
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Element
      className={cx(
        'grid gap-x-4 gap-y-1 px-4 py-3 hover:bg-hover/50 sm:grid-cols-[17rem_1fr_auto]',
        Element === 'li'
          ? 'border-t border-line first:border-t-0'
          : 'min-h-17.5 list-none content-start [&::-webkit-details-marker]:hidden',
      )}
    >
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 self-start text-sm">{badges}</span>
      <span className={cx('block min-w-0 text-sm', Element === 'li' && 'space-y-1')}>{children}</span>
      <span className="text-xs text-ink-soft sm:text-right">
        <span className="block text-sm wrap-anywhere">{person}</span>
        <span className="mt-1 block text-ink-faint">
          <TimeText iso={at} />
        </span>
        {aside}
      </span>
    </Element>
  );
}
