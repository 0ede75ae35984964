import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { tellMissing, useMissingParts } from '@/lib/missing-parts';

/** Says which parts of the page are not there, and how to go on; it takes no room, so that it moves no row. */
export function MissingParts() {
  const names = [...new Set(useMissingParts())];
  if (names.length === 0) return null;
  return (
    <div
      role="alert"
      data-missing-parts=""
      className="fixed inset-x-3 bottom-3 z-30 mx-auto flex max-w-lg flex-wrap items-center justify-end gap-2 rounded-lg border border-l-4 border-line border-l-warning bg-raised px-4 py-2.5 text-sm text-ink shadow-floating"
    >
      <p className="flex-1 basis-56">{`Missing: ${names.join(', ')}. The console may be restarting, or may have been updated. What did not arrive is asked for again by itself; reloading the page helps as well.`}</p>
      <Button size="sm" onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  );
}

/** Stands for a part outside of the view that has failed. */
export function MissingPart({ name }: { name: string }) {
  useEffect(() => tellMissing(name), [name]);
  return null;
}
