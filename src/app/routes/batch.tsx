import { useQuery } from '@tanstack/react-query';
import { applicationsQuery } from '@/features/applications/api/list-applications';
import { BatchView } from '@/features/cancel-calls/batch/batch-view';
import { useSession } from '../session/session';

export default function BatchRoute({ id }: { id: string }) {
  const saved = useQuery(applicationsQuery);
  return (
    <BatchView
      id={id}
      session={useSession()}
      saved={saved.data?.items}
      readSaved={() => void saved.refetch()}
    />
  );
}
