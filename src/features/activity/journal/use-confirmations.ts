import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Cancellation } from '@/contract';
import { keys } from '@/common/query-keys';
import { putRecords } from '@/common/record-cache';
import { sendConfirmation } from '../api/confirm';
import type { Confirming } from './row-state';

interface Confirmations {
  /** Confirmations under way, or failed. */
  confirming: ReadonlyMap<string, Confirming>;
  /** The records that this page has confirmed, as they are since. */
  confirmedHere: ReadonlyMap<string, Cancellation>;
  /** The last confirmation that failed, until another one of the same record succeeds. */
  failure: { record: Cancellation; error: unknown } | null;
  /** Whether the confirmation of a record is under way, also before that is shown. */
  isUnderWay: (id: string) => boolean;
  /** Sends one request for each record, never two at a time for the same; answers whether it was confirmed. */
  confirm: (record: Cancellation, note: string | null) => Promise<boolean>;
}

/** Confirms records of the journal, several at a time if the person is faster than the console. */
export function useConfirmations(): Confirmations {
  const client = useQueryClient();
  const [confirming, setConfirming] = useState<ReadonlyMap<string, Confirming>>(new Map());
  const [confirmedHere, setConfirmedHere] = useState<ReadonlyMap<string, Cancellation>>(new Map());
  const [failure, setFailure] = useState<Confirmations['failure']>(null);
  const inFlight = useRef(new Set<string>());

  function mark(id: string, state: Confirming | null) {
    setConfirming((before) => {
      const after = new Map(before);
      if (state === null) after.delete(id);
      else after.set(id, state);
      return after;
    });
  }

  async function confirm(record: Cancellation, note: string | null): Promise<boolean> {
    const { id } = record;
    if (inFlight.current.has(id)) return false;
    inFlight.current.add(id);
    mark(id, 'pending');
    try {
      const answer = await sendConfirmation(id, note);
      setConfirmedHere((before) => new Map(before).set(id, answer));
      putRecords(client, [answer]);
      mark(id, null);
      setFailure((before) => (before?.record.id === id ? null : before));
      return true;
    } catch (error) {
      mark(id, 'failed');
      setFailure({ record, error });
      // Somebody else may have been faster: the record names them.
      void client.invalidateQueries({ queryKey: keys.cancellations });
      return false;
    } finally {
      inFlight.current.delete(id);
    }
  }

  return { confirming, confirmedHere, failure, isUnderWay: (id) => inFlight.current.has(id), confirm };
}
