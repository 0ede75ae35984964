import type { Backend } from './backend';
import { decodeCursor, encodeCursor } from './cursor';
import { fold, toCancellation } from './rows';
import type { JournalFilter, JournalPage, Realm, Store } from './store';

/** One page of the journal, newest first. Throws `InvalidCursor`. */
export async function listCancellations(
  { page }: Backend,
  realm: Realm,
  { q, ...filter }: JournalFilter,
  { cursor, limit, signal }: Parameters<Store['listCancellations']>[1],
): Promise<JournalPage> {
  const rows = await page({
    realm,
    filter,
    text: q === undefined ? '' : fold(q),
    below: cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeCursor(cursor),
    limit: limit + 1,
    signal,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(toCancellation),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.seq) : null,
  };
}
