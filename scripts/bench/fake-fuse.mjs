import { once } from 'node:events';
import { createServer } from 'node:net';

export const accepted = 'HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n';

/**
 * A fake Fuse on raw sockets, whose behaviour can be changed at any moment.
 * @typedef {{
 *   onConnect?: (socket: import('node:net').Socket) => void,
 *   onRequest: (socket: import('node:net').Socket, target: string) => void,
 * }} Behaviour
 * @param {Behaviour} behaviour
 */
export async function startFakeFuse(behaviour) {
  const current = { behaviour };
  /** @type {Map<string, number>} The number of DELETEs received for `application/deployment`. */
  const deletes = new Map();
  const server = createServer((socket) => {
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      const [, target = ''] = /^DELETE \/api\/apps\/(\d+\/\d+)\/cancel /.exec(text) ?? [];
      text = '';
      deletes.set(target, (deletes.get(target) ?? 0) + 1);
      current.behaviour.onRequest(socket, target);
    });
    current.behaviour.onConnect?.(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    deletes,
    /** @param {Behaviour} next */
    behave(next) {
      current.behaviour = next;
    },
    close: () => server.close(),
  };
}
