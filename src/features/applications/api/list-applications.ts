import { queryOptions } from '@tanstack/react-query';
import { applicationList, paths, type ApplicationList } from '@/contract';
import { keys } from '@/domain/query-keys';
import { isOpen } from '@/domain/saved-list';
import { request } from '@/lib/api-client';

function anyOpen(list: ApplicationList | undefined): boolean {
  return list?.items.some((app) => app.deployments.some((one) => isOpen(one.lastCancellation))) ?? false;
}

/** The saved list; asked again every 2 s while a cancellation in it waits for its outcome. */
export const applicationsQuery = queryOptions({
  queryKey: keys.applications,
  queryFn: ({ signal }) => request(applicationList, 'GET', paths.applications, undefined, { signal }),
  refetchInterval: (query) => (anyOpen(query.state.data) ? 2000 : false),
});
