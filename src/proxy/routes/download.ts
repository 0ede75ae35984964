import type { Context } from 'hono';
import type { AppEnv, AppOptions } from '../app';
import { describeError } from '../log';

const encoder = new TextEncoder();

/**
 * Answers with a file that is written while it is sent. Where that fails half-way, the connection is broken, so that
 * the download fails: ended in order, a cut file would look whole. `signal` is aborted when the reader has left.
 */
export function download(
  c: Context<AppEnv>,
  { log }: Pick<AppOptions, 'log'>,
  { type, name }: { type: string; name: string },
  write: (signal: AbortSignal) => AsyncGenerator<string, void>,
): Response {
  const headers = { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const leaving = new AbortController();
  const chunks = write(leaving.signal);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        if (leaving.signal.aborted) return;
        log('download_broken_off', { requestId: c.get('requestId'), error: describeError(error) });
        const socket = c.env.incoming?.socket;
        // An error in the stream would be written into the answer, where it has a socket.
        if (socket) socket.destroy();
        else controller.error(new Error('The download was broken off.'));
      }
    },
    async cancel() {
      leaving.abort();
      await chunks.return();
    },
  });
  return c.body(body, 200, headers);
}
