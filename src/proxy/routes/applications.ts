import type { Context, Hono } from 'hono';
import {
  applicationInput,
  deploymentInput,
  fuseId,
  historyQuery,
  paths,
  type Application,
  type Deployment,
} from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv } from '../http/app-env';
import { invalidField, parse, readJson, singleQuery } from '../http/input';
import { createListBodies } from '../http/list-body';
import { isKnownETag } from '../http/negotiation';
import { mapStoreErrors } from '../http/problems';
import { nextTurn } from '../run/next-turn';
import {
  removeApplication,
  removeDeployment,
  saveApplication,
  saveDeployment,
} from '../services/saved-list/entries';
import type { SaveConditions, Store } from '../store/store';
import { permitted, route } from './route';

const applicationPath = z.object({ applicationId: fuseId });
const deploymentPath = z.object({ applicationId: fuseId, deploymentId: fuseId });

/**
 * `If-None-Match: *`: save only what is not saved yet; `If-Match: *`: only what is (RFC 9110 §13.1). Entries have no
 * ETags: a condition on one is refused, since a save that ignores it could undo somebody's change.
 */
function readConditions(c: Context<AppEnv>): SaveConditions {
  const [onlyNew, onlySaved] = ['If-None-Match', 'If-Match'].map((name) => {
    const condition = c.req.header(name)?.trim();
    if (condition !== undefined && condition !== '*') throw invalidField(name, 'must be * or left out');
    return condition === '*';
  });
  if (onlyNew === true && onlySaved === true)
    throw invalidField('If-Match', 'must not stand beside If-None-Match');
  return { onlyNew: onlyNew === true, onlySaved: onlySaved === true };
}

/** Only a saved entry can be removed: `If-Match: *` adds nothing to that, and any other condition is refused. */
function checkRemoval(c: Context<AppEnv>): void {
  if (readConditions(c).onlyNew) throw invalidField('If-None-Match', 'must be left out');
}

/** The answer to a removal; with `Prefer: return=representation` (RFC 7240 §4.2) what was removed, for an undo. */
function removed(c: Context<AppEnv>, representation: Application | Deployment): Response {
  const preference = 'return=representation';
  const preferences = (c.req.header('prefer') ?? '').split(/[,;]/).map((part) => part.trim().toLowerCase());
  return preferences.includes(preference)
    ? c.json(representation, 200, { 'preference-applied': preference })
    : c.body(null, 204);
}

export function applicationRoutes(app: Hono<AppEnv>, store: Store): void {
  const bodies = createListBodies(store);

  route(app, paths.applications, {
    GET: async (c) => {
      const etag = await mapStoreErrors(bodies.etag());
      const headers = { etag, vary: 'accept-encoding' };
      if (isKnownETag(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
      const { body, encoding } = await mapStoreErrors(
        bodies.read(etag, c.req.header('accept-encoding') ?? ''),
      );
      // However many have waited for the same list, one of them is answered in a turn.
      await nextTurn();
      return c.body(body, 200, {
        ...headers,
        'content-type': 'application/json',
        ...(encoding && { 'content-encoding': encoding }),
      });
    },
  });

  route(app, paths.deploymentHistories, {
    GET: async (c) => {
      const { targets } = parse(historyQuery, singleQuery(c.req.queries()));
      const pairs = [...new Set(targets.split(','))].map((pair) => {
        const [applicationId = '', deploymentId = ''] = pair.split('/');
        return { applicationId, deploymentId };
      });
      return c.json({ items: await mapStoreErrors(store.listDeploymentHistories(pairs)) });
    },
  });

  route(app, paths.application(':applicationId'), {
    PUT: async (c) => {
      const { judge, person } = permitted(c, 'save');
      const { applicationId } = parse(applicationPath, c.req.param());
      const input = await readJson(c.req.raw, applicationInput);
      const conditions = readConditions(c);
      const saved = await saveApplication(store, judge, applicationId, input, conditions, person);
      const { created, entry } = saved;
      return c.json(entry, created ? 201 : 200);
    },

    DELETE: async (c) => {
      const { judge, person } = permitted(c, 'save');
      const { applicationId } = parse(applicationPath, c.req.param());
      checkRemoval(c);
      return removed(c, await removeApplication(store, judge, applicationId, person));
    },
  });

  route(app, paths.deployment(':applicationId', ':deploymentId'), {
    PUT: async (c) => {
      const { judge, person } = permitted(c, 'save');
      const path = parse(deploymentPath, c.req.param());
      const input = await readJson(c.req.raw, deploymentInput);
      const { created, entry } = await saveDeployment(store, judge, path, input, readConditions(c), person);
      return c.json(entry, created ? 201 : 200);
    },

    DELETE: async (c) => {
      const { judge, person } = permitted(c, 'save');
      const path = parse(deploymentPath, c.req.param());
      checkRemoval(c);
      return removed(c, await removeDeployment(store, judge, path, person));
    },
  });
}
