import { Client, type ClientConfig } from 'pg';

/**
 * Holds a session's advisory lock, the sign that this console lives, on a connection of its own. The server
 * frees it when the connection ends, however this process ends. The same connection hears of new events;
 * `onEvent` is called for each.
 */
export function holdInstance(config: ClientConfig, lock: readonly [number, number], onEvent: () => void) {
  let current: Client | undefined;
  let ready: Promise<unknown> = Promise.resolve();

  async function connect(client: Client): Promise<void> {
    const lost = () => {
      if (current === client) current = undefined;
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
  }

  return {
    /** Resolves while the lock is held; takes it again after the connection was lost, or rejects. */
    async held(): Promise<void> {
      if (current === undefined) {
        current = new Client(config);
        ready = connect(current);
      }
      await ready;
    },
    async release(): Promise<void> {
      await current?.end();
    },
  };
}
