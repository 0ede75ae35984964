import type { z } from '@/contract/zod';
import { BadReply, currentChangeHeaders, parseJson, toError } from './api-client';

/**
 * Sends one PUT whose answer comes line by line, each a JSON text, and hands each on as it comes. Ends with the last
 * line.
 *
 * @throws ApiError, BadReply, a `TypeError` where the connection breaks, or the signal's reason when it is aborted.
 */
export async function requestLines<T>(
  schema: z.ZodMiniType<T>,
  path: string,
  body: unknown,
  { signal, onLine }: { signal: AbortSignal; onLine: (line: T) => void },
): Promise<void> {
  const response = await fetch(path, {
    method: 'PUT',
    headers: {
      accept: 'application/x-ndjson',
      'content-type': 'application/json',
      ...currentChangeHeaders(),
    },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok || response.body === null)
    throw toError(response.status, parseJson(await response.text()));
  const reader = response.body.getReader();
  // Whatever is being read: not every environment ends a body with the signal of its request.
  signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
  const decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (text + decoder.decode(part.value, { stream: true })).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const reply = schema.safeParse(parseJson(line));
      if (!reply.success) throw new BadReply(response.status);
      onLine(reply.data);
    }
  }
  signal.throwIfAborted();
}
