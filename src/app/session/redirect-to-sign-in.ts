import type { QueryClient } from '@tanstack/react-query';
import { navigate } from 'wouter/use-browser-location';
import { keys } from '@/common/query-keys';
import { setSessionOver } from '@/lib/session-end';

/** Until it is looked whether somebody who was not led away yet can be, or has signed in elsewhere. */
const laterMs = 3000;
let later: ReturnType<typeof setTimeout> | undefined;

/** The state of the sign-in page in the browser's history, where it stands in place of a page whose session has ended. */
const endedState = { sessionEnded: true };

export function hasSessionEnded(): boolean {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'sessionEnded' in state;
}

/** Whether going away would lose something: what is typed, or a dialog that is to tell how a request ended. */
function inTheMiddle(): boolean {
  return (
    document.querySelector('[role$="dialog"]') !== null ||
    [...document.querySelectorAll('textarea')].some((field) => field.value !== '') ||
    [...document.querySelectorAll<HTMLInputElement>('form input:not([type="search"])')].some(
      (field) => field.value !== field.defaultValue,
    )
  );
}

/**
 * Sends a person whose session is over to the sign-in page, which leads back to where they were. In the middle of
 * something it is said in place only.
 */
export function redirectToSignIn(client: QueryClient): void {
  if (location.pathname === '/sign-in') return;
  clearTimeout(later);
  const isInTheMiddle = inTheMiddle();
  setSessionOver(isInTheMiddle);
  if (isInTheMiddle) {
    later = setTimeout(() => void client.invalidateQueries({ queryKey: keys.session }), laterMs);
    return;
  }
  const back = location.pathname + location.search;
  const hasEnded = client.getQueryData(keys.session) !== undefined;
  navigate(back === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(back)}`, {
    replace: true,
    ...(hasEnded && { state: endedState }),
  });
  // Who was signed in is not any more.
  void client.resetQueries({ queryKey: keys.session });
}
