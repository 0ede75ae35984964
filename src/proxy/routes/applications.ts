import type { Context, Hono } from 'hono';
import {
  applicationInput,
  deploymentInput,
  fuseId,
  paths,
  type Application,
  type Deployment,
} from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv } from '../app';
import { parse, readJson } from '../input';
import { fromStore, ProblemError } from '../problems';
import { createListBodies } from '../services/list-body';
import type { Store } from '../store/store';
import { requireOperator, route } from './route';

const applicationPath = z.object({ applicationId: fuseId });
const deploymentPath = z.object({ applicationId: fuseId, deploymentId: fuseId });

const notSaved = (what: string) => new ProblemError('not_found', `${what} is not in the saved list.`);

/** `If-None-Match: *` (RFC 9110 §13.1.2): save only what is not saved yet. */
function onlyNew(c: Context<AppEnv>): boolean {
  return c.req.header('if-none-match')?.trim() === '*';
}

/** `If-Match: *` (RFC 9110 §13.1.1): save only what is saved already. */
function onlySaved(c: Context<AppEnv>): boolean {
  return c.req.header('if-match')?.trim() === '*';
}

/** `Prefer: return=representation` (RFC 7240 §4.2): for an undo, exactly what was removed. */
function removed(c: Context<AppEnv>, representation: Application | Deployment): Response {
  const wanted = 'return=representation';
  const preferences = (c.req.header('prefer') ?? '').split(/[,;]/).map((one) => one.trim().toLowerCase());
  return preferences.includes(wanted)
    ? c.json(representation, 200, { 'preference-applied': wanted })
    : c.body(null, 204);
}

export function applicationRoutes(app: Hono<AppEnv>, store: Store): void {
  const bodies = createListBodies(store);

  route(app, paths.applications, {
    GET: async (c) => {
      const etag = await fromStore(bodies.etag());
      const headers = { etag, vary: 'accept-encoding' };
      if (c.req.header('if-none-match')?.split(/,\s*/).includes(etag)) return c.body(null, 304, headers);
      const { body, encoding } = await fromStore(bodies.read(etag, c.req.header('accept-encoding') ?? ''));
      return c.body(new Uint8Array(body), 200, {
        ...headers,
        'content-type': 'application/json',
        ...(encoding && { 'content-encoding': encoding }),
      });
    },
  });

  route(app, paths.application(':applicationId'), {
    PUT: async (c) => {
      requireOperator(c.get('visitor'));
      const { applicationId } = parse(applicationPath, c.req.param());
      const input = await readJson(c.req.raw, applicationInput);
      const conditions = { onlyNew: onlyNew(c), onlySaved: onlySaved(c) };
      const result = await fromStore(store.saveApplication(applicationId, input, conditions));
      if (result === 'missing') throw notSaved(`Application ${applicationId}`);
      if (result === 'exists') {
        throw new ProblemError('conflict', `Application ${applicationId} is already saved.`);
      }
      const saved = await fromStore(store.findApplication(applicationId));
      if (!saved) throw notSaved(`Application ${applicationId}`);
      return c.json(saved, result === 'created' ? 201 : 200);
    },

    DELETE: async (c) => {
      requireOperator(c.get('visitor'));
      const { applicationId } = parse(applicationPath, c.req.param());
      const application = await fromStore(store.removeApplication(applicationId));
      if (!application) throw notSaved(`Application ${applicationId}`);
      return removed(c, application);
    },
  });

  route(app, paths.deployment(':applicationId', ':deploymentId'), {
    PUT: async (c) => {
      requireOperator(c.get('visitor'));
      const { applicationId, deploymentId } = parse(deploymentPath, c.req.param());
      const input = await readJson(c.req.raw, deploymentInput);
      const result = await fromStore(
        store.saveDeployment(applicationId, deploymentId, input, { onlyNew: onlyNew(c) }),
      );
      if (result === 'no_application') throw notSaved(`Application ${applicationId}`);
      if (result === 'exists') {
        throw new ProblemError(
          'conflict',
          `Deployment ${deploymentId} of application ${applicationId} is already saved.`,
        );
      }
      const saved = await fromStore(store.findListed(applicationId, deploymentId));
      if (!saved) throw notSaved(`Deployment ${deploymentId}`);
      return c.json(saved, result === 'created' ? 201 : 200);
    },

    DELETE: async (c) => {
      requireOperator(c.get('visitor'));
      const { applicationId, deploymentId } = parse(deploymentPath, c.req.param());
      const deployment = await fromStore(store.removeDeployment(applicationId, deploymentId));
      if (!deployment) throw notSaved(`Deployment ${deploymentId} of application ${applicationId}`);
      return removed(c, deployment);
    },
  });
}
