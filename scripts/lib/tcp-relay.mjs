import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A TCP relay in front of a server, which can imitate faults of the network between two machines:
 * - `pass`: bytes go through.
 * - `hold`: connections stay open, and bytes arrive when the relay passes again, as after a short outage of the
 *   network.
 * - `blackhole`: bytes are dropped, and neither side learns of the other's end. The connections of that time stay
 *   silent for ever, as behind a firewall that has forgotten them. New connections get no answer.
 * - `cut`: every connection is reset, and new ones are refused.
 * @typedef {'pass' | 'hold' | 'blackhole' | 'cut'} RelayMode
 * @param {number} targetPort on 127.0.0.1
 * @param {number} port of its own; 0 for any
 */
export async function startTcpRelay(targetPort, port = 0) {
  /** @type {RelayMode} */
  let mode = 'pass';
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  /** Sockets that went silent: they never work again. @type {Set<import('node:net').Socket>} */
  const swallowed = new Set();
  /** What each socket's other end has sent last. @type {Map<import('node:net').Socket, Buffer>} */
  const lastSent = new Map();

  /** @param {import('node:net').Socket} from @param {import('node:net').Socket} to */
  function pass(from, to) {
    sockets.add(from);
    if (mode === 'hold') from.pause();
    if (mode === 'blackhole') swallowed.add(from);
    from.on('data', (bytes) => {
      lastSent.set(to, bytes);
      if (!swallowed.has(from)) to.write(bytes);
    });
    from.on('error', () => {});
    from.once('end', () => {
      if (!swallowed.has(from)) to.end();
    });
    from.once('close', () => {
      sockets.delete(from);
      lastSent.delete(from);
      if (!swallowed.delete(from)) to.destroy();
    });
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (mode === 'cut') return void client.resetAndDestroy();
    const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    pass(client, target);
    pass(target, client);
  });

  async function listen() {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  await listen();
  const address = server.address();
  if (typeof address === 'object' && address !== null) port = address.port;

  function reset() {
    for (const socket of sockets) {
      swallowed.delete(socket);
      socket.resetAndDestroy();
    }
  }

  return {
    port,
    /** Sets another target for the connections that come. @param {number} next */
    leadTo(next) {
      targetPort = next;
    },
    /** The number of open connections. */
    get connections() {
      return sockets.size / 2;
    },
    /** @param {RelayMode} next */
    async set(next) {
      mode = next;
      if (next === 'cut') {
        if (server.listening) server.close();
        reset();
        return;
      }
      if (!server.listening) await listen();
      for (const socket of sockets) {
        if (next === 'blackhole') swallowed.add(socket);
        if (next === 'hold') socket.pause();
        else socket.resume();
      }
    },
    /**
     * Connections whose last request has this text stay open, and nothing that their target sends arrives any more.
     * @param {string} text
     */
    swallow(text) {
      for (const [socket, request] of lastSent) if (request.includes(text)) swallowed.add(socket);
    },
    /** Resets the open connections; new connections work. */
    reset,
    close() {
      server.close();
      reset();
    },
  };
}
