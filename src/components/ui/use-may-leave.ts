import { useEffect, useState } from 'react';

/** How long one is held in a dialog whose change is under way, for its answer to be seen. */
const holdMs = 3000;

/** Whether a dialog may be left: not while its change is under way, unless no answer comes for long. */
export function useMayLeave(isPending: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isPending) return;
    const timer = setTimeout(() => setLate(true), holdMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isPending]);
  return !isPending || isLate;
}
