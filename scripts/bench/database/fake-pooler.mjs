import { once } from 'node:events';
import { connect, createServer } from 'node:net';

// PostgreSQL's messages: https://www.postgresql.org/docs/current/protocol-message-formats.html

/** @param {string} type @param {Buffer} [body] */
function message(type, body = Buffer.alloc(0)) {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** @param {string} user @param {string} database */
function startup(user, database) {
  const words = Buffer.from(`\0\u0003\0\0user\0${user}\0database\0${database}\0\0`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeInt32BE(words.length + 4);
  return Buffer.concat([length, words]);
}

/**
 * A minimal imitation of PgBouncer in transaction mode: all clients share one session of the server, and each has it
 * while its transaction lasts. It knows no TLS and no password, and no client may leave during a transaction.
 * @param {number} serverPort on 127.0.0.1
 * @param {string} user
 * @param {string} database
 */
export async function startFakePooler(serverPort, user, database) {
  const session = connect(serverPort, '127.0.0.1');
  session.on('error', () => {});
  session.write(startup(user, database));
  /** The client whose transaction is open. @type {import('node:net').Socket | undefined} */
  let owner;
  /** Messages of the clients that wait for the session. @type {{ client: import('node:net').Socket, bytes: Buffer }[]} */
  let waiting = [];
  let answer = Buffer.alloc(0);
  let greeted = () => {};
  /** @type {Promise<void>} */
  const greeting = new Promise((resolve) => (greeted = resolve));

  function serveNext() {
    const next = waiting.shift();
    if (next === undefined) return;
    owner = next.client;
    session.write(next.bytes);
  }

  session.on('data', (bytes) => {
    owner?.write(bytes);
    answer = Buffer.concat([answer, bytes]);
    while (answer.length >= 5 && answer.length >= answer.readInt32BE(1) + 1) {
      const length = answer.readInt32BE(1) + 1;
      const isIdle = answer[0] === 0x5a && answer[5] === 0x49;
      answer = answer.subarray(length);
      if (!isIdle) continue;
      greeted();
      owner = undefined;
      serveNext();
    }
  });

  const server = createServer((client) => {
    let isGreeted = false;
    client.on('error', () => {});
    client.on('data', (bytes) => {
      if (!isGreeted) {
        isGreeted = true;
        const key = message('K', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1]));
        client.write(Buffer.concat([message('R', Buffer.alloc(4)), key, message('Z', Buffer.from('I'))]));
      } else if (bytes[0] === 0x58) client.end();
      else if (owner === client) session.write(bytes);
      else {
        waiting.push({ client, bytes });
        if (owner === undefined) serveNext();
      }
    });
  });
  await greeting;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close() {
      server.close();
      session.destroy();
    },
  };
}
