import { queryOptions } from '@tanstack/react-query';
import { isApplicationList, paths, type ApplicationList } from '@/contract';
import { keys } from '@/domain/query-keys';
import { isOpen } from '@/domain/saved-list';
import { request, type Kept, type Reply } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';

let looked: ApplicationList | undefined;
let found = false;

/** Looked for once in each list: it is asked for at each render of whoever shows the list. */
function anyOpen(list: ApplicationList | undefined): boolean {
  if (list !== looked) {
    looked = list;
    found = list?.items.some((app) => app.deployments.some((one) => isOpen(one.lastCancellation))) ?? false;
  }
  return found;
}

const kept: Kept<ApplicationList> = {};

const reply: Reply<ApplicationList> = {
  safeParse: (data) => (isApplicationList(data) ? { success: true, data } : { success: false }),
};

/**
 * The saved list; asked again while a cancellation in it waits for its outcome. What has not changed since is not
 * sent again.
 */
export const applicationsQuery = queryOptions({
  queryKey: keys.applications,
  queryFn: ({ signal }) => request(reply, 'GET', paths.applications, undefined, { signal, kept }),
  refetchInterval: (query) => (anyOpen(query.state.data) ? pollingInterval() : false),
});
