import type { Context, Hono } from 'hono';
import { paths, sessionName } from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv, AppOptions } from '../http/app-env';
import { readSessionCookie } from '../http/cookies';
import { parse } from '../http/input';
import { mapStoreErrors, ProblemError } from '../http/problems';
import { route } from './route';
import { answerSignedOut } from './session';

const sessionPath = z.object({ sessionName });

/** The sessions of the person who asks. Who needs none, as a script, has none. */
export function ownSessionRoutes(app: Hono<AppEnv>, options: AppOptions): void {
  const { access, streams } = options;

  /** Ends sessions and their event streams. The answer is how many there were. */
  async function end(c: Context<AppEnv>, which: { id: string } | 'all'): Promise<number> {
    const sessionId = readSessionCookie(c, options);
    if (sessionId === undefined || access.sessions === null) return 0;
    const ended = await mapStoreErrors(access.sessions.end(sessionId, which));
    for (const idHash of ended) streams.endSession(idHash);
    return ended.length;
  }

  route(app, paths.sessions, {
    GET: async (c) => {
      const sessionId = readSessionCookie(c, options);
      if (sessionId === undefined || access.sessions === null) return c.json({ items: [] });
      return c.json({ items: await mapStoreErrors(access.sessions.list(sessionId)) });
    },

    DELETE: async (c) => {
      await end(c, 'all');
      return answerSignedOut(c, options);
    },
  });

  route(app, paths.ownSession(':sessionName'), {
    DELETE: async (c) => {
      const id = parse(sessionPath, c.req.param()).sessionName;
      if ((await end(c, { id })) === 0)
        throw new ProblemError('not_found', 'You have no session by that name, or no longer.');
      return c.body(null, 204);
    },
  });
}
