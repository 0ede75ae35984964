import type { Hono } from 'hono';
import { changesExportQuery, changesQuery, paths } from '../../contract';
import type { AppEnv, AppOptions } from '../http/app-env';
import { parse, singleQuery } from '../http/input';
import { mapStoreErrors } from '../http/problems';
import { exportedChanges } from '../services/changes/export';
import type { Lanes } from '../http/lanes';
import { exportRoutes } from './download';
import { mapListErrors } from './list-errors';
import { route } from './route';

const defaultLimit = 50;

/** What was changed, by whom: read by everybody who is signed in, written by no request. */
export function changeRoutes(
  app: Hono<AppEnv>,
  options: Pick<AppOptions, 'store' | 'log'> & { lanes: Lanes },
): void {
  const { store } = options;
  route(app, paths.changes, {
    GET: async (c) => {
      const { cursor, limit, ...filter } = parse(changesQuery, singleQuery(c.req.queries()));
      const page = store.listChanges(filter, { cursor, limit: Number(limit ?? defaultLimit) });
      return c.json(await mapStoreErrors(mapListErrors(page)));
    },
  });

  exportRoutes(app, options, {
    name: 'changes',
    path: paths.changesExport,
    query: changesExportQuery,
    list: (filter, signal) => exportedChanges(store, filter, signal),
  });
}
