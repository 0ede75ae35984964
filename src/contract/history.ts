import { callAnswer, callId, maxVerifiedCalls, type CallAnswer } from './calls';
import { cancellation } from './cancellations';
import { line } from './text';
import { instant } from './ids';
import { problemCode } from './problem';
import { z } from './zod';

/** One call of a verification: its status in Fuse's word, or null where Fuse's answer had none. */
const verifiedCall = z.strictObject({
  callId,
  status: z.nullable(line(40)),
  /** Fuse's HTTP status code, null where no answer came. */
  code: z.nullable(z.int()),
});

/** Fuse's answers about some calls. `requested` is how many calls were to be looked up; a stop leaves fewer `calls`. */
const verification = z.strictObject({
  requested: z.int().check(z.minimum(1), z.maximum(maxVerifiedCalls)),
  calls: z.array(verifiedCall).check(z.minLength(1), z.maxLength(maxVerifiedCalls)),
});
export type Verification = z.infer<typeof verification>;

/**
 * Body of `PUT /api/cancellations/{uuid}/verifications/{verificationUuid}`: the calls to look up in Fuse. The console
 * itself looks them up and keeps the answers, so that nobody can make up evidence.
 */
export const verificationRequest = z.strictObject({
  callIds: z.array(callId).check(
    z.minLength(1, { error: 'must not be empty' }),
    z.maxLength(maxVerifiedCalls, { error: `must be at most ${maxVerifiedCalls} calls` }),
    z.refine((ids) => new Set(ids).size === ids.length, { error: 'must name each call once' }),
  ),
});

const entry = { seq: z.int(), at: instant, person: z.nullable(z.string()) };

/** One line of a cancellation's append-only history. */
export const historyEntry = z.discriminatedUnion('kind', [
  z.object({ ...entry, kind: z.literal('requested') }),
  z.object({ ...entry, kind: z.literal('settled') }),
  z.object({ ...entry, kind: z.literal('confirmed'), note: z.nullable(z.string()) }),
  z.object({ ...entry, kind: z.literal('confirmation_withdrawn') }),
  z.object({ ...entry, kind: z.literal('review_overdue') }),
  z.object({ ...entry, kind: z.literal('verified'), verification }),
]);
export type HistoryEntry = z.infer<typeof historyEntry>;

/**
 * One line of the answer to a verification, sent as soon as it is known: first Fuse's answer about each call, at the
 * end the history with the verification in it, or why the console could not look up or keep the rest.
 */
export const verificationLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), answer: callAnswer }),
  z.object({ kind: z.literal('kept'), history: z.array(historyEntry) }),
  z.object({ kind: z.literal('failed'), code: problemCode, detail: z.string() }),
]);
export type VerificationLine = z.infer<typeof verificationLine>;

/** The part of an answer that the record keeps. Fuse's word for the status is cut to one short line. */
export function toVerifiedCall({ callId: id, code, call }: CallAnswer): Verification['calls'][number] {
  // Fuse's word may have been cut in the middle of a surrogate pair.
  const word =
    call?.status
      ?.replaceAll(/\s+/g, ' ')
      .replace(/[\uD800-\uDBFF]$/, '')
      .trim() ?? '';
  const status = line(40).safeParse(word);
  return { callId: id, status: status.success ? status.data : null, code };
}

/** Whether Fuse's answer (401, 429) means that further look-ups would get the same one. */
export function endsVerification({ code }: CallAnswer): boolean {
  return code === 401 || code === 429;
}

/** Answer of `GET /api/cancellations/{uuid}`: the record and all that happened to it, oldest first. */
export const cancellationDetail = z.object({ ...cancellation.shape, history: z.array(historyEntry) });
export type CancellationDetail = z.infer<typeof cancellationDetail>;
