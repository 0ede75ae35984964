import { use } from 'react';
import { isUnconfirmed, type Cancellation } from '@/contract';
import { Button } from '@/components/ui/button';
import { RowStatesContext } from './row-state';

/** Confirms a batch as a whole where all of it is accepted, and says what the person may not confirm of it. */
export function ConfirmBatch({ id, records }: { id: string; records: readonly Cancellation[] }) {
  const { whyNotConfirm, confirmBatch } = use(RowStatesContext);
  const unconfirmed = records.filter(isUnconfirmed);
  const toConfirm = unconfirmed.length;
  const reasons = unconfirmed.flatMap((record) => whyNotConfirm(record) ?? []);
  const own = toConfirm - reasons.length;
  return (
    <>
      {toConfirm > 1 && records.every(({ outcome }) => outcome === 'accepted') && (
        <Button size="sm" whyNot={own === 0 ? reasons[0] : undefined} onClick={() => confirmBatch(id)}>
          {own === 0 || own === toConfirm ? `Confirm all ${toConfirm}` : `Confirm ${own} of ${toConfirm}`}
        </Button>
      )}
      {reasons.length > 0 && <span className="min-w-0 text-xs text-ink-soft">{reasons[0]}</span>}
    </>
  );
}
