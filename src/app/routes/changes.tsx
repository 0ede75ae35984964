import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { changesQuery, type ChangeFilters } from '@/contract';
import { filterParams } from '@/common/query-keys';
import { ChangesView } from '@/features/activity/changes/changes-view';
import { applicationsQuery } from '@/features/applications/api/list-applications';
import { useSession } from '../session/session';

/** The filters in an address; all of them are left out if the contract would refuse one. */
function readFilters(address: URLSearchParams): ChangeFilters {
  const { cursor: _, limit: __, ...filters } = changesQuery.safeParse(Object.fromEntries(address)).data ?? {};
  return filters;
}

export default function ChangesRoute() {
  const [address, setAddress] = useSearchParams();
  const saved = useQuery(applicationsQuery);
  const session = useSession();
  const filters = readFilters(address);
  const name = saved.data?.items
    .find(({ applicationId }) => applicationId === filters.applicationId)
    ?.deployments.find(({ deploymentId }) => deploymentId === filters.deploymentId)?.name;
  return (
    <ChangesView
      filters={filters}
      name={name}
      ownAccount={session && session.upstream.account}
      applications={saved.data?.items ?? []}
      onFilter={(chosen, isTyped = false) => setAddress(filterParams(chosen), { replace: isTyped })}
    />
  );
}
