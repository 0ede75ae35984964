import type { Hono } from 'hono';
import { changesExportQuery, changesQuery, csvQuery, paths } from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv, AppOptions } from '../http/app-env';
import { parse, singleQuery } from '../http/input';
import { mapStoreErrors } from '../http/problems';
import { changesCsv, changesJson } from '../services/changes/export';
import type { Lanes } from '../http/lanes';
import { download } from './download';
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

  route(app, paths.changesExport('csv'), {
    GET: async (c) => {
      const query = z.extend(changesExportQuery, csvQuery.shape);
      const { ids, ...filter } = parse(query, singleQuery(c.req.queries()));
      const file = { type: 'text/csv; charset=utf-8', name: 'changes.csv' };
      return download(c, options, file, (signal) => changesCsv({ store, filter, signal }, ids === 'text'));
    },
  });
  route(app, paths.changesExport('json'), {
    GET: async (c) => {
      const filter = parse(changesExportQuery, singleQuery(c.req.queries()));
      const file = { type: 'application/json', name: 'changes.json' };
      return download(c, options, file, (signal) => changesJson({ store, filter, signal }));
    },
  });
}
