import { useEffect, useEffectEvent, useState } from 'react';
import { afterPaint } from '@/lib/after-paint';

const pause = 250;

/**
 * What stands in the search box. The address follows when one pauses, or at once when the box is cleared: browsers
 * count how often it changes, and a keystroke need not wait for it. An address that changes by itself (back, a link)
 * is followed at once. `save` does not wait for the pause: what is written after one has left belongs to another view.
 */
export function useSearchText(
  q: string,
  write: (q: string) => void,
): [text: string, setText: (text: string) => void, save: () => void] {
  const [text, setText] = useState(q);
  const [written, setWritten] = useState(q);
  if (q !== written) {
    setWritten(q);
    setText(q);
  }

  function save() {
    if (text === written) return;
    setWritten(text);
    write(text);
  }
  const saveLater = useEffectEvent(save);
  useEffect(() => {
    if (text === written) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stale = false;
    if (text === '') afterPaint(() => stale || saveLater());
    else timer = setTimeout(() => saveLater(), pause);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text, written]);

  return [text, setText, save];
}
