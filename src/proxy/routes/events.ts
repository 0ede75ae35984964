import type { Context, Handler, Hono } from 'hono';
import { paths, streamQuery } from '../../contract';
import type { AppEnv, AppOptions } from '../http/app-env';
import { parse, singleQuery } from '../http/input';
import { ProblemError } from '../http/problems';
import { maxStreams, type StreamClient } from '../services/events/streams';
import { route } from './route';

export function eventRoutes(
  app: Hono<AppEnv>,
  { streams }: Pick<AppOptions, 'streams'>,
  readerOf: (c: Context<AppEnv>) => Omit<StreamClient, 'cutOff'>,
): void {
  const GET: Handler<AppEnv> = (c) => {
    const inHeader = c.req.header('last-event-id');
    const { lastEventId } = parse(streamQuery, {
      ...singleQuery(c.req.queries()),
      ...(inHeader !== undefined && { lastEventId: inHeader }),
    });
    const body = streams.open(lastEventId === undefined ? null : Number(lastEventId), {
      ...readerOf(c),
      cutOff: () => c.env.incoming?.socket.destroy(),
    });
    if (!body) {
      throw new ProblemError(
        'too_many_streams',
        `${maxStreams} pages are open already. This one works, but does not update by itself.`,
        { headers: { 'retry-after': '10' } },
      );
    }
    return c.body(body, 200, {
      'content-type': 'text/event-stream',
      // nginx would hold events back otherwise.
      'x-accel-buffering': 'no',
    });
  };
  // A HEAD would open a stream that nobody closes.
  route(app, paths.events, { GET }, { head: false });
}
