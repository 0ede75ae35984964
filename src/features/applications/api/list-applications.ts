import { queryOptions } from '@tanstack/react-query';
import { applicationList, paths, type ApplicationList } from '@/contract';
import { keys } from '@/domain/query-keys';
import { isOpen } from '@/domain/saved-list';
import { request, type Kept } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';

const open = new WeakMap<ApplicationList, boolean>();

/** Looked for once in each list: it is asked for at each render of whoever shows the list. */
function anyOpen(list: ApplicationList | undefined): boolean {
  if (list === undefined) return false;
  let found = open.get(list);
  if (found === undefined) {
    found = list.items.some((app) => app.deployments.some((one) => isOpen(one.lastCancellation)));
    open.set(list, found);
  }
  return found;
}

const kept: Kept<ApplicationList> = {};

/**
 * The saved list; asked again while a cancellation in it waits for its outcome. What has not changed since is not
 * sent again.
 */
export const applicationsQuery = queryOptions({
  queryKey: keys.applications,
  queryFn: ({ signal }) => request(applicationList, 'GET', paths.applications, undefined, { signal, kept }),
  refetchInterval: (query) => (anyOpen(query.state.data) ? pollingInterval() : false),
});
