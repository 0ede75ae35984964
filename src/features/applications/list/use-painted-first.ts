import { startTransition, useEffect, useState } from 'react';
import { afterPaint } from '@/lib/after-paint';

/**
 * A value that costs much to show, as it was until the browser has painted what else changes with it. React's own
 * `useDeferredValue` begins to render before that paint, which then comes later (docs/performance.md).
 */
export function usePaintedFirst<T>(value: T): T {
  const [shown, setShown] = useState(value);
  useEffect(() => {
    let isStale = false;
    afterPaint(() => isStale || startTransition(() => setShown(value)));
    return () => {
      isStale = true;
    };
  }, [value]);
  return shown;
}
