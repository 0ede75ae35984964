import { useEffect, useRef } from 'react';
import { Toaster as Sonner } from 'sonner';
import { keepOffControls } from './keep-off-controls';
import { useDismissWithEscape } from './toast';

/** More than ever wait at a time: which of them is shown is decided in `toast-stack`, and by app.css. */
const maxToasts = 1000;

/**
 * Where toasts appear: at the bottom right, one at a time. A toast that is shown before this is mounted is not lost:
 * sonner keeps it.
 */
export default function Toaster() {
  const section = useRef<HTMLElement>(null);
  useDismissWithEscape();
  useEffect(() => {
    if (section.current === null) return;
    // Each toast is a live region itself: inside of another one it would be read twice.
    section.current.setAttribute('aria-live', 'off');
    return keepOffControls(section.current);
  }, []);
  return (
    <Sonner
      ref={section}
      position="bottom-right"
      expand
      visibleToasts={maxToasts}
      offset={16}
      mobileOffset={12}
      containerAriaLabel="Notifications"
    />
  );
}
