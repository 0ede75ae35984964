import { queryOptions } from '@tanstack/react-query';
import { batch, cancellation, paths, uuid } from '@/contract';
import { ApiError } from '@/lib/api-client';
import { read } from '@/lib/read';

/** What there is to an ID, or null where the console has nothing by it. */
async function ask<T>(look: Promise<T>): Promise<T | null> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof ApiError && error.problem.code === 'not_found') return null;
    throw error;
  }
}

/** The ID in a text, which may be the address of a record; '' if there is none. */
export function uuidIn(text: string): string {
  return text.split(/[^\da-f-]+/i).find((part) => uuid.safeParse(part).success) ?? '';
}

/** The cancellation or the batch that an ID belongs to. */
export function idQuery(id: string) {
  return queryOptions({
    queryKey: ['look-up-id', id.toLowerCase()],
    enabled: id !== '',
    retry: false,
    queryFn: async (context) => {
      const record = await ask(read(cancellation, paths.cancellation(id), context));
      if (record !== null) return { kind: 'cancellation', record } as const;
      const several = await ask(read(batch, paths.batch(id), context));
      return several === null ? null : ({ kind: 'batch', several } as const);
    },
  });
}
