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

/** Finds by words with up to two wrong letters; digits of an ID are never guessed. */
export async function findSimilar(items: readonly Application[], q: string): Promise<Similar> {
  const index = await indexOf(items);
  const results = index.search(q, {
    combineWith: 'AND',
    prefix: true,
    // Two letters that changed places count as two.
    fuzzy: (term) => (/^\d+$/.test(term) ? false : term.length < 4 ? 1 : 2),
    boost: { name: 3, application: 2 },
  });
  return {
    keys: new Set(results.map(({ id }) => String(id))),
    words: [...new Set(results.slice(0, 200).flatMap(({ terms }) => terms))],
  };
}
