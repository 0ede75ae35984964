import { startTransition, useEffect, useRef, useState } from 'react';
import { afterPaint } from '@/lib/after-paint';

/** What takes longer than this holds up the next key: a long task (W3C Long Tasks API). */
const longMs = 50;
/** Who types on comes to the next key sooner than that. */
const pauseMs = 250;

/**
 * A value, but the one before while the `cause` of its change is still to be painted: what React defers it begins
 * before the paint. Where showing a value takes the machine long, it waits until the causes pause.
 */
export function useDeferredRows<T>(value: T, cause: string): T {
  const [held, setHeld] = useState<{ value: T; cause: string | null; begun: number }>({
    value,
    cause,
    begun: 0,
  });
  const isSlow = useRef(false);
  useEffect(() => {
    let stale = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      const begun = performance.now();
      startTransition(() => setHeld({ value, cause, begun }));
    };
    afterPaint(() => {
      if (stale) return;
      timer = setTimeout(show, isSlow.current ? pauseMs : 0);
      // Whoever takes the letter back would wait for rows: found anew, they are not the ones that are shown.
      if (isSlow.current) setHeld((shown) => (shown.cause === cause ? shown : { ...shown, cause: null }));
    });
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [value, cause]);
  const { begun } = held;
  useEffect(() => {
    if (begun > 0) afterPaint(() => (isSlow.current = performance.now() - begun > longMs));
  }, [begun]);
  return held.cause === cause ? value : held.value;
}
