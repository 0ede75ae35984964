import type { Context, Handler, Hono } from 'hono';
import type { Permission } from '../../contract';
import type { Judge } from '../access/judge';
import type { AppEnv } from '../http/app-env';
import { ProblemError, type Target } from '../http/problems';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** 405 with `Allow` (RFC 9110 §15.5.6). */
export function methodNotAllowed(method: string, allow: readonly string[]): ProblemError {
  return new ProblemError('method_not_allowed', `${method} is not possible here.`, {
    headers: { allow: allow.join(', ') },
  });
}

/**
 * Registers a path's methods; any other method gets 405. HEAD runs GET's handler: `head` is false for a route whose GET
 * does more than read.
 */
export function route(
  app: Hono<AppEnv>,
  path: string,
  handlers: Partial<Record<Method, Handler<AppEnv>>>,
  { head = true }: { head?: boolean } = {},
): void {
  const methods = Object.keys(handlers);
  const allow = head && methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  const refuse = (c: Context<AppEnv>) => {
    throw methodNotAllowed(c.req.method, allow);
  };
  if (!head) app.get(path, (c, next) => (c.req.method === 'HEAD' ? refuse(c) : next()));
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  app.all(path, refuse);
}

/**
 * Who asks, and what they may do; problem `role_required` where they have the permission nowhere. `targets` are what
 * they ask for, for the record.
 */
export function permitted(
  c: Context<AppEnv>,
  permission: Permission,
  targets?: readonly Target[],
): { person: string; judge: Judge } {
  const judge = c.get('judge');
  judge.requireSomewhere(permission, targets);
  return { judge, person: c.get('visitor').person };
}
