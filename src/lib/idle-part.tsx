import { startTransition, useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { whenIdle } from './idle';

const retryMs = 3000;

/**
 * What nobody needs for the first view: a hook that gives null until the page was idle and has fetched it, or has
 * fetched it at once where that is asked. If it cannot be had now, it is asked for again; the page goes on without.
 */
export function idlePart<T extends object>(load: () => Promise<T>): (atOnce?: boolean) => T | null {
  let loaded: T | null = null;
  return function useIdlePart(atOnce = false) {
    const [part, setPart] = useState(loaded);
    useEffect(() => {
      if (part !== null) return;
      let gone = false;
      let stop = () => {};
      const bring = async () => {
        try {
          loaded = await load();
          if (!gone) startTransition(() => setPart(loaded));
        } catch {
          if (gone) return;
          const timer = setTimeout(() => void bring(), retryMs);
          stop = () => clearTimeout(timer);
        }
      };
      if (atOnce) void bring();
      else stop = whenIdle(() => void bring());
      return () => {
        gone = true;
        stop();
      };
    }, [part, atOnce]);
    return part;
  };
}

/** A component that comes in an idle moment, where `lazy` would fetch it while the first view is rendered. */
export function idleComponent<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  fallback: ReactNode = null,
): ComponentType<P> {
  const usePart = idlePart(load);
  return function IdleComponent(props) {
    const part = usePart();
    return part === null ? fallback : <part.default {...props} />;
  };
}
