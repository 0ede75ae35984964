import { request as openRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Body } from './body';
import { decompress } from './decompress';
import type { Exchange } from './fuse';

/** The most of a body that is read, in bytes, as it comes and again once it is decompressed. */
const maxBodyBytes = 65_536;
/** The longest response head taken, in bytes; said here because NODE_OPTIONS can change Node's own. */
const maxHeadBytes = 16_384;

export interface SendOptions<R> {
  method: 'DELETE' | 'GET';
  path: string;
  headers: Record<string, string>;
  /** From the request sent to the last byte of the response head, in milliseconds. */
  timeoutMs: number;
  /** For the body, in milliseconds. */
  bodyTimeoutMs: number;
  now: () => Date;
  /** Reads what is kept of the body and the headers; everything else of the answer is dropped. */
  read: (body: Body, headers: IncomingHttpHeaders) => R;
}

/** Response headers arrived, whatever happened to the body. */
type Answered<R> = R & { kind: 'answered'; status: number; sentAt: string; answeredAt: string };

type NotAnswered = Extract<Exchange, { kind: 'not_answered' }>;

const noBody = { bytes: Buffer.alloc(0), complete: true };

/**
 * Reads a body up to its end, its break, 64 kB or the time limit, whichever comes first, and then calls
 * `done`, once.
 */
function collect(
  response: IncomingMessage,
  socket: Socket,
  timeoutMs: number,
  done: (body: Pick<Body, 'bytes' | 'complete'>) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let ended = false;
  const end = (complete: boolean) => {
    if (ended) return;
    ended = true;
    clearTimeout(deadline);
    const all = Buffer.concat(chunks);
    done({ bytes: all.subarray(0, maxBodyBytes), complete: complete && all.length <= maxBodyBytes });
  };
  const deadline = setTimeout(() => end(false), timeoutMs);
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBodyBytes) end(false);
  });
  response.once('end', () => end(response.complete));
  response.on('error', () => end(false));
  response.once('close', () => end(response.complete));
  socket.once('close', () => end(response.complete));
}

/**
 * Writes exactly one request on an open connection and tells what came back. Follows no redirect, repeats
 * nothing, and destroys the socket when done. From the moment the response head is complete the exchange is
 * `answered`, whatever the body does. Never rejects.
 */
export function send<R>(socket: Socket, options: SendOptions<R>): Promise<Answered<R> | NotAnswered> {
  return new Promise((resolve) => {
    let answered = false;
    const sentAt = options.now().toISOString();
    const request = openRequest({
      // Node heeds createConnection only where `agent` is left out; with `agent: false` it opens its own.
      createConnection: () => socket,
      method: options.method,
      path: options.path,
      headers: options.headers,
      setHost: false,
      insecureHTTPParser: false,
      maxHeaderSize: maxHeadBytes,
    });

    const finish = (exchange: Answered<R> | NotAnswered) => {
      clearTimeout(deadline);
      resolve(exchange);
      // Closing takes longer than deciding, and nothing waits for it.
      setImmediate(() => {
        request.destroy();
        socket.destroy();
      });
    };
    const endUnanswered = (cause: NotAnswered['cause']) => {
      if (!answered) finish({ kind: 'not_answered', cause, sentAt });
    };
    const answer = (response: IncomingMessage | null, status: number, headers: IncomingHttpHeaders) => {
      if (answered) return;
      answered = true;
      const answeredAt = options.now().toISOString();
      const conclude = async (received: Pick<Body, 'bytes' | 'complete'>) => {
        const body = await decompress(received, headers['content-encoding'], maxBodyBytes);
        const reading = options.read({ ...body, contentType: headers['content-type'] }, headers);
        finish({ ...reading, kind: 'answered', status, sentAt, answeredAt });
      };
      if (response === null) void conclude(noBody);
      else collect(response, socket, options.bodyTimeoutMs, (body) => void conclude(body));
    };

    // One more turn of the event loop: an answer that has arrived while the process was paused (a laptop asleep) is
    // read before the deadline counts.
    const deadline = setTimeout(() => setImmediate(() => endUnanswered('answer_timeout')), options.timeoutMs);

    request.once('response', (response) => answer(response, response.statusCode ?? 0, response.headers));
    // A 101 that names a protocol comes as `upgrade`, any other as `response`. Either way it is final.
    request.once('upgrade', (response: IncomingMessage) =>
      answer(null, response.statusCode ?? 0, response.headers),
    );
    request.on('error', (error: NodeJS.ErrnoException) =>
      endUnanswered(error.code?.startsWith('HPE_') === true ? 'malformed_answer' : 'connection_lost'),
    );
    socket.once('close', () => endUnanswered('connection_lost'));
    request.end();
  });
}
