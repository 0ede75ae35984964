import { CancellationView } from '@/features/activity/record/cancellation-view';

export default function CancellationRoute({ id }: { id: string }) {
  return <CancellationView id={id} />;
}
