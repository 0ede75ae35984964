import { queryOptions } from '@tanstack/react-query';
import { applicationList, paths, type ApplicationList } from '@/contract';
import { keys } from '@/domain/query-keys';
import { isOpen } from '@/domain/saved-list';
import { request } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';

function anyOpen(list: ApplicationList | undefined): boolean | undefined {
  return list?.items.some((app) => app.deployments.some((one) => isOpen(one.lastCancellation)));
}

/** The saved list; asked again while a cancellation in it waits for its outcome. */
export const applicationsQuery = queryOptions({
  queryKey: keys.applications,
  queryFn: ({ signal }) => request(applicationList, 'GET', paths.applications, undefined, { signal }),
  refetchInterval: (query) => (anyOpen(query.state.data) ? pollingInterval() : false),
});
