import { BatchView } from '@/features/cancel-calls/components/batch-view';
import { useSession } from '../session';

export default function BatchRoute({ id }: { id: string }) {
  return <BatchView id={id} session={useSession()} />;
}
