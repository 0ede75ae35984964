import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { ActivityView } from '@/features/activity/components/activity-view';
import { readFilters } from '@/features/activity/filters';
import { filterParams } from '@/domain/query-keys';
import { applicationsQuery } from '@/features/applications/api/list-applications';

export default function ActivityRoute() {
  const [address, setAddress] = useSearchParams();
  const saved = useQuery(applicationsQuery);
  return (
    <ActivityView
      filters={readFilters(address)}
      applications={saved.data?.items ?? []}
      onFilter={(filters) => setAddress(filterParams(filters))}
    />
  );
}
