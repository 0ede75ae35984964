import type { QueryClient } from '@tanstack/react-query';
import { deploymentKey, paths, type Session } from '@/contract';
import { z } from '@/contract/zod';
import { failureMessage } from '@/common/failure-words';
import { type Identity } from '@/common/identity';
import { IdentityLines } from '@/common/identity-lines';
import { keys } from '@/common/query-keys';
import { showFailure, showSuccess } from '@/components/ui/toast';
import { request } from '@/lib/api-client';
import { showOwnChanges } from './own-changes';

/**
 * Pins a deployment for this person, or takes the pin away; the list shows it at once, or as soon as the
 * pointer has left it, and the focus goes along.
 */
export async function changePin(client: QueryClient, identity: Identity, isPinned: boolean): Promise<void> {
  const { applicationId, deploymentId } = identity;
  const key = deploymentKey(identity);
  const about = <IdentityLines identity={identity} />;
  const button = document.activeElement;
  try {
    await request(z.unknown(), isPinned ? 'PUT' : 'DELETE', paths.pin(applicationId, deploymentId));
  } catch (error) {
    showFailure(
      `pin-${key}`,
      failureMessage(error),
      isPinned
        ? { refused: 'Not pinned.', indeterminate: 'We do not know if it is pinned.' }
        : { refused: 'Still pinned.', indeterminate: 'We do not know if it is still pinned.' },
      { about },
    );
    return;
  }
  showSuccess(`pin-${key}`, isPinned ? 'Pinned to the top.' : 'Not pinned any more.', {
    tone: 'neutral',
    about,
  });
  const show = () => {
    client.setQueryData<Session>(keys.session, (session) => {
      if (session === undefined) return session;
      const others = (session.pins ?? []).filter((pin) => deploymentKey(pin) !== key);
      return { ...session, pins: isPinned ? [...others, { applicationId, deploymentId }] : others };
    });
    showOwnChanges();
    if (button instanceof HTMLElement) followRow(button, isPinned);
  };
  // Another row's "Cancel calls…" would come under the pointer.
  if (matchMedia('(hover: hover)').matches && button?.matches(':focus-visible') === false) afterPointer(show);
  else show();
}

/** Runs `then` once the pointer is seen outside the list. */
function afterPointer(then: () => void): void {
  const stop = new AbortController();
  const move = ({ target }: Event) => {
    if (target instanceof Element && target.closest('section, [role="grid"], [role="menu"]') !== null) return;
    stop.abort();
    then();
  };
  document.addEventListener('pointermove', move, { signal: stop.signal });
}

/** How long the list may take to show the row in its new place. */
const longestMs = 1000;

/**
 * The row moves to another part of the list, and may be another element there: what is pressed next is meant for the
 * same deployment. Who came by keyboard is led to it; under a pointer nothing is scrolled.
 */
function followRow(button: HTMLElement, isPinned: boolean): void {
  const name = button.getAttribute('aria-label');
  const isByKeyboard = button.matches(':focus-visible');
  const rows = `[data-row="${isPinned ? 'pinned' : ''}"]`;
  const observer = new MutationObserver(() => {
    const buttons = [...document.querySelectorAll<HTMLElement>(`${rows} button`)];
    const moved = buttons.find((one) => one.getAttribute('aria-label') === name);
    if (moved === undefined) return;
    observer.disconnect();
    // What has the focus already would not be scrolled to.
    moved.blur();
    moved.focus({ preventScroll: !isByKeyboard });
  });
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-row'] });
  setTimeout(() => observer.disconnect(), longestMs);
}
