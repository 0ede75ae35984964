import { sql } from 'kysely';
import { setTimeout } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { Backend } from '../backend';
import { age, cutOffLeaseMs, leaseMs, presentMoment } from '../lease';
import { lockSpace } from './postgres-dialect';
import { prepareSession, queryWithin } from './postgres-pool';

const retryMs = 500;
/** A connection that broke without a sign, as behind a firewall, is found by the heartbeat that gets no answer. */
const heartbeatMs = 2_000;
const answerMs = 3_000;
/** For what differs between the clocks of two machines while they count the same seconds. */
const marginMs = 1_000;

/** The sessions that hold the advisory lock of an instance. */
const selectLockHolders = (instance: string) => `SELECT l.pid FROM pg_locks l
  JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
  WHERE l.locktype = 'advisory' AND l.classid = ${lockSpace} AND l.objid = (${instance})::oid AND l.granted`;

/** A console's place among the others on its database. */
export interface Instance extends Pick<Backend, 'instance' | 'endGone' | 'holds' | 'clockAheadMs'> {
  /** Tells the other consoles that this one is over, and closes its connection. */
  close: () => Promise<void>;
}

/**
 * Keeps this console's row in `instances`, on a connection of its own: a heartbeat by the database's clock, and a
 * session's advisory lock, which the server frees when the connection ends, however this process ends. A console that
 * was taken for gone by another one gets a new number. The same connection hears of new events; `onEvent` is called
 * for each, and after every new connection for those that came in between.
 */
export function keepInstance(config: ClientConfig, now: () => Date, onEvent: () => void): Instance {
  let current: Client | undefined;
  let connecting: Promise<unknown> = Promise.resolve();
  let number: number | undefined;
  let renewed = presentMoment();
  /** By `performance.now()`: since when the connection has not been lost. */
  let steadySince = -Infinity;
  let clockAheadMs: number | null = null;
  const closing = new AbortController();

  /** Answers false where another console has taken this one for gone. */
  async function sendHeartbeat(client: Client): Promise<boolean> {
    const begun = presentMoment();
    const sentAt = now().getTime();
    const { rows } = await queryWithin<{ databaseTime: number }>(
      client,
      answerMs,
      `UPDATE instances SET seen_at = clock_timestamp() WHERE instance = ${Number(number)} AND ended_at IS NULL
        RETURNING extract(epoch FROM clock_timestamp())::float8 * 1000 AS "databaseTime"`,
    );
    if (rows[0] === undefined) return false;
    renewed = begun;
    const between = performance.now() - begun.monotonic;
    clockAheadMs = sentAt + between / 2 - rows[0].databaseTime;
    return true;
  }

  async function register(client: Client): Promise<void> {
    const { rows } = await queryWithin<{ instance: number }>(
      client,
      answerMs,
      `INSERT INTO instances (started_at, seen_at) VALUES ('${now().toISOString()}', clock_timestamp())
        RETURNING instance`,
    );
    number = rows[0]?.instance;
    if (number === undefined) throw new Error('it gave no instance number.');
  }

  async function connect(client: Client): Promise<void> {
    let isReady = false;
    const onLost = () => {
      if (current !== client) return;
      current = undefined;
      steadySince = Infinity;
      if (isReady) void reconnect();
    };
    client.on('error', onLost);
    client.on('end', onLost);
    client.on('notification', onEvent);
    try {
      await client.connect();
      await prepareSession(client);
      if (number === undefined || !(await sendHeartbeat(client))) {
        await register(client);
        await sendHeartbeat(client);
      }
      // The session that this console lost may still be there, on a server that has not noticed, and hold the lock.
      const lostSessions = `SELECT pg_terminate_backend(pid) FROM (${selectLockHolders(String(number))}) AS lost`;
      await queryWithin(client, answerMs, lostSessions);
      await queryWithin(client, answerMs, `SELECT pg_advisory_lock(${lockSpace}, ${number})`);
      await queryWithin(client, answerMs, 'LISTEN fuse_console');
    } catch (error) {
      onLost();
      void client.end().catch(() => undefined);
      throw error;
    }
    isReady = true;
    if (steadySince === Infinity) steadySince = performance.now();
    onEvent();
  }

  /** At once, before another console takes this one for gone, and then again and again. */
  async function reconnect(): Promise<void> {
    while (!closing.signal.aborted && current === undefined) {
      await ensureConnected().catch(() => undefined);
      if (current === undefined) await setTimeout(retryMs, undefined, { ref: false });
    }
  }

  async function ensureConnected(): Promise<Client> {
    if (current === undefined) {
      current = new Client(config);
      connecting = connect(current);
    }
    const client = current;
    await connecting;
    return client;
  }

  let isSending = false;
  const heartbeats = setInterval(() => {
    const client = current;
    if (client === undefined || isSending) return;
    isSending = true;
    connecting
      .then(() => sendHeartbeat(client))
      // Without an answer, or taken for gone: everything anew, the number too.
      .then((isAlive) => (isAlive ? undefined : client.end()))
      .catch(() => client.end())
      .catch(() => undefined)
      .finally(() => (isSending = false));
  }, heartbeatMs).unref();

  return {
    async instance() {
      // The database itself refuses a number that was taken for gone, so nobody waits for this connection.
      if (number === undefined) await ensureConnected();
      return Number(number);
    },
    holds(claimedAt) {
      // The claim itself was a sign of life in the database.
      const newest = Math.min(age(claimedAt), age(renewed));
      return age(claimedAt) < leaseMs && newest < cutOffLeaseMs - marginMs;
    },
    /** Gone is a console whose connection has ended and that was silent for `cutOffLeaseMs`, or that was for `leaseMs`. */
    async endGone(tx, instances) {
      // Where this console has just lost the database too, the others may be about to come back.
      if (performance.now() - steadySince > cutOffLeaseMs)
        await sql`UPDATE instances SET ended_at = clock_timestamp()
          WHERE instance = ANY(${instances}::integer[]) AND ended_at IS NULL AND (
            seen_at < clock_timestamp() - make_interval(secs => ${leaseMs / 1000})
            OR (seen_at IS NULL OR seen_at < clock_timestamp() - make_interval(secs => ${cutOffLeaseMs / 1000}))
              AND NOT EXISTS (${sql.raw(selectLockHolders('instance'))}))`.execute(tx);
      const { rows } = await sql<{ instance: number }>`
        SELECT instance FROM unnest(${instances}::integer[]) AS instance
        WHERE NOT EXISTS (SELECT FROM instances i WHERE i.instance = instance.instance AND i.ended_at IS NULL)`.execute(
        tx,
      );
      return rows.map((row) => row.instance);
    },
    clockAheadMs: () => clockAheadMs,
    async close() {
      closing.abort();
      clearInterval(heartbeats);
      const client = await ensureConnected().catch(() => undefined);
      if (client === undefined) return;
      const ended = `UPDATE instances SET ended_at = clock_timestamp() WHERE instance = ${Number(number)}`;
      await queryWithin(client, answerMs, ended).catch(() => undefined);
      await client.end();
    },
  };
}
