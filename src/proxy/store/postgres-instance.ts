import { Client, type ClientConfig } from 'pg';

/**
 * Holds a session's advisory lock, the sign that this console lives, on a connection of its own. The server
 * frees it when the connection ends, however this process ends.
 */
export function holdInstance(config: ClientConfig, lock: readonly [number, number]) {
  let current: Client | undefined;
  let ready: Promise<unknown> = Promise.resolve();

  async function connect(client: Client): Promise<void> {
    const lost = () => {
      if (current === client) current = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock($1, $2)', [...lock]);
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
