import { showToast } from './toast';

/** How long the reason stays in sight, in milliseconds. */
const shownMs = 8000;

/** Says why something cannot be used. */
export function explainUnavailable(reason: string): void {
  showToast('why-not', { role: 'status', tone: 'neutral', title: reason, duration: shownMs });
}

function explain({ target }: MouseEvent): void {
  const button = target instanceof Element ? target.closest('[data-why-not]') : null;
  const reason = button?.getAttribute('title');
  // Dialogs say it themselves, above their buttons.
  if (reason && !button?.closest('[role$="dialog"]')) explainUnavailable(reason);
}

/**
 * Says why a button cannot be used when it is pressed: the tooltip, which has the same words, opens neither under a
 * finger nor for the keyboard.
 */
export function explainPressed(): () => void {
  document.addEventListener('click', explain);
  return () => document.removeEventListener('click', explain);
}
