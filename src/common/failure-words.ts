import type { Problem, ProblemCode } from '../contract';
import { ApiError, BadReply } from '../lib/api-client';

/** Problems with many meanings: the console's own text says which. */
const saidByConsole = ['changed', 'conflict', 'protected', 'role_required'] as const;

/** The console refused these requests before it sent or changed anything: what is wrong, and what to do next. */
const refusals = {
  invalid_request: 'The console did not understand the request. Correct what it names.',
  sign_in_required: 'You are no longer signed in. Sign in again in another tab, then repeat this here.',
  origin_refused: 'The console does not accept requests from this address. Open it at its own address.',
  host_refused: 'The console is not known by this address. Open it at its own address.',
  not_found: 'There is nothing with this ID. Reload the page.',
  not_saved:
    'This deployment is no longer in the saved list; somebody may have removed it. Save it again first.',
  method_not_allowed: 'This page does not match the console. Reload the page.',
  id_reused: 'This dialog’s ID already belongs to another cancellation. Close it and open a new one.',
  in_progress: 'This deployment is being cancelled right now.',
  identity_changed:
    'This page shows another console, account, person or role than the one that answers now. Nothing was sent, and nothing was changed.',
  overlap:
    'Others are cancelling the same calls, or have just cancelled them. Check that before you cancel them again.',
  too_large: 'That is too much text for one request. Shorten it.',
  unsupported_media_type: 'This page does not match the console. Reload the page.',
  journal_unavailable:
    'The journal cannot be written. Try again. If it happens again, tell the person who runs this console.',
  too_many_requests: 'Too many of your requests are under way. Wait a few seconds, then try again.',
  too_many_streams: 'The console is busy. Try again in a moment.',
} as const satisfies Record<Exclude<ProblemCode, (typeof saidByConsole)[number] | 'internal'>, string>;

/** What a problem means and what to do next. */
export function problemText({ code, detail }: Problem): string {
  if (code === 'internal')
    return 'The console had an internal error. Try again. If it happens again, report it.';
  return isSaidByConsole(code) ? detail : refusals[code];
}

function isSaidByConsole(code: ProblemCode): code is (typeof saidByConsole)[number] {
  return saidByConsole.some((own) => own === code);
}

/**
 * The text that the page shows for a request to the console that failed. `isRefused`: the console refused it, so that
 * nothing was sent to Fuse and nothing was changed; otherwise it may have been done and only its answer was lost.
 */
export function failureMessage(error: unknown): { isRefused: boolean; text: string } {
  if (error instanceof ApiError) {
    const { problem } = error;
    return { isRefused: problem.code !== 'internal', text: problemText(problem) };
  }
  return {
    isRefused: false,
    text:
      error instanceof BadReply
        ? `The answer (status ${error.status}) is not one that this console gives. Check if it was done before you repeat it.`
        : 'The console did not answer. Check if it was done before you repeat it.',
  };
}

/** The problem that the console answered with, if it refused before it sent or changed anything; else null. */
export function refusalOf(error: unknown): Problem | null {
  return error instanceof ApiError && failureMessage(error).isRefused ? error.problem : null;
}

/** Why a read request brought no data. */
export function unansweredWords(error: Error): string {
  if (error instanceof ApiError && error.problem.code === 'sign_in_required')
    return 'You are no longer signed in';
  if (error instanceof ApiError && error.problem.status < 500) return 'The console refused the request';
  if (error instanceof ApiError || error instanceof BadReply) return 'The console answered with an error';
  return 'The console cannot be reached';
}
