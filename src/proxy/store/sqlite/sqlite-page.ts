import { sql, type Kysely, type RawBuilder } from 'kysely';
import { nextTurn } from '../../run/next-turn';
import type { PageQuery } from '../backend';
import { cancellationColumns, type CancellationRow } from '../rows';
import type { Tables } from '../schema';
import { newestMatches } from './sqlite-search';
import { ReaderLeft, type Realm } from '../store';

// SQLite's planner does not know how frequent a value is, and a query blocks the whole process. So the index
// is chosen here, by counting a little, and a walk without a good index goes in steps with pauses between.

/** A condition with so few records is looked up by its index, and the others are checked on each record. */
const few = 1000;
/** This many of the newest matches of a text are taken from the text index. */
const mostMatches = 500;
/** Records that one step of a walk looks at: about 2 ms. */
const step = 4000;

/** A condition with an index that holds its records in the order of `seq`, but for the time's. */
interface Condition {
  index: string;
  /** `column` marks where the condition names a column, so that `+column` can hide it from the planner. */
  write: (column: (name: string) => RawBuilder<unknown>) => RawBuilder<unknown>;
}

/** One page of the journal. */
export async function page(
  db: Kysely<Tables>,
  { realm, filter, text, below, limit, signal }: PageQuery,
): Promise<CancellationRow[]> {
  ReaderLeft.check(signal);
  const pause = async () => {
    await nextTurn();
    ReaderLeft.check(signal);
  };
  const conditions = conditionsOf(filter);
  const contains = text === '' ? [] : [sql`instr(search, ${text}) > 0`];

  /** Records by one index, whose other conditions are checked one by one. */
  async function select(by: Condition | undefined, from: number, to: number, more: RawBuilder<unknown>[]) {
    const checks = conditions.map((each) => each.write(each === by ? shown : hidden));
    const { rows } = await sql<CancellationRow>`
      SELECT ${columns} FROM cancellations INDEXED BY ${sql.ref(by?.index ?? 'cancellations_realm')}
      WHERE ${sql.join([sql`realm = ${realm}`, ...checks, ...more], sql` AND `)} AND seq >= ${from} AND seq < ${to}
      ORDER BY seq DESC LIMIT ${limit}`.execute(db);
    return rows;
  }

  async function isFew({ index, write }: Condition): Promise<boolean> {
    const { rows } = await sql<{ n: number }>`
      SELECT count(*) AS n FROM (SELECT 1 FROM cancellations INDEXED BY ${sql.ref(index)}
        WHERE realm = ${realm} AND ${write(shown)} LIMIT ${few + 1})`.execute(db);
    return (rows[0]?.n ?? 0) <= few;
  }

  const [only] = conditions;
  if (contains.length === 0 && (only === undefined || (conditions.length === 1 && only.index !== byTime)))
    return select(only, 0, below, []);
  for (const condition of conditions) {
    await pause();
    if (await isFew(condition)) return select(condition, 0, below, contains);
  }

  const found: CancellationRow[] = [];
  let top = below;
  // The text index knows three characters and more.
  if (Array.from(text).length >= 3) {
    await pause();
    const matches = await newestMatches(db, text, mostMatches);
    await pause();
    const among = sql`seq IN (SELECT value FROM json_each(${JSON.stringify(matches)}))`;
    found.push(...(await selectAmong(among)));
    const lowest = matches.at(-1);
    if (found.length === limit || lowest === undefined || matches.length < mostMatches) return found;
    top = Math.min(top, lowest);
  }
  return walk();

  async function selectAmong(among: RawBuilder<unknown>) {
    const checks = conditions.map((each) => each.write(hidden));
    const { rows } = await sql<CancellationRow>`
      SELECT ${columns} FROM cancellations
      WHERE ${sql.join([among, sql`+realm = ${realm}`, ...checks], sql` AND `)} AND seq < ${below}
      ORDER BY seq DESC LIMIT ${limit}`.execute(db);
    return rows;
  }

  async function walk() {
    const time = conditions.find(({ index }) => index === byTime);
    top = (await newestOf(db, realm, undefined, top, pause)) + 1;
    if (time !== undefined) top = (await newestOf(db, realm, time, top, pause)) + 1;
    const by = conditions.find(({ index }) => index !== byTime);
    while (top > 1 && found.length < limit) {
      const next = await select(by, top - step, top, contains);
      found.push(...next.slice(0, limit - found.length));
      top -= step;
      await pause();
    }
    return found;
  }
}

