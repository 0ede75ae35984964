import { useQuery } from '@tanstack/react-query';
import { useWhyNot } from '@/common/grants';
import { CancellationView } from '@/features/activity/record/cancellation-view';
import { applicationsQuery } from '@/features/applications/api/list-applications';

export default function CancellationRoute({ id }: { id: string }) {
  // Who may not confirm everywhere is judged by the deployment as it is saved.
  const { whyNot } = useWhyNot();
  useQuery({ ...applicationsQuery, enabled: whyNot('confirm', {}) !== undefined });
  return <CancellationView id={id} />;
}
