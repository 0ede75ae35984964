import { startTransition, useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { whenIdle } from './idle';
import { tellMissing } from './missing-parts';

const retryMs = 3000;

/**
 * A part of the page that is fetched when it is used, as a hook: null until it is there, at once or in an idle
 * moment. If it cannot be had now, it is asked for again: by itself after a while, or when somebody says so.
 * Other than with `lazy`, a failure is neither thrown nor kept. `name` is how its reader is told that it is missing.
 */
export function partOf<T extends object>(load: () => Promise<T>, name?: string) {
  let loaded: T | null = null;
  let loading: Promise<T> | null = null;
  return function usePart(atOnce: boolean, byItself: boolean) {
    const [part, setPart] = useState(loaded);
    const [failed, setFailed] = useState(false);
    // Stays while it is asked for again, so that what is told of it does not come and go.
    const [hasFailed, setHasFailed] = useState(false);
    useEffect(
      () => (hasFailed && part === null && name !== undefined ? tellMissing(name) : undefined),
      [hasFailed, part],
    );
    useEffect(() => {
      if (part !== null) return;
      if (failed) {
        if (!byItself) return;
        const timer = setTimeout(() => setFailed(false), retryMs);
        return () => clearTimeout(timer);
      }
      let gone = false;
      const bring = async () => {
        try {
          loading ??= load();
          loaded = await loading;
          if (!gone) startTransition(() => setPart(loaded));
        } catch {
          loading = null;
          if (gone) return;
          setFailed(true);
          setHasFailed(true);
        }
      };
      let stop = () => {};
      if (atOnce) void bring();
      else stop = whenIdle(() => void bring());
      return () => {
        gone = true;
        stop();
      };
    }, [part, failed, atOnce, byItself]);
    return { part, failed, hasFailed, tryAgain: () => setFailed(false) };
  };
}

/**
 * What nobody needs for the first view: a hook that gives null until the page was idle and has fetched it, or has
 * fetched it at once where that is asked. The page goes on without.
 */
export function idlePart<T extends object>(
  load: () => Promise<T>,
  name?: string,
): (atOnce?: boolean) => T | null {
  const usePart = partOf(load, name);
  return function useIdlePart(atOnce = false) {
    return usePart(atOnce, true).part;
  };
}

/** A component that comes in an idle moment, where `lazy` would fetch it while the first view is rendered. */
export function idleComponent<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  name?: string,
  fallback: ReactNode = null,
): ComponentType<P> {
  const usePart = idlePart(load, name);
  return function IdleComponent(props) {
    const part = usePart();
    return part === null ? fallback : <part.default {...props} />;
  };
}
