import { setTimeout } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';

const retryMs = 1_000;
/** A connection that broke without a sign, as behind a firewall, is found by asking. */
const askEveryMs = 15_000;

/**
 * Holds a session's advisory lock, the sign that this console lives, on a connection of its own. The server
 * frees it when the connection ends, however this process ends. The same connection hears of new events;
 * `onEvent` is called for each, and after every new connection for those that came in between.
 */
export function holdInstance(config: ClientConfig, lock: readonly [number, number], onEvent: () => void) {
  let current: Client | undefined;
  let ready: Promise<unknown> = Promise.resolve();
  const released = new AbortController();

  async function connect(client: Client): Promise<void> {
    let held = false;
    const lost = () => {
      if (current !== client) return;
      current = undefined;
      if (held) void regain();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', onEvent);
    try {
      await client.connect();
      await client.query(`LISTEN fuse_console; SELECT pg_advisory_lock(${lock.join(', ')})`);
    } catch (error) {
      lost();
      await client.end();
      throw error;
    }
    held = true;
    onEvent();
  }

  /** At once, before another console takes this one for dead, and then again and again. */
  async function regain(): Promise<void> {
    while (!released.signal.aborted && current === undefined) {
      await held().catch(() => undefined);
      if (current === undefined) await setTimeout(retryMs, undefined, { ref: false });
    }
  }

  async function held(): Promise<void> {
    if (current === undefined) {
      current = new Client(config);
      ready = connect(current);
    }
    await ready;
  }

  const asking = setInterval(() => {
    const client = current;
    client?.query('SELECT 1').catch(() => client.end());
  }, askEveryMs).unref();

  return {
    /** Resolves while the lock is held; takes it again after the connection was lost, or rejects. */
    held,
    async release(): Promise<void> {
      released.abort();
      clearInterval(asking);
      await current?.end();
    },
  };
}
