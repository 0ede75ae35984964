import type { MiddlewareHandler } from 'hono';
import { paths } from '../../contract';
import type { AppEnv } from '../http/app-env';
import type { Lane, Lanes } from '../http/lanes';

const changesOfMany = new Set<string>([
  paths.importApplications,
  paths.editApplications,
  paths.restoreApplications,
]);

const searches = new Set<string>([paths.cancellations, paths.cancellationCounts]);

/**
 * Requests that last as long as they are read, or wait for Fuse: event streams, downloads, calls, verifications, and PUT
 * of a cancellation. Their own routes take a place in a lane for as long as they need it.
 */
const long = /^\/api\/(?:events$|calls\/|[a-z]+\.(?:csv|json)$|cancellations\/[^/]+\/verifications\/)/;
const cancellation = /^\/api\/cancellations\/[^/]+$/;

/** Has each request wait for a place in its lane among the requests of the same person. */
export function limitConcurrency(lanes: Lanes): MiddlewareHandler<AppEnv> {
  const chooseLane = (method: string, path: string): Lane | null => {
    if (changesOfMany.has(path)) return lanes.change;
    if (searches.has(path)) return lanes.search;
    if (long.test(path) || (method === 'PUT' && cancellation.test(path))) return null;
    return lanes.other;
  };
  return async (c, next) => {
    // There is no visitor yet while signing in.
    const visitor = c.get('visitor') as AppEnv['Variables']['visitor'] | undefined;
    const lane = visitor && chooseLane(c.req.method, c.req.path);
    const leave = lane && (await lane.enter(visitor.person));
    try {
      await next();
    } finally {
      leave?.();
    }
  };
}
