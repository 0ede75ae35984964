import { createContext, use } from 'react';
import type { Cancellation } from '@/contract';

export type Confirming = 'pending' | 'failed';

/** What the journal's rows need to know besides their records. */
export interface RowStates {
  /** The row that the keys and the side panel stand on. */
  currentId: string | null;
  /** Confirmations under way, or failed, by the record's ID. */
  confirming: ReadonlyMap<string, Confirming>;
  /** Why the person may not confirm a record's outcome. */
  whyNotConfirm: (record: Cancellation) => string | undefined;
  /** Confirms of a batch what the person may confirm. */
  confirmBatch: (id: string) => void;
}

export const RowStatesContext = createContext<RowStates>({
  currentId: null,
  confirming: new Map(),
  whyNotConfirm: () => undefined,
  confirmBatch: () => {},
});

export function useRowState(id: string): { isCurrent: boolean; confirming: Confirming | undefined } {
  const { currentId, confirming } = use(RowStatesContext);
  return { isCurrent: currentId === id, confirming: confirming.get(id) };
}
