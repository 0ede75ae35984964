import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './console-server';

/** A TCP relay between a browser and a console, with which a test cuts or stalls the connections. */
export interface Relay {
  /** The origin that the browser opens; the console has it as `PUBLIC_ORIGIN`. */
  readonly origin: string;
  /** Sets the console's origin. */
  leadTo: (origin: string) => void;
  /** Offline: every connection is reset, and new ones are refused. */
  cut: () => void;
  /** Asleep: connections stay open, and nothing arrives at either end. */
  stall: () => void;
  /** The present event streams stay open but silent for ever, as behind a firewall that has forgotten them. */
  loseStreams: () => void;
  /** Ends a cut or a stall. */
  resume: () => Promise<void>;
  close: () => void;
}

/** Starts a relay that has no target yet. */
export async function startRelay(): Promise<Relay> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const open = new Set<Socket>();
  const streams = new Set<Socket>();
  const lost = new Set<Socket>();
  let target = origin;
  let stalled = false;

  function pass(from: Socket, to: Socket) {
    open.add(from);
    if (stalled) from.pause();
    from.on('data', (bytes: Buffer) => {
      if (bytes.includes('GET /api/events')) streams.add(to);
      to.write(bytes);
    });
    from.on('error', () => {});
    from.once('close', () => {
      open.delete(from);
      streams.delete(from);
      lost.delete(from);
      to.destroy();
    });
  }

  const server = createServer((browser) => {
    const { hostname, port: targetPort } = new URL(target);
    const console_ = connect(Number(targetPort), hostname);
    pass(browser, console_);
    pass(console_, browser);
  });

  async function listen() {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  function cut() {
    server.close();
    for (const socket of open) socket.resetAndDestroy();
  }

  await listen();
  return {
    origin,
    leadTo: (next) => (target = next),
    cut,
    stall() {
      stalled = true;
      for (const socket of open) socket.pause();
    },
    loseStreams() {
      for (const socket of streams) lost.add(socket.pause());
    },
    async resume() {
      stalled = false;
      if (!server.listening) await listen();
      for (const socket of open) if (!lost.has(socket)) socket.resume();
    },
    close: cut,
  };
}
