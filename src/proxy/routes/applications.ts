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
import { invalidField, parse, readJson } from '../http/input';
import { fromStore, ProblemError } from '../http/problems';
import { createListBodies } from '../http/list-body';
import { isKnownETag } from '../http/negotiation';
import { nextTurn } from '../run/next-turn';
import type { SaveConditions, Store } from '../store/store';
import { requireOperator, route } from './route';

const applicationPath = z.object({ applicationId: fuseId });
const deploymentPath = z.object({ applicationId: fuseId, deploymentId: fuseId });

const notSaved = (what: string) => new ProblemError('not_found', `${what} is not in the saved list.`);

/**
 * `If-None-Match: *`: save only what is not saved yet; `If-Match: *`: only what is (RFC 9110 §13.1). Entries have no
 * ETags: a condition on one is refused, since a save that ignores it could undo somebody's change.
 */
function conditionsOf(c: Context<AppEnv>): SaveConditions {
  const [onlyNew, onlySaved] = ['If-None-Match', 'If-Match'].map((name) => {
    const condition = c.req.header(name)?.trim();
    if (condition !== undefined && condition !== '*') throw invalidField(name, 'must be * or left out');
    return condition === '*';
  });
  if (onlyNew === true && onlySaved === true)
    throw invalidField('If-Match', 'must not stand beside If-None-Match');
  return { onlyNew: onlyNew === true, onlySaved: onlySaved === true };
}

/** What is removed is saved: `If-Match: *` says nothing more, and any other condition is refused. */
function checkRemoval(c: Context<AppEnv>): void {
  if (conditionsOf(c).onlyNew) throw invalidField('If-None-Match', 'must be left out');
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
      if (isKnownETag(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
      const { body, encoding } = await fromStore(bodies.read(etag, c.req.header('accept-encoding') ?? ''));
      // However many have waited for the same list, one of them is answered in a turn.
      await nextTurn();
      return c.body(body, 200, {
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
      const result = await fromStore(store.saveApplication(applicationId, input, conditionsOf(c)));
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
      checkRemoval(c);
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
        store.saveDeployment(applicationId, deploymentId, input, conditionsOf(c)),
      );
      if (result === 'missing') throw notSaved(`Deployment ${deploymentId} of application ${applicationId}`);
      if (result === 'no_application') throw notSaved(`Application ${applicationId}`);
      if (result === 'exists') {
        throw new ProblemError(
          'conflict',
          `Deployment ${deploymentId} of application ${applicationId} is already saved.`,
        );
      }
      const saved = await fromStore(store.getDeploymentView(applicationId, deploymentId));
      if (!saved) throw notSaved(`Deployment ${deploymentId}`);
      return c.json(saved, result === 'created' ? 201 : 200);
    },

    DELETE: async (c) => {
      requireOperator(c.get('visitor'));
      const { applicationId, deploymentId } = parse(deploymentPath, c.req.param());
      checkRemoval(c);
      const deployment = await fromStore(store.removeDeployment(applicationId, deploymentId));
      if (!deployment) throw notSaved(`Deployment ${deploymentId} of application ${applicationId}`);
      return removed(c, deployment);
    },
  });
}
