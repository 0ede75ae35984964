import { journalQuery, type JournalFilters } from '@/contract';
import { filterParams } from '@/common/query-keys';

/** The filters in an address; what the contract would refuse is left out. */
function readFilters(address: URLSearchParams): JournalFilters {
  const filters: JournalFilters = {};
  const shape = journalQuery.shape;
  const outcome = shape.outcome.safeParse(address.get('outcome') ?? undefined);
  const applicationId = shape.applicationId.safeParse(address.get('applicationId') ?? undefined);
  const deploymentId = shape.deploymentId.safeParse(address.get('deploymentId') ?? undefined);
  const batchId = shape.batchId.safeParse(address.get('batch') ?? undefined);
  const confirmed = shape.confirmed.safeParse(address.get('confirmed') ?? undefined);
  const q = shape.q.safeParse(address.get('q') ?? undefined);
  if (q.success && q.data !== undefined && q.data !== '') filters.q = q.data;
  if (outcome.success && outcome.data !== undefined) filters.outcome = outcome.data;
  if (applicationId.success && applicationId.data !== undefined) filters.applicationId = applicationId.data;
  if (deploymentId.success && deploymentId.data !== undefined) filters.deploymentId = deploymentId.data;
  if (batchId.success && batchId.data !== undefined) filters.batchId = batchId.data.toLowerCase();
  if (confirmed.success && confirmed.data !== undefined) filters.confirmed = confirmed.data;
  return filters;
}

/** The filters of Activity's address: without any, support sees what is to be confirmed. */
export function addressFilters(address: URLSearchParams, toConfirmFirst: boolean): JournalFilters {
  return toConfirmFirst && address.size === 0 ? { confirmed: 'no' } : readFilters(address);
}

/** The address for filters; where no filter would mean "to confirm", no filter is said aloud. */
export function addressOf(filters: JournalFilters, toConfirmFirst: boolean): URLSearchParams {
  const { batchId, ...others } = filters;
  const params = filterParams(others);
  if (batchId !== undefined) params.set('batch', batchId);
  if (toConfirmFirst && params.size === 0) params.set('confirmed', 'all');
  return params;
}
