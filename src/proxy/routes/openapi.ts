import type { Hono } from 'hono';
import { paths } from '../../contract';
import type { AppEnv } from '../http/app-env';
import { route } from './route';

export function openApiRoutes(app: Hono<AppEnv>): void {
  let document: Record<string, unknown> | undefined;
  route(app, paths.openApi, {
    GET: async (c) => {
      // Loaded at the first request: a console that only cancels does not need it.
      document ??= (await import('../http/openapi/document')).openApiDocument();
      return c.json(document);
    },
  });
}
