import { queryOptions } from '@tanstack/react-query';
import { applicationList, isOpen, paths, type ApplicationList } from '@/contract';
import { keys } from '@/common/query-keys';
import { requestIfChanged, type Tagged } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';
import { querySignal } from '@/lib/read';

let lastList: ApplicationList | undefined;
let lastHasOpen = false;

/** Whether a cancellation in the list is open. Each list is searched once, though every render asks. */
function hasOpen(list: ApplicationList | undefined): boolean {
  if (list !== lastList) {
    lastList = list;
    lastHasOpen =
      list?.items.some(({ deployments }) => deployments.some((one) => isOpen(one.lastCancellation))) ?? false;
  }
  return lastHasOpen;
}

/**
 * The saved list; read again while a cancellation in it is open. Its `ETag` is part of the cached data, so that the
 * console sends an unchanged list only once; a list that was changed in the cache has none.
 */
export const applicationsQuery = queryOptions({
  queryKey: keys.applications,
  meta: { kind: 'applications' },
  queryFn: (context) => {
    const known = context.client.getQueryData<Tagged<ApplicationList>>(keys.applications);
    return requestIfChanged(applicationList, paths.applications, known, querySignal(context));
  },
  refetchInterval: (query) => (hasOpen(query.state.data) ? pollingInterval() : false),
});
