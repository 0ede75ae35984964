import { useEffect, useEffectEvent, useState } from 'react';
import { afterPaint } from '@/lib/after-paint';

const pauseMs = 250;

/**
 * The text in the search box. It is written to the address when the typing pauses, or at once when the box is cleared:
 * browsers limit how often the address may change, and a keystroke need not wait for it. Where the address changes by
 * itself (back, a link), the text follows at once. `save` writes without waiting for the pause, when the box loses the
 * focus: an address that is written after the view has changed would be the other view's.
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
    let isStale = false;
    if (text === '') afterPaint(() => isStale || saveLater());
    else timer = setTimeout(() => saveLater(), pauseMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [text, written]);

  return [text, setText, save];
}
