import { deploymentKey } from '@/contract';
import MiniSearch from 'minisearch';
import type { Application } from '@/contract';
import { fold } from '@/lib/fold';

/** What an index tolerant of typos found: the deployments' keys, and the words in them that matched. */
interface Similar {
  keys: ReadonlySet<string>;
  words: readonly string[];
}

/** Entries by their words, and those words: the index itself does not tell them. */
interface Index {
  search: MiniSearch<Entry>;
  words: ReadonlySet<string>;
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

let built: { items: readonly Application[]; index: Promise<Index> } | undefined;

const tokensOf = (text: string) =>
  fold(text)
    .split(/[\s\p{P}]+/u)
    .filter(Boolean);

/** Builds the index in slices between which the page can paint; the last one built is kept. */
function indexOf(items: readonly Application[]): Promise<Index> {
  if (built?.items === items) return built.index;
  const words = new Set<string>();
  const search = new MiniSearch<Entry>({
    fields: ['name', 'application', 'ids', 'tags', 'environment', 'note'],
    tokenize: tokensOf,
    processTerm: (word) => {
      words.add(word);
      return word;
    },
    searchOptions: { processTerm: (word) => word, boost: { name: 3, application: 2 } },
  });
  const entries = items.flatMap((application) =>
    application.deployments.map((one) => ({
      id: deploymentKey(one),
      name: one.name,
      application: application.name,
      ids: `${one.applicationId} ${one.deploymentId}`,
      tags: one.tags.join(' '),
      environment: one.environment,
      note: one.note ?? '',
    })),
  );
  const index = search.addAllAsync(entries, { chunkSize: 250 }).then(() => ({ search, words }));
  built = { items, index };
  return index;
}

/** From here on a word may be unfinished and have a slip, or begin with a wrong letter. */
const longWord = 5;

/** How many letters of a word may be wrong, missing, too many or in each other's place; digits are never guessed. */
function allowedSlips(word: string): number {
  if (/\d/.test(word) || word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** The least number of slips that make a word of each beginning of the other (optimal string alignment). */
function distances(word: string, other: string): number[] {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= word.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = word[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1];
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
  return row;
}

/** One or two digits begin too many IDs. */
const isPrefix = (word: string) => !/^\d{1,2}$/.test(word);

/**
 * The words of the index that a word may have been the beginning of, with the slips in between: none of them in the
 * first letter but its swap, unless `firstLetter` may be the one that is wrong, missing or too many.
 */
function closeTo(word: string, words: Iterable<string>, firstLetter: boolean): Map<string, number> {
  const prefix = isPrefix(word);
  const allowed = allowedSlips(word);
  const isLong = word.length >= longWord;
  const rest = word.slice(1);
  const slipsTo = (found: string) => {
    if (found === word || (prefix && found.startsWith(word))) return 0;
    if (allowed === 0) return Infinity;
    if (found[0] === word[0] || (found[0] === word[1] && found[1] === word[0])) {
      // One letter more than may match, to tell a whole word from a beginning.
      const compared = found.slice(0, word.length + allowed + 1);
      if (/\d/.test(compared)) return Infinity;
      const row = distances(word, compared);
      return isLong ? Math.min(...row) : (row.at(-1) ?? 0);
    }
    const begins = firstLetter && isLong && !/^\d/.test(found);
    return begins && (found.startsWith(rest, 1) || found.startsWith(word, 1) || found.startsWith(rest))
      ? 1
      : Infinity;
  };
  const close = new Map<string, number>();
  for (const found of words) {
    const slips = slipsTo(found);
    if (slips <= allowed) close.set(found, slips);
  }
  return close;
}

/** A word as the two between which the space is missing, if it may be such. */
function apart(word: string, words: ReadonlySet<string>): string[] {
  if (allowedSlips(word) === 0) return [word];
  for (let at = 2; at <= word.length - 2; at += 1) {
    const tail = word.slice(at);
    if (words.has(word.slice(0, at)) && [...words].some((one) => one.startsWith(tail)))
      return [word.slice(0, at), tail];
  }
  return [word];
}

/** Finds by words as they may have been meant: their beginnings, and with a slip or two in the longer ones. */
export async function findSimilar(items: readonly Application[], q: string): Promise<Similar> {
  const { search, words } = await indexOf(items);
  const look = (wanted: string[], firstLetter: boolean) => {
    const close = wanted.map((word) => closeTo(word, words, firstLetter));
    if (close.some((one) => one.size === 0)) return [];
    return search
      .search({
        combineWith: 'AND',
        queries: wanted.map((word, at) => ({
          combineWith: 'OR',
          queries: [
            { queries: [word], prefix: isPrefix(word) },
            ...[...(close[at] ?? [])].flatMap(([found, slips]) => (slips > 0 ? [found] : [])),
          ],
        })),
      })
      .map(({ id, terms }) => {
        const slips = close.map((one) => Math.min(...terms.map((word) => one.get(word) ?? Infinity)));
        return { key: String(id), words: terms, slips: slips.reduce((sum, one) => sum + one, 0) };
      })
      .toSorted((one, other) => one.slips - other.slips);
  };
  const wanted = tokensOf(q);
  // What is seldom wrong would only hide what comes closer.
  let results = look(wanted, false);
  if (results.length === 0) results = look(wanted, true);
  if (results.length === 0)
    results = look(
      wanted.flatMap((word) => apart(word, words)),
      false,
    );
  return {
    keys: new Set(results.map(({ key }) => key)),
    words: [...new Set(results.slice(0, 200).flatMap((one) => one.words))],
  };
}
