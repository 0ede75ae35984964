import type { Handler, Hono } from 'hono';
import { callId, paths } from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv } from '../http/app-env';
import { parse } from '../http/input';
import type { Calls } from '../services/calls/calls';
import { route } from './route';

const callPath = z.object({ callId });

export function callRoutes(app: Hono<AppEnv>, calls: Calls): void {
  const GET: Handler<AppEnv> = async (c) =>
    c.json(await calls.ask(parse(callPath, c.req.param()).callId, c.get('visitor').person, c.req.raw.signal));
  // Each GET asks Fuse, so there is no HEAD.
  route(app, paths.call(':callId'), { GET }, { head: false });
}
