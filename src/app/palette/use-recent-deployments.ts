import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { deploymentKey, type Application, type Cancellation } from '@/contract';
import { savedDeployments, type SavedDeployment } from '@/common/saved-deployments';
import { journalQuery } from '@/features/activity/api/list-cancellations';
import { applicationsQuery } from '@/features/applications/api/list-applications';

const mostRecent = 5;
/** The palette waits so long for the journal before it does without it. */
const longestWaitMs = 400;

/** The saved deployments whose calls this person cancelled last, or whose last outcome they confirmed; newest first. */
export function recentDeployments(
  person: string,
  applications: readonly Application[],
  records: readonly Cancellation[],
): SavedDeployment[] {
  const lastActed = new Map<string, string>();
  function note(key: string, at: string) {
    if (at > (lastActed.get(key) ?? '')) lastActed.set(key, at);
  }
  for (const record of records) note(deploymentKey(record), record.requestedAt);
  const saved = savedDeployments(applications);
  for (const { deployment } of saved) {
    const confirmation = deployment.lastCancellation?.confirmation;
    if (confirmation?.person === person) note(deploymentKey(deployment), confirmation.at);
  }
  const timeOf = ({ deployment }: SavedDeployment) => lastActed.get(deploymentKey(deployment)) ?? '';
  return saved
    .filter((one) => timeOf(one) !== '')
    .toSorted((one, other) => (timeOf(one) < timeOf(other) ? 1 : -1))
    .slice(0, mostRecent);
}

/**
 * What this person acted on last, on whichever desk; undefined while that is looked up. It is looked up once for each
 * opening of the palette: what is listed does not move.
 */
export function useRecentDeployments(person: string | undefined): SavedDeployment[] | undefined {
  const applications = useQuery(applicationsQuery).data?.items;
  const journal = useInfiniteQuery({
    ...journalQuery({ person: person ?? '' }),
    enabled: person !== undefined,
  });
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), longestWaitMs);
    return () => clearTimeout(timer);
  }, []);
  const [listed, setListed] = useState<SavedDeployment[]>();
  if (
    listed === undefined &&
    person !== undefined &&
    applications !== undefined &&
    journal.data !== undefined
  )
    setListed(
      recentDeployments(
        person,
        applications,
        journal.data.pages.flatMap((page) => page.items),
      ),
    );
  else if (listed === undefined && (isLate || person === undefined)) setListed([]);
  return listed;
}
