import type { Hono } from 'hono';
import {
  canBeCounted,
  cancellationRequest,
  countsQuery,
  exportQuery,
  journalQuery,
  maxCountedDays,
  paths,
  uuid,
} from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv, AppOptions } from '../http/app-env';
import { invalidField, parse, readJson, singleQuery } from '../http/input';
import { mapStoreErrors, ProblemError } from '../http/problems';
import type { Cancellations } from '../services/cancellations/cancellations';
import { exportedJournal } from '../services/journal/export';
import type { Lanes } from '../http/lanes';
import { exportRoutes } from './download';
import { mapListErrors } from './list-errors';
import { permitted, route } from './route';

const cancellationPath = z.object({ id: uuid });
const defaultLimit = 50;

export function cancellationRoutes(
  app: Hono<AppEnv>,
  options: Pick<AppOptions, 'store' | 'log'> & { lanes: Lanes },
  cancellations: Cancellations,
): void {
  const { store } = options;
  route(app, paths.cancellations, {
    GET: async (c) => {
      const { cursor, limit, ...filter } = parse(journalQuery, singleQuery(c.req.queries()));
      const page = store.listCancellations(filter, {
        cursor,
        limit: Number(limit ?? defaultLimit),
        signal: c.req.raw.signal,
      });
      return c.json(await mapStoreErrors(mapListErrors(page)));
    },
  });

  route(app, paths.cancellationCounts, {
    GET: async (c) => {
      const query = parse(countsQuery, singleQuery(c.req.queries()));
      if (!canBeCounted(query))
        throw invalidField('to', `must be at most ${maxCountedDays} days after “from”`);
      const counts = store.countCancellations(query, { signal: c.req.raw.signal });
      return c.json(await mapStoreErrors(mapListErrors(counts)));
    },
  });

  exportRoutes(app, options, {
    name: 'cancellations',
    path: paths.export,
    query: exportQuery,
    list: (filter, signal) => exportedJournal(store, filter, signal),
  });

  route(app, paths.cancellation(':id'), {
    GET: async (c) => {
      const { id } = parse(cancellationPath, c.req.param());
      // Read before the journal: a cancellation that ends in between is in the journal.
      const running = cancellations.isRunning(id);
      const record = await mapStoreErrors(store.findCancellation(id));
      if (!record && running)
        throw new ProblemError('in_progress', 'This cancellation is on its way to the journal. Ask again.');
      if (!record) throw new ProblemError('not_found', 'There is no such cancellation in the journal.');
      return c.json({ ...record, history: await mapStoreErrors(store.history(id)) });
    },

    PUT: async (c) => {
      const { id } = parse(cancellationPath, c.req.param());
      const request = await readJson(c.req.raw, cancellationRequest);
      const canceller = permitted(c, 'cancel', [request]);
      const leave = await options.lanes.cancel.enter(canceller.person);
      try {
        const { created, cancellation } = await cancellations.cancel(id, request, canceller);
        return c.json(cancellation, created ? 201 : 200);
      } finally {
        leave();
      }
    },
  });
}
