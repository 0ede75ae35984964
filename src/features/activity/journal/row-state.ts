import { createContext, use } from 'react';

export type Confirming = 'pending' | 'failed';

/** What the journal's rows need to know besides their records. */
export interface RowStates {
  /** The row that the keys and the side panel stand on. */
  currentId: string | null;
  /** Confirmations under way, or failed, by the record's ID. */
  confirming: ReadonlyMap<string, Confirming>;
  /** Confirms a batch as a whole. */
  confirmBatch: (id: string) => void;
}

export const RowStatesContext = createContext<RowStates>({
  currentId: null,
  confirming: new Map(),
  confirmBatch: () => {},
});

export function useRowState(id: string): { isCurrent: boolean; confirming: Confirming | undefined } {
  const { currentId, confirming } = use(RowStatesContext);
  return { isCurrent: currentId === id, confirming: confirming.get(id) };
}
