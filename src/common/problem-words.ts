import type { ProblemCode } from '../contract';

/**
 * What went wrong with a request to the console, and what to do next. Whether a *cancellation* that failed
 * this way can have reached Fuse is in `certain`: true where the console refuses before it sends.
 */
interface ProblemWords {
  text: string;
  certain: boolean;
}

export const problemWords = {
  invalid_request: {
    text: 'The console did not understand the request. Correct what it names.',
    certain: true,
  },
  sign_in_required: {
    text: 'You are no longer signed in. Sign in again in another tab, then repeat this here.',
    certain: true,
  },
  role_required: {
    text: 'Your role does not allow this. Ask an operator, or sign in with the operator link.',
    certain: true,
  },
  origin_refused: {
    text: 'The console does not accept requests from this address. Open it at its own address.',
    certain: true,
  },
  host_refused: {
    text: 'The console is not known by this address. Open it at its own address.',
    certain: true,
  },
  not_found: { text: 'The console has nothing by that ID. Reload the page.', certain: true },
  not_saved: {
    text: 'This deployment is no longer in the saved list; somebody may have removed it. Save it again first.',
    certain: true,
  },
  method_not_allowed: {
    text: 'This page and the console do not fit together. Reload the page.',
    certain: true,
  },
  id_reused: {
    text: 'This dialog’s ID already belongs to another cancellation. Close it and open a new one.',
    certain: true,
  },
  in_progress: { text: 'This deployment is being cancelled right now.', certain: true },
  identity_changed: {
    text: 'This page shows another console, account, person or role than the one that answers now. Nothing was sent, and nothing was changed.',
    certain: true,
  },
  overlap: {
    text: 'Others are cancelling the same calls, or have just done so. Look at it before you cancel them again.',
    certain: true,
  },
  conflict: { text: 'This does not fit what the console holds by now. Reload the page.', certain: true },
  too_large: { text: 'That is too much text for one request. Shorten it.', certain: true },
  unsupported_media_type: {
    text: 'This page and the console do not fit together. Reload the page.',
    certain: true,
  },
  journal_unavailable: {
    text: 'The journal cannot be written. Try again; if it stays so, tell whoever runs this console.',
    certain: true,
  },
  too_many_requests: {
    text: 'Too many of your requests are under way. Wait a few seconds, then try again.',
    certain: true,
  },
  too_many_streams: { text: 'The console is busy. Try again in a moment.', certain: true },
  internal: {
    text: 'The console had an error of its own. Try again; if it stays so, report it.',
    certain: false,
  },
} as const satisfies Record<ProblemCode, ProblemWords>;
