import { CancellationView } from '@/features/activity/components/cancellation-view';

export default function CancellationRoute({ id }: { id: string }) {
  return <CancellationView id={id} />;
}
