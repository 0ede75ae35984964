import type { Handler, Hono } from 'hono';
import type { AppEnv } from '../app';
import type { Visitor } from '../access/access';
import { ProblemError } from '../problems';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Registers a path's methods; any other method gets 405 with `Allow` (RFC 9110 §15.5.6). */
export function route(
  app: Hono<AppEnv>,
  path: string,
  handlers: Partial<Record<Method, Handler<AppEnv>>>,
): void {
  const methods = Object.keys(handlers);
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  app.all(path, (c) => {
    throw new ProblemError('method_not_allowed', `${c.req.method} is not possible here.`, {
      headers: { allow: allow.join(', ') },
    });
  });
}

/** Problem `role_required` unless the visitor is an operator. */
export function requireOperator(visitor: Visitor): void {
  if (visitor.role !== 'operator') {
    throw new ProblemError('role_required', 'Only operators may do this. You are signed in as support.');
  }
}
