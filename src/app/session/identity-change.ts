import type { QueryClient } from '@tanstack/react-query';
import type { Session } from '@/contract';
import { nothingSelected, setSelected } from '@/features/applications/selection/selection';
import { setNonProductionEnvironments } from '@/common/environments';
import { setGrants } from '@/common/grants';
import { keys } from '@/common/query-keys';
import { setSessionOver } from '@/lib/session-end';
import { sharedState } from '@/lib/shared-state';
import { clearDialogRequest } from '../dialog-request';

/** How often this page has found itself with another identity, and what it showed before the last time. */
interface IdentityChange {
  count: number;
  /** Null once the person has seen it. */
  from: Session | null;
}

const [setChange, useChange] = sharedState<IdentityChange>({ count: 0, from: null });

export const useIdentityChange = useChange;
export const dismissIdentityChange = (): void => setChange(({ count }) => ({ count, from: null }));

/**
 * Takes up what every session says of the console. What was drawn before it was known is drawn anew: an environment
 * counts as production until then.
 */
export function adoptSession(session: Session): void {
  setSessionOver(false);
  setGrants(session);
  if (setNonProductionEnvironments(session.nonProductionEnvironments))
    setChange(({ count, from }) => ({ count: count + 1, from }));
}

/**
 * Takes up a session whose identity differs from the one that the page shows, though nobody changed it here: another
 * console answers by now, or somebody has signed in in another tab. Everything that was read for the old one is
 * dropped, and the new `count` closes what was open on top of it.
 */
export function adoptIdentity(client: QueryClient, from: Session, now: Session): void {
  client.setQueryData(keys.session, now);
  client.removeQueries({ predicate: ({ meta }) => meta?.kind !== 'session' });
  setSelected(nothingSelected);
  clearDialogRequest();
  setChange(({ count }) => ({ count: count + 1, from }));
}
