import type { Context, Hono } from 'hono';
import {
  csvQuery,
  editedDeployment,
  editRequest,
  fuseId,
  importRequest,
  isGrantedSomewhere,
  maxEditTargets,
  maxTransferBytes,
  paths,
} from '../../contract';
import { jsonBytes } from '../http/json-bytes';
import { listOfTargets } from '../../contract/batches';
import { z } from '../../contract/zod';
import type { AppEnv, AppOptions } from '../http/app-env';
import { parse, parseEach, readJson, singleQuery } from '../http/input';
import type { Target } from '../http/problems';
import { editDeployments, restoreDeployments } from '../services/saved-list/edits';
import { savedListCsv, savedListJson } from '../services/saved-list/export';
import { readSavedList } from '../services/saved-list/file';
import { importList } from '../services/saved-list/import';
import type { Lanes } from '../http/lanes';
import { download } from './download';
import { permitted, route } from './route';

/** The outline of `restoreRequest`: its thousands of items are checked later, in pieces. */
const restoreOutline = z.strictObject({
  items: listOfTargets(z.looseObject({ applicationId: fuseId, deploymentId: fuseId }), maxEditTargets),
});

/**
 * Read before the permission is judged, whose refusal names the targets on record; without it no mistake is told, and no
 * more is read than of any other request.
 */
function readToSave<S extends z.ZodMiniType>(c: Context<AppEnv>, schema: S): Promise<z.infer<S>> {
  const maxBytes = isGrantedSomewhere(c.get('visitor').grants, 'save') ? maxTransferBytes : undefined;
  return readJson(c.req.raw, schema, maxBytes).catch((error: unknown) => {
    permitted(c, 'save');
    throw error;
  });
}

/** What the file of an import names, for the record of its refusal; nothing where it cannot be read. */
async function targetsOfFile(content: string): Promise<Target[]> {
  const list = await readSavedList(content).catch(() => null);
  if (list === null) return [];
  return list.deployments.length > 0 ? list.deployments : list.applications;
}

/** Must be registered before the routes of single applications, whose paths have an ID in the same place. */
export function transferRoutes(
  app: Hono<AppEnv>,
  options: Pick<AppOptions, 'store' | 'log'> & { lanes: Lanes },
): void {
  const { store } = options;
  route(app, paths.savedList('csv'), {
    GET: (c) => {
      const { ids } = parse(csvQuery, singleQuery(c.req.queries()));
      return download(c, options, 'applications.csv', () =>
        savedListCsv(store, { idsAsText: ids === 'text' }),
      );
    },
  });
  route(app, paths.savedList('json'), {
    GET: (c) => download(c, options, 'applications.json', () => savedListJson(store)),
  });

  route(app, paths.importApplications, {
    POST: async (c) => {
      const request = await readToSave(c, importRequest);
      const maySave = isGrantedSomewhere(c.get('visitor').grants, 'save');
      const { judge, person } = permitted(c, 'save', maySave ? [] : await targetsOfFile(request.content));
      const done = await importList(store, judge, request, person);
      return c.body(await jsonBytes(done), 200, { 'content-type': 'application/json' });
    },
  });
  route(app, paths.editApplications, {
    POST: async (c) => {
      const request = await readToSave(c, editRequest);
      const { judge, person } = permitted(c, 'save', request.targets);
      const done = await editDeployments(store, judge, request, person);
      return c.body(await jsonBytes(done), 200, { 'content-type': 'application/json' });
    },
  });
  route(app, paths.restoreApplications, {
    POST: async (c) => {
      const { items: outlines } = await readToSave(c, restoreOutline);
      const { judge, person } = permitted(c, 'save', outlines);
      const items = await parseEach(editedDeployment, outlines, 'items');
      await restoreDeployments(store, judge, items, person);
      return c.body(null, 204);
    },
  });
}
