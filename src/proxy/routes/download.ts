import type { Context } from 'hono';
import type { AppEnv, AppOptions } from '../http/app-env';
import { mapStoreErrors } from '../http/problems';
import type { Lanes } from '../http/lanes';
import { mapListErrors } from './list-errors';

const encoder = new TextEncoder();

/**
 * Answers with a file that is written while it is sent. Where that fails half-way, the connection is broken, so that
 * the download fails: ended in order, a cut file would look whole. `signal` is aborted when the reader has left.
 * Problems: `too_many_requests`, and `journal_unavailable` where not even its beginning can be written.
 */
export async function download(
  c: Context<AppEnv>,
  { log, lanes }: Pick<AppOptions, 'log'> & { lanes: Lanes },
  { type, name }: { type: string; name: string },
  write: (signal: AbortSignal) => AsyncGenerator<string, void>,
): Promise<Response> {
  const headers = { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const { signal } = c.req.raw;
  const leave = await lanes.download.enter(c.get('visitor').person);
  const pieces = write(signal);
  let piece = await mapStoreErrors(mapListErrors(pieces.next())).catch((error: unknown) => {
    leave();
    throw error;
  });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (piece.done === true) {
          leave();
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(piece.value));
        piece = await pieces.next();
      } catch (error) {
        leave();
        if (signal.aborted) return;
        log('download_broken_off', { requestId: c.get('requestId'), error });
        const socket = c.env.incoming?.socket;
        // An error in the stream would be written into the answer, where it has a socket.
        if (socket) socket.destroy();
        else controller.error(new Error('The download was broken off.'));
      }
    },
    async cancel() {
      leave();
      await pieces.return();
    },
  });
  return c.body(body, 200, headers);
}
