import type { Hono } from 'hono';
import { paths } from '../../contract';
import type { AppEnv, AppOptions } from '../http/app-env';
import { mapStoreErrors } from '../http/problems';
import { route } from './route';

/** The keys of scripts, without anything of the keys themselves. */
export function keyRoutes(app: Hono<AppEnv>, { store, consoleFile }: AppOptions): void {
  route(app, paths.keys, {
    GET: async (c) => {
      const uses = await mapStoreErrors(store.listKeyUses());
      const items = consoleFile
        .current()
        .keys.map(({ name, sha256, expires }) => ({ name, expires, lastUsedAt: uses.get(sha256) ?? null }));
      return c.json({ items });
    },
  });
}
