import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './server';

/** The line between a browser and a console, which a test can cut or let go quiet. */
export interface Relay {
  /** What the browser opens; a console takes it for its own as `PUBLIC_ORIGIN`. */
  readonly origin: string;
  /** Where the line ends. */
  leadTo: (origin: string) => void;
  /** Offline: every connection is reset, and new ones are refused. */
  cut: () => void;
  /** Asleep: connections stay open, and nothing arrives at either end. */
  stall: () => void;
  /** Something in between has forgotten the event streams of now: they stay open and are silent for ever. */
  loseStreams: () => void;
  /** What was cut or stalled works again. */
  resume: () => Promise<void>;
  close: () => void;
}

/** Starts a line that leads nowhere yet. */
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
