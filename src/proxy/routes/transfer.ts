import type { Hono } from 'hono';
import {
  editRequest,
  importRequest,
  maxTransferBytes,
  paths,
  restoreRequest,
  savedListText,
} from '../../contract';
import type { AppEnv } from '../app';
import { readJson } from '../input';
import { fromStore } from '../problems';
import { editDeployments, restoreDeployments } from '../services/edits';
import { importList, listAsCsv } from '../services/transfer';
import type { Store } from '../store/store';
import { requireOperator, route } from './route';

/** Registered before the routes of single applications, whose paths have an ID in the same place. */
export function transferRoutes(app: Hono<AppEnv>, store: Store): void {
  const download = (format: 'csv' | 'json', type: string, write: typeof listAsCsv) =>
    route(app, paths.savedList(format), {
      GET: async (c) =>
        c.body(write(await fromStore(store.listApplications())), 200, {
          'content-type': type,
          'content-disposition': `attachment; filename="applications.${format}"`,
        }),
    });
  download('csv', 'text/csv; charset=utf-8', listAsCsv);
  download('json', 'application/json', savedListText);

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
