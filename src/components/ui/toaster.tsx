import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Toaster as Sonner } from 'sonner';
import { keepOffFocus } from './keep-off-focus';

const narrow = matchMedia('(max-width: 39.99rem)');

function subscribe(listener: () => void) {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/**
 * Where toasts appear: at the bottom left, away from the buttons at the end of each row. A narrow window has
 * room for one at a time; the others wait behind it until it has left. A toast that is shown before this is mounted is
 * not lost: sonner keeps it.
 */
export default function Toaster() {
  const isNarrow = useSyncExternalStore(subscribe, () => narrow.matches);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (section.current === null) return;
    // Each toast is a live region itself: inside of another one it would be read twice.
    section.current.setAttribute('aria-live', 'off');
    return keepOffFocus(section.current);
  }, []);
  return (
    <Sonner
      ref={section}
      position="bottom-left"
      expand
      visibleToasts={isNarrow ? 1 : 3}
      gap={8}
      offset={16}
      mobileOffset={12}
      containerAriaLabel="Notifications"
    />
  );
}
