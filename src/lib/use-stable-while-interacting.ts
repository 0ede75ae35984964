import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { isDialogOpen } from './single-keys';

/**
 * A list's content as it was when the pointer or the keyboard came into the list, for as long as it stays there or in
 * a dialog that it opened: what others change moves no row under the pointer, between press and release least of all.
 * `show` shows it as it is; so does a new `resetKey`: what the reader has asked for or changed.
 */
export function useStableWhileInteracting<T>(
  current: T,
  resetKey: unknown,
): { ref: RefObject<HTMLDivElement | null>; value: T; show: () => void } {
  const ref = useRef<HTMLDivElement>(null);
  const hasPointer = useRef(false);
  const [held, setHeld] = useState<{ value: T; resetKey: unknown } | null>(null);
  if (held !== null && held.resetKey !== resetKey) setHeld({ value: current, resetKey });

  const update = useEffectEvent(() => {
    const isInList = hasPointer.current || ref.current?.contains(document.activeElement) === true;
    setHeld((before) => {
      const isHeld = isInList || (before !== null && isDialogOpen());
      return isHeld ? (before ?? { value: current, resetKey }) : null;
    });
  });
  useEffect(() => {
    const list = ref.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enter = () => {
      hasPointer.current = true;
      update();
    };
    const leave = () => {
      hasPointer.current = false;
      update();
    };
    const focus = () => {
      // While the focus is on its way nothing has it.
      clearTimeout(timer);
      timer = setTimeout(() => update());
    };
    list?.addEventListener('pointerenter', enter);
    list?.addEventListener('pointerleave', leave);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', focus);
    return () => {
      clearTimeout(timer);
      list?.removeEventListener('pointerenter', enter);
      list?.removeEventListener('pointerleave', leave);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', focus);
    };
  }, []);

  return { ref, value: held?.value ?? current, show: () => setHeld(held && { value: current, resetKey }) };
}
