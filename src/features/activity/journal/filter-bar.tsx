import type { ReactNode } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { cx } from '@/lib/cx';

/**
 * The filters above a list. `onClear`: takes all of them out; left out where none is set. `isFolded`: on a phone only
 * `first` is shown.
 */
export function FilterBar({
  first,
  isFolded = false,
  onClear,
  children,
}: {
  first?: ReactNode;
  isFolded?: boolean;
  onClear: (() => void) | undefined;
  children: ReactNode;
}) {
  return (
    <div
      role="group"
      aria-label="Filters"
      className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
    >
      {first}
      <div className={cx('contents', isFolded && 'max-sm:hidden')}>
        {children}
        {onClear ? (
          <Button
            variant="ghost"
            onClick={(event) => {
              // The button disappears, and the focus with it.
              event.currentTarget.parentElement?.querySelector('select')?.focus({ preventScroll: true });
              onClear();
            }}
          >
            Clear filters
          </Button>
        ) : (
          // Its room is kept: the list does not move when the first filter is set.
          <span
            aria-hidden="true"
            className={buttonClass('ghost', 'md', 'invisible pointer-coarse:min-h-11')}
          >
            Clear filters
          </span>
        )}
      </div>
    </div>
  );
}
