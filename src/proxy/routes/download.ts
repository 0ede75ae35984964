import type { Context, Hono } from 'hono';
import { csvQuery } from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv, AppOptions } from '../http/app-env';
import { parse, singleQuery } from '../http/input';
import type { Lanes } from '../http/lanes';
import { mapStoreErrors } from '../http/problems';
import { listCsv, listJson, type ExportedList } from '../services/list-export';
import { mapListErrors } from './list-errors';
import { route } from './route';

type Format = 'csv' | 'json';
type DownloadOptions = Pick<AppOptions, 'log'> & { lanes: Lanes };

const encoder = new TextEncoder();

/**
 * Answers with a file that is written while it is sent. Where that fails half-way, the connection is broken, so that
 * the download fails: ended in order, a cut file would look whole. `signal` is aborted when the reader has left.
 * Problems: `too_many_requests`, and `journal_unavailable` where not even its beginning can be written.
 */
export async function download(
  c: Context<AppEnv>,
  { log, lanes }: DownloadOptions,
  name: `${string}.${Format}`,
  write: (signal: AbortSignal) => AsyncGenerator<string, void>,
): Promise<Response> {
  const type = name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/json';
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

/** Registers a list of the store as a CSV and as a JSON file, each under the same filters. */
export function exportRoutes<Query extends z.ZodMiniObject, Item>(
  app: Hono<AppEnv>,
  options: DownloadOptions,
  {
    name,
    path,
    query,
    list,
  }: {
    name: string;
    path: (format: Format) => string;
    query: Query;
    list: (filter: z.infer<Query>, signal: AbortSignal) => ExportedList<Item>;
  },
): void {
  route(app, path('csv'), {
    GET: (c) => {
      const queries = singleQuery(c.req.queries());
      parse(z.extend(query, csvQuery.shape), queries);
      const { ids, ...filters } = queries;
      const filter = parse(query, filters);
      return download(c, options, `${name}.csv`, (signal) => listCsv(list(filter, signal), ids === 'text'));
    },
  });
  route(app, path('json'), {
    GET: (c) => {
      const filter = parse(query, singleQuery(c.req.queries()));
      return download(c, options, `${name}.json`, (signal) => listJson(list(filter, signal)));
    },
  });
}
