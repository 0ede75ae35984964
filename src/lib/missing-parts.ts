import { sharedState } from './shared-state';

const [setMissing, useMissing] = sharedState<readonly string[]>([]);

/** Names of the page's parts that could not be fetched, as they are told to its reader. */
export const useMissingParts = useMissing;

/** Tells that a part is missing, until the returned function is called. */
export function tellMissing(part: string): () => void {
  setMissing((before) => [...before, part]);
  return () => setMissing((before) => before.toSpliced(before.indexOf(part), 1));
}
