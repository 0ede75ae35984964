import { queryOptions } from '@tanstack/react-query';
import type { ApplicationList } from '@/contract';
import { isApplicationList } from '@/contract/guards';
import { paths } from '@/contract/paths';
import { keys } from '@/common/query-keys';
import { isOpen } from '@/common/is-open';
import { guarded, request, type Kept } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';
import { querySignal } from '@/lib/query-signal';

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
const reply = guarded(isApplicationList);

/**
 * The saved list; asked again while a cancellation in it waits for its outcome. What has not changed since is not
 * sent again.
 */
export const applicationsQuery = queryOptions({
  queryKey: keys.applications,
  queryFn: (context) =>
    request(reply, 'GET', paths.applications, undefined, { signal: querySignal(context), kept }),
  refetchInterval: (query) => (anyOpen(query.state.data) ? pollingInterval() : false),
});
