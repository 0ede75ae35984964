import { findIds } from '@/features/applications/import/find-ids';

/** The pairs of IDs that are found in a text, as `application/deployment`. */
export function foundPairs(text: string, html?: string): string[] {
  return findIds(text, html).pairs.map((one) => `${one.applicationId}/${one.deploymentId}`);
}
