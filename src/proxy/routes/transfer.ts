import type { Hono } from 'hono';
import { editRequest, importRequest, maxTransferBytes, paths, restoreRequest } from '../../contract';
import type { AppEnv, AppOptions } from '../app';
import { readJson } from '../input';
import { editDeployments, restoreDeployments } from '../services/edits';
import { savedListCsv, savedListJson } from '../services/saved-list-export';
import { importList } from '../services/transfer';
import type { Lanes } from '../services/lanes';
import { download } from './download';
import { requireOperator, route } from './route';

/** Registered before the routes of single applications, whose paths have an ID in the same place. */
export function transferRoutes(
  app: Hono<AppEnv>,
  options: Pick<AppOptions, 'store' | 'log'> & { lanes: Lanes },
): void {
  const { store } = options;
  for (const [format, type, write] of [
    ['csv', 'text/csv; charset=utf-8', savedListCsv],
    ['json', 'application/json', savedListJson],
  ] as const)
    route(app, paths.savedList(format), {
      GET: (c) => download(c, options, { type, name: `applications.${format}` }, () => write(store)),
    });

  route(app, paths.importApplications, {
    POST: async (c) => {
      requireOperator(c.get('visitor'));
      return c.json(await importList(store, await readJson(c.req.raw, importRequest, maxTransferBytes)));
    },
  });
  route(app, paths.editApplications, {
    POST: async (c) => {
      requireOperator(c.get('visitor'));
      return c.json(await editDeployments(store, await readJson(c.req.raw, editRequest, maxTransferBytes)));
    },
  });
  route(app, paths.restoreApplications, {
    POST: async (c) => {
      requireOperator(c.get('visitor'));
      const { items } = await readJson(c.req.raw, restoreRequest, maxTransferBytes);
      await restoreDeployments(store, items);
      return c.body(null, 204);
    },
  });
}