const byTime = 'cancellations_requested';
const columns = sql.join(cancellationColumns.map((name) => sql.ref(name)));
const shown = (name: string) => sql.ref(name);
const hidden = (name: string) => sql`+${sql.ref(name)}`;

/** The conditions, the one that likely has the fewest records first. */
function conditionsOf(filter: PageQuery['filter']): Condition[] {
  const { outcome, applicationId, deploymentId, batchId, person, from, to, confirmed } = filter;
  const list: Condition[] = [];
  const equal = (index: string, values: Record<string, string | undefined>) => {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    list.push({
      index,
      write: (column) =>
        sql.join(
          given.map(([name, value]) => sql`${column(name)} = ${value}`),
          sql` AND `,
        ),
    });
  };
  if (batchId !== undefined) equal('cancellations_batch', { batch_id: batchId.toLowerCase() });
  if (deploymentId !== undefined && applicationId !== undefined)
    equal('cancellations_deployment', { application_id: applicationId, deployment_id: deploymentId });
  else if (deploymentId !== undefined)
    equal('cancellations_by_deployment_id', { deployment_id: deploymentId });
  // Partial indexes: used only where the condition reads as theirs, so nothing in it can be hidden.
  if (confirmed === 'no')
    list.push({
      index: 'cancellations_to_confirm',
      write: () => sql`outcome IS NOT NULL AND confirmed_at IS NULL`,
    });
  else if (confirmed === 'yes')
    list.push({ index: 'cancellations_confirmed', write: () => sql`confirmed_at IS NOT NULL` });
  if (person !== undefined) equal('cancellations_person', { person });
  if (applicationId !== undefined && deploymentId === undefined)
    equal('cancellations_application', { application_id: applicationId });
  if (outcome === 'open')
    list.push({ index: 'cancellations_outcome', write: (column) => sql`${column('outcome')} IS NULL` });
  else if (outcome !== undefined) equal('cancellations_outcome', { outcome });
  if (from !== undefined || to !== undefined)
    list.push({
      index: byTime,
      write: (column) =>
        sql`${column('requested_at')} >= ${from ?? ''} AND ${column('requested_at')} < ${to ?? '~'}`,
    });
  return list;
}

/** The highest `seq` below `top`, of a time's records if one is given, or 0; by whichever way is shorter. */
async function newestOf(
  db: Kysely<Tables>,
  realm: Realm,
  time: Condition | undefined,
  top: number,
  pause: () => Promise<void>,
): Promise<number> {
  const ofTime = time === undefined ? [] : [time.write(shown)];
  const matching = sql.join([sql`realm = ${realm}`, ...ofTime], sql` AND `);
  const between = async (from: number, to: number) => {
    const { rows } = await sql<{ seq: number }>`
      SELECT seq FROM cancellations INDEXED BY cancellations_realm
      WHERE ${matching} AND seq >= ${from} AND seq < ${to} ORDER BY seq DESC LIMIT 1`.execute(db);
    return rows[0]?.seq;
  };
  if (time === undefined) return (await between(0, top)) ?? 0;
  const near = await between(top - step, top);
  if (near !== undefined) return near;
  const { rows: beyond } = await sql`
    SELECT 1 FROM cancellations INDEXED BY cancellations_requested
    WHERE ${matching} LIMIT 1 OFFSET ${5 * step}`.execute(db);
  if (beyond.length > 0) {
    for (let to = top - step; to > 0; to -= 5 * step) {
      await pause();
      const seq = await between(to - 5 * step, to);
      if (seq !== undefined) return seq;
    }
    return 0;
  }
  const { rows } = await sql<{ seq: number | null }>`
    SELECT max(seq) AS seq FROM cancellations INDEXED BY cancellations_requested
    WHERE ${matching} AND seq < ${top}`.execute(db);
  return rows[0]?.seq ?? 0;
}
