import { Client, DatabaseError, type ClientConfig } from 'pg';
import { queryWithin } from './postgres-pool';

const answerMs = 3_000;
/** Another program may hold the pooler's own session just then; three in a row do not. */
const rounds = 3;

const inTransactionMode =
  'a connection pooler such as PgBouncer stands in front of it and shares sessions between transactions. ' +
  'The console needs sessions of its own: lead DATABASE_URL to the server itself, or to the pooler in session mode.';
const tooFewSessions =
  'a connection pooler stands in front of it and gives the console no second session: make its pool larger.';

/** The server process that serves this connection now; null where there was no answer in time. */
async function readServerProcess(client: Client): Promise<number | null> {
  try {
    const { rows } = await queryWithin<{ pid: number }>(client, answerMs, 'SELECT pg_backend_pid() AS pid');
    return rows[0]?.pid ?? null;
  } catch {
    return null;
  }
}

async function openClient(config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  client.on('error', () => {});
  await client.connect();
  return client;
}

/**
 * Rejects where transactions of one connection go to several sessions of the server, as with PgBouncer in transaction
 * mode. Locks, settings and notifications belong to a session: without them the console would refuse some
 * cancellations, and would never free what another console left.
 */
export async function refuseSharedSessions(config: ClientConfig): Promise<void> {
  const first = await openClient(config);
  const others: Client[] = [];
  try {
    const own = await readServerProcess(first);
    // A server names its process when it greets a connection; a pooler cannot tell which one it will be.
    if (own !== null && Reflect.get(first, 'processID') === own) return;
    if (own === null) throw new Error(tooFewSessions);
    for (let round = 0; round < rounds; round += 1) {
      const other = await openClient(config);
      others.push(other);
      // A transaction keeps its session: the first connection would need another one meanwhile.
      await queryWithin(other, answerMs, 'BEGIN').catch((error: unknown) => {
        // In statement mode it is refused.
        throw new Error(error instanceof DatabaseError ? inTransactionMode : tooFewSessions, {
          cause: error,
        });
      });
      if ((await readServerProcess(other)) === own || (await readServerProcess(first)) !== own)
        throw new Error(inTransactionMode);
    }
  } finally {
    for (const client of [first, ...others]) void client.end().catch(() => undefined);
  }
}
