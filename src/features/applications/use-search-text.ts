import { useEffect, useEffectEvent, useState } from 'react';

const pause = 150;

/**
 * What stands in the search box. The address follows when one pauses: browsers count how often it changes,
 * and a keystroke need not wait for it. An address that changes by itself (back, a link) is followed at once.
 */
export function useSearchText(q: string, write: (q: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(q);
  const [written, setWritten] = useState(q);
  if (q !== written) {
    setWritten(q);
    setText(q);
  }

  const save = (next: string) => {
    setWritten(next);
    write(next);
  };
  const saveLate = useEffectEvent(() => save(text));
  useEffect(() => {
    if (text === written) return;
    const timer = setTimeout(() => saveLate(), pause);
    return () => clearTimeout(timer);
  }, [text, written]);

  function change(next: string) {
    setText(next);
    if (next === '') save(next);
  }
  return [text, change];
}
