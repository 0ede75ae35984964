import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

/** The filters above a list. `onClear`: takes all of them out; left out where none is set. */
export function FilterBar({ onClear, children }: { onClear: (() => void) | undefined; children: ReactNode }) {
  return (
    <div
      role="group"
      aria-label="Filters"
      className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
    >
      {children}
      {onClear && (
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
      )}
    </div>
  );
}
