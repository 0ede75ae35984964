import { journalQuery } from '@/contract';
import type { JournalFilters } from '@/domain/query-keys';

/** The filters in an address; what the contract would refuse is left out. */
export function readFilters(address: URLSearchParams): JournalFilters {
  const filters: JournalFilters = {};
  const shape = journalQuery.shape;
  const outcome = shape.outcome.safeParse(address.get('outcome') ?? undefined);
  const applicationId = shape.applicationId.safeParse(address.get('applicationId') ?? undefined);
  const deploymentId = shape.deploymentId.safeParse(address.get('deploymentId') ?? undefined);
  if (outcome.success && outcome.data !== undefined) filters.outcome = outcome.data;
  if (applicationId.success && applicationId.data !== undefined) filters.applicationId = applicationId.data;
  if (deploymentId.success && deploymentId.data !== undefined) filters.deploymentId = deploymentId.data;
  return filters;
}
