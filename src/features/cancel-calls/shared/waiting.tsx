import { useEffect, useState } from 'react';
import { Spinner } from '@/components/ui/spinner';
import { liveState } from '@/lib/live-state';

/** Whole seconds since an instant, in milliseconds since 1970; 0 without one. */
export function useSecondsSince(start: number | null): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (start === null) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [start]);
  return start === null ? 0 : Math.max(0, Math.floor((now - start) / 1000));
}

/** Stands in place of the dialog's form while the answer is awaited. */
export function Waiting({ seconds }: { seconds: number }) {
  return (
    <>
      <p className="flex items-center gap-2 text-base font-medium">
        <Spinner />
        <span>
          {/* Without the live stream it may as well be the console that does not answer. */}
          <span>{`Waiting for ${liveState().phase === 'reconnecting' ? 'an answer' : 'Fuse'}…`}</span>
          <span className="tabular">{` ${seconds} s`}</span>
        </span>
      </p>
      <p className="mt-1 text-xs text-ink-soft">The request is sent once, and never again by itself.</p>
    </>
  );
}
