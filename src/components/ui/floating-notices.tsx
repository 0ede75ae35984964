import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { useSessionOver } from '@/lib/session-end';

/**
 * Stands first in a list's own box, at the window's upper edge while the list is scrolled: what comes and goes by
 * itself takes no room here, so that it moves no row.
 */
export function FloatingNotices({
  isBelowSearch = false,
  children,
}: {
  /** A search line stays at the window's upper edge. */
  isBelowSearch?: boolean;
  children: ReactNode;
}) {
  // The notice that says so lies here too, and is the reason for the others.
  if (useSessionOver()) return null;
  return (
    <div
      className={cx(
        'pointer-events-none sticky z-20 h-0',
        // On what stands above the list there, but not on the filters that stand above other lists.
        isBelowSearch ? 'top-(--search-line,3.25rem) -mt-8 mb-8 low:top-2' : 'top-2 -mt-4.5 mb-4.5',
      )}
    >
      <div
        data-floating-notices=""
        className="flex flex-col items-center gap-1 *:pointer-events-auto *:max-w-full"
      >
        {children}
      </div>
    </div>
  );
}
