import UFuzzy from '@leeoniya/ufuzzy';
import { deploymentKey, type Application } from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { fold } from '@/lib/fold';
import { searchableText } from './search';

/** What comes close to a search that nothing contains. */
export interface FuzzyMatches {
  /** Keys of the deployments, the closest first. */
  keys: string[];
  /** The folded words that were found in place of those of the search. */
  words: string[];
}

/** A word of the search begins a word of the text, and one of its letters but the first may be wrong. */
const fuzzy = new UFuzzy({
  unicode: true,
  interSplit: '[^\\p{L}\\d]+',
  intraChars: '\\p{L}',
  intraMode: 1,
  interLft: 2,
});
/** So many words may stand in any order. */
const mostWordsInAnyOrder = 4;
/** So many matches are ranked. */
const mostRanked = 1000;

/** Finds the deployments that come close to a search. Numbers must match exactly: an ID is never guessed. */
export function findSimilar(applications: readonly Application[], q: string): FuzzyMatches {
  const entries = applications.flatMap((application) => {
    const { own, deployments } = searchableText(application);
    return application.deployments.map((deployment, index) => ({
      key: deploymentKey(deployment),
      text: `${own}\n${deployments[index] ?? ''}`.replaceAll('\n', ' '),
    }));
  });
  const texts = entries.map(({ text }) => text);
  const [matches, info, order] = fuzzy.search(texts, fold(cleanTyped(q)), mostWordsInAnyOrder, mostRanked);
  const words = new Set<string>();
  for (const [index, text] of info?.idx?.entries() ?? []) {
    const ranges = info?.ranges[index] ?? [];
    for (let edge = 0; edge < ranges.length; edge += 2)
      words.add(texts[text]?.slice(ranges[edge], ranges[edge + 1]) ?? '');
  }
  const ranked = order?.map((index) => info.idx[index] ?? 0) ?? matches ?? [];
  return { keys: ranked.flatMap((index) => entries[index]?.key ?? []), words: [...words] };
}
