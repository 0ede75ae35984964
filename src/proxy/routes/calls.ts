import type { Hono } from 'hono';
import { callId, paths } from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv } from '../app';
import { parse } from '../input';
import type { Calls } from '../services/calls';
import { route } from './route';

const callPath = z.object({ callId });

export function callRoutes(app: Hono<AppEnv>, calls: Calls): void {
  route(app, paths.call(':callId'), {
    GET: async (c) => c.json(await calls.ask(parse(callPath, c.req.param()).callId)),
  });
}
