import { CompiledQuery, sql } from 'kysely';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backend } from '../backend';
import { selectPage } from '../journal-reader';
import type { JournalFilters } from '../../../contract';
import { openSqlite } from './sqlite-store';

const folder = mkdtempSync(join(tmpdir(), 'console-page-'));
let backend: Backend;
beforeAll(async () => {
  backend = await openSqlite(`file:${join(folder, 'console.db')}`, () => new Date());
});
afterAll(async () => {
  await backend.close();
  rmSync(folder, { recursive: true });
});

const choices: { [K in keyof JournalFilters]: JournalFilters[K][] } = {
  outcome: [undefined, 'accepted', 'open'],
  confirmed: [undefined, 'yes', 'no'],
  applicationId: [undefined, '1'],
  deploymentId: [undefined, '2'],
  batchId: [undefined, 'b'],
  person: [undefined, 'Ann'],
  account: [undefined, 'ann@example.com'],
  from: [undefined, '2026-01-01'],
  to: [undefined, '2026-01-02'],
};
const filters = Object.entries(choices).reduce<JournalFilters[]>(
  (all, [name, values]) => all.flatMap((filter) => values.map((value) => ({ ...filter, [name]: value }))),
  [{}],
);

async function planOf(filter: JournalFilters, condition: string): Promise<string[]> {
  const query = selectPage(backend.db, { realm: 'live', filter, below: 10_000, limit: 51 })
    .where(sql<boolean>`${sql.raw(condition)}`)
    .compile();
  const { rows } = await backend.db.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`EXPLAIN QUERY PLAN ${query.sql}`, [...query.parameters]),
  );
  return rows.map(({ detail }) => detail);
}

it('reads a step of the journal by an index in the order of its records, whatever the filters', async () => {
  expect(filters).toHaveLength(1152);
  for (const filter of filters) {
    const [search, ...more] = await planOf(filter, 'seq >= 6000');
    expect([filter, search]).toEqual([
      filter,
      expect.stringMatching(
        /^SEARCH cancellations USING INDEX cancellations_\w+ \(.*(?:seq|rowid)>\? AND (?:seq|rowid)<\?\)$/,
      ),
    ]);
    // Where it expects no more than a row of so many conditions, it may sort what it finds in the step.
    const isNarrow = Object.values(filter).filter((value) => value !== undefined).length >= 8;
    expect([filter, isNarrow ? [] : more]).toEqual([filter, []]);
  }
});

it('looks up the records that an index has named, whatever the filters', async () => {
  for (const filter of filters) {
    const [first] = await planOf(filter, `seq IN (SELECT value FROM json_each('[1, 2]'))`);
    expect([filter, first]).toEqual([
      filter,
      expect.stringMatching(/^SEARCH cancellations USING .*(?:rowid=\?|seq=\?)/),
    ]);
  }
});
