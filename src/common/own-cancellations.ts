import { useCallback, useSyncExternalStore } from 'react';
import type { Cancellation } from '../contract';
import { onSessionEnd } from '../lib/session-end';

/** What this page knows of a cancellation that it has sent itself, from whichever source. */
export type Knowledge =
  /** On its way, and not answered yet. */
  | { kind: 'sent' }
  /** The answer was lost. */
  | { kind: 'unanswered'; error: Error }
  /** The console refused it, or has no record of it. */
  | { kind: 'nothing_sent'; error: Error | null }
  /** On record, with or without an outcome. */
  | { kind: 'recorded'; record: Cancellation };

interface Own {
  applicationId: string;
  deploymentId: string;
  knowledge: Knowledge;
}

const own = new Map<string, Own>();
const listeners = new Set<(id: string) => void>();

onSessionEnd(() => own.clear());

function set(id: string, entry: Own): void {
  own.set(id, entry);
  for (const listener of listeners) listener(id);
}

/** Calls the listener with the ID of each cancellation of which more becomes known; returns how to stop it. */
export function onKnowledge(listener: (id: string) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The knowledge of one cancellation; `undefined` where this page has not sent it. */
export const knowledgeOf = (id: string): Knowledge | undefined => own.get(id.toLowerCase())?.knowledge;

/** `knowledgeOf` as a hook. */
export function useKnowledge(id: string): Knowledge | undefined {
  return useSyncExternalStore(onKnowledge, () => knowledgeOf(id));
}

/** Begins to follow a cancellation that is being sent, or sent once more under the same ID. */
export function followSent(id: string, { applicationId, deploymentId }: Omit<Own, 'knowledge'>): void {
  const known = own.get(id.toLowerCase());
  if (known?.knowledge.kind === 'recorded') return;
  set(id.toLowerCase(), { applicationId, deploymentId, knowledge: { kind: 'sent' } });
}

/** Notes how a request ended that brought no record; ignored where the record is known already. */
export function learn(id: string, knowledge: Exclude<Knowledge, { kind: 'recorded' }>): void {
  const known = own.get(id.toLowerCase());
  if (known === undefined || known.knowledge.kind === 'recorded') return;
  set(id.toLowerCase(), { ...known, knowledge });
}

/** Notes records from any source; those of cancellations that this page has not sent are ignored. */
export function learnRecords(records: readonly Cancellation[]): void {
  for (const record of records) {
    const id = record.id.toLowerCase();
    const known = own.get(id);
    if (known === undefined) continue;
    const { knowledge } = known;
    const before = knowledge.kind === 'recorded' ? knowledge.record : null;
    // Fuse's answer stays, even if the journal could not keep it and says "unknown" later.
    const isNews = before === null || record.outcome !== null || before.sentAt !== record.sentAt;
    if ((before !== null && before.outcome !== null) || !isNews) continue;
    set(id, { ...known, knowledge: { kind: 'recorded', record } });
  }
}

/** Whether this page has sent a cancellation whose outcome it does not know. */
export function waitsForOutcome(): boolean {
  return [...own.values()].some(
    ({ knowledge }) => knowledge.kind !== 'recorded' || knowledge.record.outcome === null,
  );
}

/** The ID of another cancellation of the same deployment that this page has sent without getting an answer yet. */
export function useUnresolvedCancellation(id: string, target: Omit<Own, 'knowledge'>): string | null {
  const { applicationId, deploymentId } = target;
  const find = useCallback(() => {
    const unresolved = [...own].find(
      ([otherId, entry]) =>
        otherId !== id.toLowerCase() &&
        entry.applicationId === applicationId &&
        entry.deploymentId === deploymentId &&
        (entry.knowledge.kind === 'sent' || entry.knowledge.kind === 'unanswered'),
    );
    return unresolved?.[0] ?? null;
  }, [id, applicationId, deploymentId]);
  return useSyncExternalStore(onKnowledge, find);
}
