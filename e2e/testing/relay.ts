import { startTcpRelay } from '../../scripts/lib/tcp-relay.mjs';
import { freePort } from './console-server';

/** Starts a relay between a browser and a console, with which a test cuts or stalls the connections. It has no target yet. */
export async function startRelay() {
  const port = await freePort();
  const relay = await startTcpRelay(0, port);
  return {
    /** The origin that the browser opens; the console has it as `PUBLIC_ORIGIN`. */
    origin: `http://127.0.0.1:${port}`,
    /** Sets the console's origin. */
    leadTo: (origin: string) => relay.leadTo(Number(new URL(origin).port)),
    /** Offline: every connection is reset, and new ones are refused. */
    cut: () => void relay.set('cut'),
    /** Asleep: connections stay open, and nothing arrives at either end. */
    stall: () => void relay.set('hold'),
    /** The present event streams stay open but silent for ever, as behind a firewall that has forgotten them. */
    loseStreams: () => relay.swallow('GET /api/events'),
    /** Ends a cut or a stall. */
    resume: () => relay.set('pass'),
    close: () => relay.close(),
  };
}
