import { useEffect, useState, type ComponentType } from 'react';
import { whenIdle } from '@/lib/idle';

/**
 * Brings what nobody needs for the first view once the page is idle. If the code cannot be had now, it is
 * asked for again; the page goes on without it.
 */
export function IdleComponent({ load }: { load: () => Promise<{ default: ComponentType }> }) {
  const [Loaded, setLoaded] = useState<ComponentType | null>(null);
  const [failures, setFailures] = useState(0);

  useEffect(() => {
    let gone = false;
    const bring = () =>
      void load().then(
        (module) => !gone && setLoaded(() => module.default),
        () => !gone && setFailures((count) => count + 1),
      );
    if (failures === 0) {
      const stop = whenIdle(bring);
      return () => {
        gone = true;
        stop();
      };
    }
    const timer = setTimeout(bring, 3000);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [load, failures]);

  return Loaded === null ? null : <Loaded />;
}
