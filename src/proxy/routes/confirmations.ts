import type { Hono } from 'hono';
import { confirmationRequest, paths, uuid, verificationRequest } from '../../contract';
import { z } from '../../contract/zod';
import type { AppEnv } from '../app';
import { invalidField, parse, readJson } from '../http/input';
import { fromStore, ProblemError } from '../http/problems';
import type { Verifications } from '../services/calls/verifications';
import type { Store } from '../store/store';
import { route } from './route';

const cancellationPath = z.object({ id: uuid });
const verificationPath = z.object({ id: uuid, verificationId: uuid });

const encoder = new TextEncoder();

const missing = () => new ProblemError('not_found', 'There is no such cancellation in the journal.');

/** What operators and support alike add to a cancellation: their mark once it is settled, and what they checked. */
export function confirmationRoutes(
  app: Hono<AppEnv>,
  { store, now, verifications }: { store: Store; now: () => Date; verifications: Verifications },
): void {
  route(app, paths.confirmation(':id'), {
    PUT: async (c) => {
      const { id } = parse(cancellationPath, c.req.param());
      const request = await readJson(c.req.raw, confirmationRequest);
      const { person } = c.get('visitor');
      const note = request.note?.trim() ? request.note : null;
      const result = await fromStore(store.confirm(id, { person, at: now().toISOString(), note }));
      switch (result.kind) {
        case 'confirmed':
          return c.json(result.cancellation, 201);
        case 'already': {
          const { confirmation } = result.cancellation;
          // The same mark again: a repeat whose first answer was lost.
          if (confirmation?.person === person && confirmation.note === note) {
            return c.json(result.cancellation);
          }
          throw new ProblemError('conflict', `${confirmation?.person} has confirmed this outcome already.`);
        }
        case 'open':
          throw new ProblemError('conflict', 'This cancellation has no outcome yet.');
        case 'note_required':
          throw invalidField('note', 'must say how the outcome was checked, since it is unknown');
        case 'missing':
          throw missing();
      }
    },

    DELETE: async (c) => {
      const { id } = parse(cancellationPath, c.req.param());
      const { person } = c.get('visitor');
      const result = await fromStore(store.withdrawConfirmation(id, person, now().toISOString()));
      if (result.kind === 'missing') throw missing();
      if (result.kind === 'not_confirmed') {
        throw new ProblemError('not_found', 'This outcome is not confirmed: there is nothing to withdraw.');
      }
      return c.json(result.cancellation);
    },
  });

  route(app, paths.verification(':id', ':verificationId'), {
    PUT: async (c) => {
      const { id, verificationId } = parse(verificationPath, c.req.param());
      const { callIds } = await readJson(c.req.raw, verificationRequest);
      const lines = await verifications.start({
        cancellationId: id,
        verificationId,
        callIds,
        person: c.get('visitor').person,
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
