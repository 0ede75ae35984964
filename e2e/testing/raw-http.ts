import { connect, type Socket } from 'node:net';

/** The responses on a raw connection. */
export interface RawAnswer {
  /** The status of each response, in order; empty if the connection was closed without a response. */
  statuses: number[];
  text: string;
  /** Whether the console closed the connection. */
  closed: boolean;
}

/** Opens a connection to the console. */
export function dial(origin: string): Socket {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  return socket;
}

function answerOf(text: string, closed: boolean): RawAnswer {
  const statuses = [...text.matchAll(/^HTTP\/1\.[01] (\d{3}) /gm)].map(([, status]) => Number(status));
  return { statuses, text, closed };
}

/** Whether the first final response is complete. */
function isComplete(text: string): boolean {
  const last = text.replace(/^HTTP\/1\.1 100 [^\r\n]*\r\n\r\n/, '');
  const end = last.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = last.slice(0, end);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (length !== undefined) return last.length - end - 4 >= Number(length);
  return /^transfer-encoding: chunked/im.test(head) ? last.endsWith('0\r\n\r\n') : false;
}

/**
 * Writes raw bytes to the console and reads until it has answered or closed the connection, for `patienceMs` at most.
 * Text is written as Latin-1, byte for byte.
 */
export function speak(
  origin: string,
  bytes: string | Buffer,
  { patienceMs = 3_000, wholeConnection = false } = {},
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = dial(origin);
    let text = '';
    const done = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answerOf(text, closed));
    };
    const timer = setTimeout(() => done(false), patienceMs);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (!wholeConnection && isComplete(text)) done(false);
    });
    socket.once('close', () => done(true));
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  });
}

/** One request as text. A header set to null is left out, one set to a list is sent once for each. */
export function requestText(
  method: string,
  target: string,
  headers: Record<string, string | string[] | null>,
  body = '',
  version = '1.1',
): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((item) => `${name}: ${item}`),
  );
  return [`${method} ${target} HTTP/${version}`, ...lines, '', body].join('\r\n');
}
