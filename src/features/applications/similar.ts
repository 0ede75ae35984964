import MiniSearch from 'minisearch';
import type { Application } from '@/contract';
import { keyOf } from './finding';

/** What an index tolerant of typos found: the deployments' keys, and the words in them that matched. */
interface Similar {
  keys: ReadonlySet<string>;
  words: readonly string[];
}

interface Entry {
  id: string;
  name: string;
  application: string;
  ids: string;
  tags: string;
  environment: string;
  note: string;
}

let built: { items: readonly Application[]; index: Promise<MiniSearch<Entry>> } | undefined;

/** Builds the index in slices between which the page can paint; the last one built is kept. */
function indexOf(items: readonly Application[]): Promise<MiniSearch<Entry>> {
  if (built?.items === items) return built.index;
  const index = new MiniSearch<Entry>({
    fields: ['name', 'application', 'ids', 'tags', 'environment', 'note'],
  });
  const entries = items.flatMap((application) =>
    application.deployments.map((one) => ({
      id: keyOf(one),
      name: one.name,
      application: application.name,
      ids: `${one.applicationId} ${one.deploymentId}`,
      tags: one.tags.join(' '),
      environment: one.environment,
      note: one.note ?? '',
    })),
  );
  const ready = index.addAllAsync(entries, { chunkSize: 250 }).then(() => index);
  built = { items, index: ready };
  return ready;
}

/** How many letters of a word may be wrong, missing, too many or in each other's place; digits are never guessed. */
function slips(word: string): number {
  if (/\d/.test(word) || word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** The least number of slips that make one word of the other (optimal string alignment). */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    before = row;
    row = next;
  }
  return row[other.length] ?? 0;
}

/** Whether one word may have been meant by another: few slips, and none in the first letter but its swap. */
function comesClose(found: string, word: string): boolean {
  if (found === word || (isPrefix(word) && found.startsWith(word))) return true;
  const allowed = slips(word);
  const begins = found[0] === word[0] || (found[0] === word[1] && found[1] === word[0]);
  return allowed > 0 && begins && distance(found, word) <= allowed;
}

/** One or two digits begin too many IDs. */
const isPrefix = (word: string) => !/^\d{1,2}$/.test(word);

/** Finds by words as they may have been meant: their beginnings, and with a slip or two in the longer ones. */
export async function findSimilar(items: readonly Application[], q: string): Promise<Similar> {
  const index = await indexOf(items);
  const results = index
    .search(q, {
      combineWith: 'AND',
      prefix: isPrefix,
      // Its own measure counts two letters that changed places as two: what it finds is looked at again.
      fuzzy: (word) => {
        const allowed = slips(word);
        return allowed > 0 && allowed + 1;
      },
      boost: { name: 3, application: 2 },
    })
    .map(({ id, terms, queryTerms }) => ({
      id: String(id),
      words: queryTerms.map((word) => terms.filter((found) => comesClose(found, word))),
    }))
    .filter(({ words }) => words.every((close) => close.length > 0));
  return {
    keys: new Set(results.map(({ id }) => id)),
    words: [...new Set(results.slice(0, 200).flatMap(({ words }) => words.flat()))],
  };
}
