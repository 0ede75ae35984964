import type { Application } from '../contract';
import { identityOf, type Identity } from './identity';

/** The identity of a deployment whose application is looked up in the saved list. */
export function identityIn(
  applications: readonly Application[] | undefined,
  deployment: Parameters<typeof identityOf>[1] & { applicationId: string },
): Identity {
  const { applicationId } = deployment;
  const application = applications?.find((saved) => saved.applicationId === applicationId);
  return identityOf({ applicationId, name: application?.name ?? '' }, deployment);
}
