import { fuseId } from './ids';
import { z } from './zod';

/** How many deployments one person may pin: they stand above the list, and more would be a list of their own. */
export const maxPins = 50;

/** A deployment that a person has pinned, by its IDs. */
export const pin = z.object({ applicationId: fuseId, deploymentId: fuseId });
export type Pin = z.infer<typeof pin>;
