import { useQuery } from '@tanstack/react-query';
import { changePage, paths, type Change, type Deployment } from '@/contract';
import { filterParams, keys } from '@/common/query-keys';
import { read } from '@/lib/read';

/** The last removal of a deployment from the saved list; undefined until it is known. */
export function useRemoval({
  applicationId,
  deploymentId,
}: Pick<Deployment, 'applicationId' | 'deploymentId'>): Change | undefined {
  const filters = { applicationId, deploymentId, kind: 'deployment_removed' } as const;
  const { data } = useQuery({
    queryKey: [...keys.changes, 'last', filters],
    queryFn: (context) => read(changePage, `${paths.changes}?${filterParams(filters)}&limit=1`, context),
  });
  return data?.items[0];
}
