import type { Hono } from 'hono';
import { batchRequest, pageQuery, paths, uuid } from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv } from '../http/app-env';
import { parse, readJson, singleQuery } from '../http/input';
import { mapStoreErrors, ProblemError } from '../http/problems';
import type { Batches } from '../services/batches/batches';
import type { Store } from '../store/store';
import { mapListErrors } from './list-errors';
import { permitted, route } from './route';

const batchPath = z.object({ id: uuid });
const defaultLimit = 20;

export function batchRoutes(app: Hono<AppEnv>, store: Store, batches: Batches): void {
  route(app, paths.batches, {
    GET: async (c) => {
      const { cursor, limit } = parse(pageQuery, singleQuery(c.req.queries()));
      const page = store.listBatches({ cursor, limit: Number(limit ?? defaultLimit) });
      return c.json(await mapStoreErrors(mapListErrors(page)));
    },
  });

  route(app, paths.batch(':id'), {
    GET: async (c) => {
      const { id } = parse(batchPath, c.req.param());
      const starting = batches.isStarting(id);
      const batch = await mapStoreErrors(store.findBatch(id));
      if (!batch && starting)
        throw new ProblemError('in_progress', 'This batch is on its way to the journal. Ask again.');
      if (!batch) throw new ProblemError('not_found', 'There is no such batch.');
      return c.json(batch);
    },

    PUT: async (c) => {
      const { id } = parse(batchPath, c.req.param());
      const request = await readJson(c.req.raw, batchRequest);
      const canceller = permitted(c, 'cancel', request.targets);
      const { created, batch } = await batches.start(id, request, canceller);
      return c.json(batch, created ? 202 : 200);
    },
  });

  route(app, paths.stopBatch(':id'), {
    PUT: async (c) => {
      const { id } = parse(batchPath, c.req.param());
      // Who started it may have lost every permission since.
      const by = { person: c.get('visitor').person, judge: c.get('judge') };
      return c.json(await batches.stop(id, by));
    },
  });
}
