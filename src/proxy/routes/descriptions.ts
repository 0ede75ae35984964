import type { Hono } from 'hono';
import { paths } from '../../contract';
import { consoleFileSchema } from '../config/console-file-schema';
import type { AppEnv } from '../http/app-env';
import { route } from './route';

/** The descriptions of the interface and of the configuration file. */
export function descriptionRoutes(app: Hono<AppEnv>): void {
  let document: Record<string, unknown> | undefined;
  route(app, paths.openApi, {
    GET: async (c) => {
      // Loaded at the first request: a console that only cancels does not need it.
      document ??= (await import('../http/openapi/document')).openApiDocument();
      return c.json(document);
    },
  });
  route(app, paths.configurationSchema, { GET: (c) => c.json(consoleFileSchema()) });
}
