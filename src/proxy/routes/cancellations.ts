import type { Hono } from 'hono';
import { cancellationRequest, journalQuery, paths, uuid } from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv } from '../app';
import { parse, readJson, singleQuery } from '../input';
import { fromStore, ProblemError } from '../problems';
import type { Cancellations } from '../services/cancellations';
import { exportCsv, exportJson } from '../services/export';
import type { Store } from '../store/store';
import { page } from './page';
import { requireOperator, route } from './route';

const cancellationPath = z.object({ id: uuid });
const exportQuery = z.omit(journalQuery, { cursor: true, limit: true });
const defaultLimit = 50;

export function cancellationRoutes(app: Hono<AppEnv>, store: Store, cancellations: Cancellations): void {
  route(app, paths.cancellations, {
    GET: async (c) => {
      const { cursor, limit, ...filter } = parse(journalQuery, singleQuery(c.req.queries()));
      const found = store.listCancellations(filter, { cursor, limit: Number(limit ?? defaultLimit) });
      return c.json(await fromStore(page(found)));
    },
  });

  const download = (format: 'csv' | 'json', type: string, write: typeof exportCsv) =>
    route(app, paths.export(format), {
      GET: async (c) => {
        const filter = parse(exportQuery, singleQuery(c.req.queries()));
        // The first page before the headers, so that a journal that cannot be read is an error, not a cut file.
        await fromStore(store.listCancellations(filter, { limit: 1 }));
        return c.body(write(store, filter), 200, {
          'content-type': type,
          'content-disposition': `attachment; filename="cancellations.${format}"`,
        });
      },
    });
  download('csv', 'text/csv; charset=utf-8', exportCsv);
  download('json', 'application/json', exportJson);

  route(app, paths.cancellation(':id'), {
    GET: async (c) => {
      const { id } = parse(cancellationPath, c.req.param());
      // Asked before the journal is read: what ends in between is in it.
      const running = cancellations.isRunning(id);
      const found = await fromStore(store.findCancellation(id.toLowerCase()));
      if (!found && running)
        throw new ProblemError('in_progress', 'This cancellation is on its way to the journal. Ask again.');
      if (!found) throw new ProblemError('not_found', 'There is no such cancellation in the journal.');
      return c.json({ ...found, history: await fromStore(store.history(id)) });
    },

    PUT: async (c) => {
      const visitor = c.get('visitor');
      requireOperator(visitor);
      const { id } = parse(cancellationPath, c.req.param());
      const request = await readJson(c.req.raw, cancellationRequest);
      const { created, cancellation } = await cancellations.cancel(id, request, visitor.person);
      return c.json(cancellation, created ? 201 : 200);
    },
  });
}
