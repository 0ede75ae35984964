import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { DatabaseError, Pool, type ClientBase, type ClientConfig, type PoolClient } from 'pg';

/** A connection that has answered this recently is used without asking it first. */
const freshMs = 1_000;
/** A server that is there answers a statement without work, or takes a new connection's settings, within this. */
const pingTimeoutMs = 2_000;

/**
 * What each session is told, whatever the server's defaults, where its version knows the setting. A commit that is
 * answered is on disk, a claim that lost a race finds the record that won it, and nothing waits for ever. A console
 * that is cut off in a transaction holds the lock of the one writer: the server ends its session within seconds.
 */
const sessionSettings = {
  synchronous_commit: 'on',
  default_transaction_isolation: 'read committed',
  statement_timeout: '4s',
  lock_timeout: '3s',
  idle_in_transaction_session_timeout: '5s',
  transaction_timeout: '30s',
  max_parallel_workers_per_gather: '2',
  client_connection_check_interval: '1s',
  tcp_user_timeout: '8s',
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '1',
  tcp_keepalives_count: '3',
};

type SessionSettings = Partial<Record<keyof typeof sessionSettings, string>>;

/** How a console's connections are made, beside the address. */
export const connectionSettings = {
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 5_000,
  // Longer than the server gives a statement: a network that went silent.
  query_timeout: 5_000,
  application_name: 'fuse-cancel-console',
} satisfies ClientConfig;

/** One statement that has little time, unlike the others of its connection. */
export function queryWithin<R extends object>(client: ClientBase, milliseconds: number, text: string) {
  const query = { text, query_timeout: milliseconds };
  return client.query<R>(query);
}

/** Makes a new session safe to use; rejects within seconds where the server does not answer. */
export async function prepareSession(client: ClientBase, changed: SessionSettings = {}): Promise<void> {
  const values = Object.entries({ ...sessionSettings, ...changed }).map(
    ([name, value]) => `('${name}', '${value}')`,
  );
  const text = `SELECT set_config(s.name, wanted.value, false)
    FROM (VALUES ${values.join(', ')}) AS wanted (name, value) JOIN pg_settings s USING (name)`;
  await queryWithin(client, pingTimeoutMs, text);
}

/** Whether a connection can be used again after this error: the server itself has answered, and remains. */
function isAnswer(error: unknown): boolean {
  // 08: connection exceptions. 57P: the server shuts down or has closed the connection. 25006: the server has become read-only.
  return error instanceof DatabaseError && !/^(?:08|57P|25006)/.test(error.code ?? '');
}

/**
 * The pool of a console. A connection that breaks never ends the process, whether it is in use or not, is destroyed
 * when it is given back, and makes those that have not answered since suspect: they are replaced before their next
 * use. A connection that was idle is asked first, and has little time to answer.
 */
export function createPool(config: ClientConfig, max: number, changed: SessionSettings = {}): PostgresPool {
  const pool = new Pool({ ...config, max, onConnect: (client) => prepareSession(client, changed) });
  const answeredAt = new WeakMap<PoolClient, number>();
  let brokenAt = -Infinity;
  // pg tells of a connection that breaks by an event, and ends the process where nobody listens: the pool listens
  // only to idle ones.
  pool.on('connect', (client) => client.on('error', () => (brokenAt = performance.now())));
  pool.on('error', () => {});

  async function answers(client: PoolClient): Promise<boolean> {
    const last = answeredAt.get(client) ?? performance.now();
    if (last < brokenAt) return false;
    if (performance.now() - last <= freshMs) return true;
    return queryWithin(client, pingTimeoutMs, 'SELECT 1').then(
      () => true,
      () => false,
    );
  }

  return {
    async connect() {
      for (;;) {
        const client = await pool.connect();
        if (await answers(client)) return checkedOut(client);
        brokenAt = performance.now();
        client.release(true);
      }
    },
    end: () => (pool.ending ? Promise.resolve() : pool.end()),
  };

  /** What Kysely gets: it gives connections back without a word of what happened to them. */
  function checkedOut(client: PoolClient): PostgresPoolClient {
    const inner: PostgresPoolClient = client;
    let failure: Error | undefined;

    async function run<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
      // A rollback on a connection that is broken would wait as long as the statement before it.
      if (failure !== undefined) throw failure;
      try {
        const result = await inner.query<R>(text, parameters);
        answeredAt.set(client, performance.now());
        return result;
      } catch (error) {
        if (isAnswer(error)) answeredAt.set(client, performance.now());
        else {
          failure = error instanceof Error ? error : new Error(String(error));
          brokenAt = performance.now();
        }
        throw error;
      }
    }

    function query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
    function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
    function query<R>(text: string | PostgresCursor<R>, parameters: readonly unknown[] = []) {
      return typeof text === 'string' ? run<R>(text, parameters) : inner.query(text);
    }

    return { query, release: () => client.release(failure) };
  }
}
