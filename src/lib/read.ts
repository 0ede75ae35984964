import type { z } from '@/contract/zod';
import { request } from './api-client';

/** What TanStack Query hands to the function that reads a query's data. */
interface QueryContext {
  signal: AbortSignal;
}

/**
 * The signal that aborts a query which nobody shows any more. It is taken from TanStack Query a moment late: React's
 * StrictMode shows each view twice at once, and a request whose signal is in use would be aborted and sent again.
 */
export function querySignal(context: QueryContext): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => {
    const { signal } = context;
    const abort = () => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
  return controller.signal;
}

/** Reads the data of a query from the console; see `request`. */
export const read = <T>(schema: z.ZodMiniType<T>, path: string, context: QueryContext): Promise<T> =>
  request(schema, 'GET', path, undefined, { signal: querySignal(context) });
