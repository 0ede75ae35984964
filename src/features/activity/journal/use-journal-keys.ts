import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { isUnconfirmed, type Cancellation } from '@/contract';
import { identityText } from '@/common/identity';
import { explainUnavailable } from '@/components/ui/explain-unavailable';
import { isSingleKey } from '@/lib/single-keys';
import { useDocumentEvent } from '@/lib/use-document-event';
import { findBatchToConfirm } from '../api/confirm';
import { nextToConfirm, shownRows, type Row } from './journal-rows';
import type { useConfirmations } from './use-confirmations';

interface JournalKeys {
  /** The record that a note is asked for. */
  asked: Cancellation | null;
  /** Ends the question for a note; with a note it confirms first. */
  answerNote: (note: string | null) => void;
  confirmBatch: (id: string) => void;
  /** Leads to the next row to confirm. */
  goToNext: () => void;
  /** What came of the last key, for a screen reader. */
  message: string;
}

/**
 * J and K move through the journal's rows, C confirms the one that has the focus and leads to the next one to confirm.
 * C never confirms what the person has not reached: from elsewhere it only leads to the first row to confirm.
 */
export function useJournalKeys({
  list,
  currentId,
  records,
  hasMore,
  whyNotConfirm,
  confirmations: { confirm, isUnderWay },
}: {
  list: RefObject<HTMLElement | null>;
  currentId: string | null;
  records: readonly Cancellation[];
  hasMore: boolean;
  /** Why the person may not confirm a record's outcome. */
  whyNotConfirm: (record: Cancellation) => string | undefined;
  confirmations: ReturnType<typeof useConfirmations>;
}): JournalKeys {
  const [asked, setAsked] = useState<Cancellation | null>(null);
  /** The confirmation whose note was given in the dialog that closes now. */
  const answeredRef = useRef<Parameters<typeof goOn> | null>(null);
  /** Whether the newest confirmation was of the last row to confirm. */
  const wasLastRef = useRef(false);
  const [message, setMessage] = useState('');
  function goTo(row: Row | undefined) {
    // The person has asked for the row by a key: it comes into sight.
    row?.element.focus({ preventScroll: false });
    if (row !== undefined) setMessage('');
    else setMessage(nothingLeft);
  }
  const nothingLeft = hasMore
    ? 'Nothing to confirm in the rows that are loaded.'
    : 'Nothing is left to confirm.';
  const next = (after: string | null) =>
    nextToConfirm(
      shownRows(list.current),
      after,
      records,
      (record) => !isUnderWay(record.id) && whyNotConfirm(record) === undefined,
    );

  /** Leads on at once, and says what has come of the confirmation when that is known. */
  async function goOn(record: Cancellation, confirmation: Promise<boolean>) {
    const following = next(record.id);
    wasLastRef.current = following === undefined;
    following?.element.focus({ preventScroll: false });
    setMessage('');
    // A confirmation that began before the last one may be known after it.
    if (await confirmation)
      setMessage(`Confirmed: ${identityText(record)}.${wasLastRef.current ? ` ${nothingLeft}` : ''}`);
  }

  /** From elsewhere C leads to the first row to confirm, or says why there is none. */
  function goToFirst() {
    const first = next(null);
    const refused = records.filter(isUnconfirmed).map(whyNotConfirm);
    const reason = refused.find((why) => why !== undefined);
    if (first === undefined && reason !== undefined) explainUnavailable(reason);
    else goTo(first);
  }

  function confirmRecord(record: Cancellation) {
    if (record.outcome === null) return setMessage('This cancellation still waits for its outcome.');
    if (!isUnconfirmed(record) || isUnderWay(record.id)) return goTo(next(record.id));
    const reason = whyNotConfirm(record);
    if (reason !== undefined) return explainUnavailable(reason);
    if (record.outcome === 'unknown') return setAsked(record);
    return void goOn(record, confirm(record, null));
  }

  async function confirmBatch(id: string) {
    const summary = shownRows(list.current).find((row) => row.id === id);
    summary?.element.focus({ preventScroll: true });
    let toConfirm;
    try {
      toConfirm = await findBatchToConfirm(id);
    } catch {
      return setMessage('The batch could not be read: nothing was confirmed.');
    }
    if (toConfirm === null) {
      const details = summary?.element.closest('details');
      if (details) details.open = true;
      setMessage('Not all of this batch is accepted: confirm each outcome by itself.');
      return goTo(next(id));
    }
    const reason = toConfirm.map(whyNotConfirm).find((why) => why !== undefined);
    const own = toConfirm.filter((record) => whyNotConfirm(record) === undefined);
    if (own.length === 0 && reason !== undefined) return explainUnavailable(reason);
    for (const record of own) if (!(await confirm(record, null))) return undefined;
    const left = toConfirm.length - own.length;
    setMessage(
      `${own.length} outcomes of the batch are confirmed${left === 0 ? '' : `; ${left} of them you may not confirm`}.`,
    );
    // Whoever has gone elsewhere meanwhile stays there.
    const following = next(id);
    if (following && document.activeElement === summary?.element)
      following.element.focus({ preventScroll: false });
    return undefined;
  }

  const leaveAnswered = useEffectEvent(() => {
    const answered = answeredRef.current;
    answeredRef.current = null;
    if (answered !== null) void goOn(...answered);
  });
  useEffect(() => {
    if (asked !== null) return undefined;
    // After the dialog has handed the focus back, which it does in a task of its own.
    const timer = setTimeout(() => leaveAnswered());
    return () => clearTimeout(timer);
  }, [asked]);

  useDocumentEvent('keydown', (event) => {
    const key = event.key.toLowerCase();
    if (event.shiftKey || !['j', 'k', 'c'].includes(key) || !isSingleKey(event)) return;
    const rows = shownRows(list.current);
    if (rows.length === 0) return;
    event.preventDefault();
    const focused = rows.find(({ element }) => element === document.activeElement);
    if (key === 'c') {
      // A key that is held down confirms one outcome only.
      if (event.repeat) return;
      const record = records.find(({ id }) => id === focused?.id);
      if (focused === undefined) goToFirst();
      else if (focused.isBatch) void confirmBatch(focused.id);
      else if (record !== undefined) confirmRecord(record);
      return;
    }
    const at = rows.findIndex(({ id }) => id === currentId);
    const step = focused === undefined ? 0 : key === 'j' ? 1 : -1;
    const target = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    target?.element.focus({ preventScroll: false });
  });
  return {
    asked,
    message,
    confirmBatch: (id) => void confirmBatch(id),
    goToNext: () => goTo(next(currentId)),
    answerNote(note) {
      setAsked(null);
      if (asked === null || note === null) return;
      answeredRef.current = [asked, confirm(asked, note)];
    },
  };
}
