import { useEffect, useState } from 'react';

/** Longer than somebody who types pauses between two keys. */
const restMs = 700;

/**
 * The text once it has not changed for a while, for live regions: what changes at every keystroke would be read at every
 * keystroke. While it is empty the last one stays.
 */
export function useRested(text: string): string {
  const [rested, setRested] = useState('');
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
