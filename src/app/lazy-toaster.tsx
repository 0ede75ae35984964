import { useEffect, useState, type ComponentType } from 'react';
import { whenIdle } from '@/lib/idle';

/**
 * Brings the place for toasts once the page is idle. A toast shown before that is not lost: the library keeps
 * it until somebody displays it. If the code cannot be had now, it is asked for again.
 */
export function LazyToaster() {
  const [Toaster, setToaster] = useState<ComponentType | null>(null);
  const [failures, setFailures] = useState(0);

  useEffect(() => {
    let gone = false;
    const load = () =>
      import('@/components/ui/toaster').then(
        (module) => !gone && setToaster(() => module.default),
        () => !gone && setFailures((count) => count + 1),
      );
    if (failures === 0) {
      const stop = whenIdle(() => void load());
      return () => {
        gone = true;
        stop();
      };
    }
    const timer = setTimeout(() => void load(), 3000);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [failures]);

  return Toaster === null ? null : <Toaster />;
}
