import type { Context, Hono } from 'hono';
import { confirmationRequest, paths, uuid, verificationRequest } from '../../contract';
import { visibleOrNull } from '../../contract/text';
import { z } from '../../contract/zod';
import type { AppEnv } from '../http/app-env';
import { parse, readJson } from '../http/input';
import type { Verifications } from '../services/calls/verifications';
import { confirmOutcome, requireConfirm, withdrawConfirmation } from '../services/journal/confirmations';
import type { Store } from '../store/store';
import { route } from './route';

const cancellationPath = z.object({ id: uuid });
const verificationPath = z.object({ id: uuid, verificationId: uuid });

const encoder = new TextEncoder();

/** What people add to a cancellation: a confirmation of its outcome, and verified calls. */
export function confirmationRoutes(
  app: Hono<AppEnv>,
  { store, now, verifications }: { store: Store; now: () => Date; verifications: Verifications },
): void {
  async function permittedToConfirm(c: Context<AppEnv>, id: string): Promise<string> {
    await requireConfirm(store, c.get('judge'), id);
    return c.get('visitor').person;
  }

  route(app, paths.confirmation(':id'), {
    PUT: async (c) => {
      const { id } = parse(cancellationPath, c.req.param());
      const person = await permittedToConfirm(c, id);
      const { note } = await readJson(c.req.raw, confirmationRequest);
      const confirmation = { person, at: now().toISOString(), note: visibleOrNull(note) };
      const { created, cancellation } = await confirmOutcome(store, id, confirmation);
      return c.json(cancellation, created ? 201 : 200);
    },

    DELETE: async (c) => {
      const { id } = parse(cancellationPath, c.req.param());
      const person = await permittedToConfirm(c, id);
      return c.json(await withdrawConfirmation(store, id, { person, at: now().toISOString() }));
    },
  });

  route(app, paths.verification(':id', ':verificationId'), {
    PUT: async (c) => {
      const { id, verificationId } = parse(verificationPath, c.req.param());
      const person = await permittedToConfirm(c, id);
      const { callIds } = await readJson(c.req.raw, verificationRequest);
      const lines = await verifications.start({
        cancellationId: id,
        verificationId,
        callIds,
        person,
        signal: c.req.raw.signal,
      });
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const line = await lines.next();
          if (line.done === true) controller.close();
          else controller.enqueue(encoder.encode(`${JSON.stringify(line.value)}\n`));
        },
        async cancel() {
          await lines.return();
        },
      });
      // The last header has nginx pass each line on as it comes.
      return c.body(body, 200, { 'content-type': 'application/x-ndjson', 'x-accel-buffering': 'no' });
    },
  });
}
