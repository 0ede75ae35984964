import { useCallback, useSyncExternalStore } from 'react';
import type { Cancellation } from '../contract';
import { onSessionEnd } from '../lib/session-end';

/** What this page knows of a cancellation that it has sent itself, from whichever source. */
export type SentStatus =
  /** On its way, and not answered yet. */
  | { kind: 'sent' }
  /** The answer was lost. */
  | { kind: 'unanswered'; error: Error }
  /** The console refused it, or has no record of it. */
  | { kind: 'nothing_sent'; error: Error | null }
  /** On record, with or without an outcome. */
  | { kind: 'recorded'; record: Cancellation };

interface SentCancellation {
  applicationId: string;
  deploymentId: string;
  status: SentStatus;
}

const sentById = new Map<string, SentCancellation>();
const listeners = new Set<(id: string) => void>();

onSessionEnd(() => sentById.clear());

function set(id: string, entry: SentCancellation): void {
  sentById.set(id, entry);
  for (const listener of listeners) listener(id);
}

/** Calls the listener with the ID of each cancellation of which more becomes known; returns how to stop it. */
export function onSentStatusChange(listener: (id: string) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The status of one cancellation; `undefined` where this page has not sent it. */
export const getSentStatus = (id: string): SentStatus | undefined => sentById.get(id.toLowerCase())?.status;

/** `getSentStatus` as a hook. */
export function useSentStatus(id: string): SentStatus | undefined {
  return useSyncExternalStore(onSentStatusChange, () => getSentStatus(id));
}

/** Begins to follow a cancellation that is being sent, or sent once more under the same ID. */
export function trackSent(
  id: string,
  { applicationId, deploymentId }: Pick<SentCancellation, 'applicationId' | 'deploymentId'>,
): void {
  const known = sentById.get(id.toLowerCase());
  if (known?.status.kind === 'recorded') return;
  set(id.toLowerCase(), { applicationId, deploymentId, status: { kind: 'sent' } });
}

/** Notes how a request ended that brought no record; ignored where the record is known already. */
export function setSentStatus(id: string, status: Exclude<SentStatus, { kind: 'recorded' }>): void {
  const known = sentById.get(id.toLowerCase());
  if (known === undefined || known.status.kind === 'recorded') return;
  set(id.toLowerCase(), { ...known, status });
}

/** Notes records from any source; those of cancellations that this page has not sent are ignored. */
export function updateSentFromRecords(records: readonly Cancellation[]): void {
  for (const record of records) {
    const id = record.id.toLowerCase();
    const known = sentById.get(id);
    if (known === undefined) continue;
    const { status } = known;
    const before = status.kind === 'recorded' ? status.record : null;
    // Fuse's answer stays, even if the journal could not keep it and says "unknown" later.
    const isNews = before === null || record.outcome !== null || before.sentAt !== record.sentAt;
    if ((before !== null && before.outcome !== null) || !isNews) continue;
    set(id, { ...known, status: { kind: 'recorded', record } });
  }
}

/** Whether this page has sent a cancellation whose outcome it does not know. */
export function hasSentWithoutOutcome(): boolean {
  return [...sentById.values()].some(
    ({ status }) => status.kind !== 'recorded' || status.record.outcome === null,
  );
}

/** The ID of another cancellation of the same deployment that this page has sent without getting an answer yet. */
export function useUnresolvedCancellation(
  id: string,
  target: Pick<SentCancellation, 'applicationId' | 'deploymentId'>,
): string | null {
  const { applicationId, deploymentId } = target;
  const find = useCallback(() => {
    const unresolved = [...sentById].find(
      ([otherId, entry]) =>
        otherId !== id.toLowerCase() &&
        entry.applicationId === applicationId &&
        entry.deploymentId === deploymentId &&
        (entry.status.kind === 'sent' || entry.status.kind === 'unanswered'),
    );
    return unresolved?.[0] ?? null;
  }, [id, applicationId, deploymentId]);
  return useSyncExternalStore(onSentStatusChange, find);
}
