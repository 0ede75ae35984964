import { knownEnvironments, type Application, type Deployment } from '@/contract';
import type { Place } from '@/contract/grants';
import { useWhyNot } from '@/common/grants';

/** What is not granted with these values is granted with others. */
export const withTheseValues = 'save it with these values';

/**
 * Why the person may not save a deployment: as it was before, as it would be, or, where its application is new, that
 * application as a whole. Undefined where they may.
 */
export function useWhyNotSave({
  before,
  after,
  newApplication,
}: {
  before: Deployment | undefined;
  after: Place;
  newApplication: boolean;
}): string | undefined {
  const { whyNot } = useWhyNot();
  const { applicationId = '' } = after;
  // An ID that is still to be typed may be one that is granted.
  if (applicationId === '') return undefined;
  return (
    (before && whyNot('save', before)) ??
    (newApplication ? whyNot('save', { applicationId }, 'save this new application') : undefined) ??
    whyNot('save', after, withTheseValues)
  );
}

/** Where a new deployment may be saved, to begin with; the first of all where the person may save none of these. */
export function useFirstPlace(
  applications: readonly Application[],
  applicationId: string | undefined,
): { applicationId: string; environment: string } {
  const { whyNot } = useWhyNot();
  const environmentIn = (id: string) =>
    knownEnvironments.find(
      (environment) => whyNot('save', { applicationId: id, environment, tags: [] }) === undefined,
    );
  const first =
    applicationId ??
    (applications.find((one) => environmentIn(one.applicationId) !== undefined) ?? applications[0])
      ?.applicationId ??
    '';
  return { applicationId: first, environment: environmentIn(first) ?? knownEnvironments[0] };
}
