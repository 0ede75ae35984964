import { useEffect, useState } from 'react';
import { Spinner } from '@/components/ui/spinner';

/** Whole seconds since it was mounted. */
export function useSeconds(running: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(0);
    if (!running) return;
    const start = Date.now();
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - start) / 1000)), 250);
    return () => clearInterval(timer);
  }, [running]);
  return running ? seconds : 0;
}

export function Waiting({ seconds }: { seconds: number }) {
  return (
    <>
      <Spinner />
      <span>
        Waiting for Fuse…<span className="tabular"> {seconds} s</span>
      </span>
    </>
  );
}
