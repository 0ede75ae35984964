import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import type { Session } from '@/contract';
import { maySomewhere } from '@/common/grants';
import { ActivityView } from '@/features/activity/journal/activity-view';
import { addressFilters, addressOf } from '@/features/activity/journal/filters';
import { applicationsQuery } from '@/features/applications/api/list-applications';
import { useUnrecordedBatches } from '@/features/cancel-calls/api/list-batches';
import { BatchState } from '@/features/cancel-calls/batch/batch-state';

export default function ActivityRoute({ session }: { session: Session | null | undefined }) {
  const [address, setAddress] = useSearchParams();
  const saved = useQuery(applicationsQuery);
  const unrecorded = useUnrecordedBatches();
  // Who can only confirm begins with what is to be confirmed.
  const toConfirmFirst =
    maySomewhere(session, 'confirm') && !maySomewhere(session, 'cancel') && !maySomewhere(session, 'save');
  return (
    <ActivityView
      // Only what an address without filters means depends on who is there.
      filters={
        session === undefined && address.size === 0 ? undefined : addressFilters(address, toConfirmFirst)
      }
      toConfirmFirst={toConfirmFirst}
      applications={saved.data?.items ?? []}
      onFilter={(filters, isTyped = false) =>
        setAddress(addressOf(filters, toConfirmFirst), { replace: isTyped })
      }
      unrecorded={unrecorded}
      renderBatchState={(id, shownCount) => <BatchState id={id} shownCount={shownCount} />}
    />
  );
}
