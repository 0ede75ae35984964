import type { Cancellation, Cause, Outcome } from '../contract';

/** The meaning of an outcome and the next step, in words for a person in a hurry. */
export interface OutcomeWords {
  headline: string;
  /** Why the cancellation ended so. */
  explanation: string;
  next: string;
  /** Ways to find out what really happened; empty where that is known. */
  checks: readonly string[];
}

const safeToTryAgain = 'Nothing was cancelled; it is safe to try again.';

const headlines = {
  accepted: 'Fuse accepted the cancellation.',
  refused: 'Fuse refused: nothing was cancelled.',
  not_sent: 'Nothing was cancelled; it is safe to try again.',
  unknown: 'We do not know if the calls were cancelled. Check in Fuse first.',
} as const satisfies Record<Outcome, string>;

const howToCheck = [
  'In Fuse, open the deployment’s Outbound page and see whether calls are still queued.',
  'Or look up a call that was pending: “canceled” means that this cancellation took effect.',
  'Trying again also cancels calls that were added since then.',
] as const;

const causeWords = {
  name_not_found: ['The name of the Fuse host could not be found.', 'Check FUSE_BASE_URL and the network.'],
  connection_refused: [
    'The Fuse host refused the connection.',
    'Check FUSE_BASE_URL, or wait until Fuse is back.',
  ],
  connect_timeout: [
    'The Fuse host did not accept the connection in time.',
    'Check the network or a firewall.',
  ],
  connect_failed: ['No connection to the Fuse host could be made.', 'Check the network.'],
  bad_certificate: [
    'The Fuse host showed a certificate that cannot be trusted, so the credentials were not sent.',
    'Do not ignore this. Ask the person who runs the network.',
  ],
  tls_failed: [
    'The encrypted connection to the Fuse host failed.',
    'Check the network or a proxy in between.',
  ],
  proxy_unreachable: [
    'The proxy on the way to Fuse (HTTPS_PROXY) could not be reached.',
    'Check HTTPS_PROXY, NO_PROXY and the network.',
  ],
  proxy_unauthorized: [
    'The proxy on the way to Fuse (HTTPS_PROXY) did not accept the credentials: it answered 407, and Fuse was never asked.',
    'Check the user name and password in HTTPS_PROXY.',
  ],
  proxy_refused: [
    'The proxy on the way to Fuse (HTTPS_PROXY) did not let the connection through; Fuse was never asked.',
    'Ask the person who runs the proxy to allow the Fuse host, or name it in NO_PROXY.',
  ],
  answer_timeout: ['The request was sent, and Fuse did not answer in time.', ''],
  connection_lost: ['The connection broke before Fuse answered.', ''],
  malformed_answer: ['What came back is not a valid HTTP answer.', ''],
  html_answer: [
    'A web page came back instead of Fuse’s answer: a login or error page from something between the console and Fuse.',
    '',
  ],
  failure_answer: ['Fuse answered with a code that means success, and with words that say failure.', ''],
  unreadable_answer: [
    'The code of the answer means success, but the answer itself could not be read: it is cut short, too long, compressed in an unknown way, or not what it claims to be.',
    '',
  ],
  held_up: ['The console was paused for too long after the click, so it did not send the request.', ''],
  console_stopped: ['The console stopped while it waited for Fuse, and did not send it again.', ''],
  console_failed: [
    'The console itself failed while it cancelled; the error is in its log. The request may have been sent.',
    'Tell the person who runs this console.',
  ],
  journal_failed: [
    'The journal could not keep what Fuse answered. The person who cancelled was shown it at the time.',
    '',
  ],
} as const satisfies Record<Cause, readonly [explanation: string, next: string]>;

/** Why Fuse refuses, by status. Documented ones first; the others come from gateways. */
const refusals: Record<number, readonly [explanation: string, next: string]> = {
  401: [
    'The credentials are wrong, or the Fuse account is inactive.',
    'Check FUSE_EMAIL and FUSE_DEVELOPER_KEY with the person who runs this console, and the account with Plum.',
  ],
  403: [
    'This Fuse account does not have the permission to cancel calls.',
    'Ask the owner of the Fuse account for that permission.',
  ],
  404: [
    'User, deployment or application not found; Fuse does not tell which.',
    'Compare both IDs with Fuse, correct the saved deployment, and cancel again.',
  ],
  405: [
    'Fuse did not allow the method, although DELETE is the documented one.',
    'Check FUSE_BASE_URL: something other than Fuse may be answering.',
  ],
  429: [
    'Too many requests: Fuse or a gateway is limiting this account.',
    'Wait, then cancel again. The console does not try again by itself.',
  ],
};

const redirect = [
  'The host answered with a redirect. It was not followed: the credentials go nowhere else.',
  'Check FUSE_BASE_URL with the person who runs this console.',
] as const;
const pageRefusal = [
  'The answer is a web page from something between the console and Fuse, or from a wrong address. It is not Fuse’s own message.',
  'Read the title of the page, check FUSE_BASE_URL and the network with the person who runs this console, and cancel again.',
] as const;
const otherRefusal = [
  'Fuse, or a gateway in front of it, refused the request.',
  'Read the message, correct the cause, and cancel again.',
] as const;

const uncertainStatuses: Record<number, string> = {
  302: 'The host answered with a redirect, which may come after the calls were cancelled. It was not followed.',
  303: 'The host answered with a redirect, which may come after the calls were cancelled. It was not followed.',
  408: 'Fuse says that the request took too long; it may have been carried out.',
  500: 'Fuse reports a database error; the cancellation may or may not have been carried out.',
};

const isRedirect = (status: number | null) => status !== null && status >= 300 && status < 400;

function refusal({ status, cause }: Cancellation): readonly [string, string] {
  if (isRedirect(status)) return redirect;
  if (cause === 'html_answer') return pageRefusal;
  return (status === null ? undefined : refusals[status]) ?? otherRefusal;
}

function uncertainty({ status, cause }: Cancellation): string {
  // Most redirects come with a small web page; that they are redirects says more.
  if (cause !== null && !isRedirect(status)) return causeWords[cause][0];
  return (
    (status === null ? undefined : uncertainStatuses[status]) ??
    'This answer does not say whether the cancellation was carried out.'
  );
}

const undocumented =
  'Fuse’s documentation does not list this code; it counts as success by the rules of HTTP. ';

const tables = {
  accepted: (record: Cancellation) => ({
    explanation: `${record.undocumented ? undocumented : ''}Fuse does not say how many calls. Calls already ringing continue. New calls can still be added.`,
    next: 'Stop what adds new calls. If calls still go out, look at the deployment in Fuse.',
    checks: [],
  }),
  refused: (record: Cancellation) => {
    const [explanation, next] = refusal(record);
    return { explanation, next, checks: [] };
  },
  not_sent: (record: Cancellation) => {
    const [explanation, next] =
      record.cause === null ? (['The request never reached Fuse.', ''] as const) : causeWords[record.cause];
    return { explanation, next: `${next} ${safeToTryAgain}`.trim(), checks: [] };
  },
  unknown: (record: Cancellation) => ({
    explanation: uncertainty(record),
    next: 'It may or may not have been carried out. Check in Fuse before you try again.',
    checks: howToCheck,
  }),
} satisfies Record<Outcome, (record: Cancellation) => Omit<OutcomeWords, 'headline'>>;

/** The words for a cancellation, open or settled. */
export function outcomeMessage(record: Cancellation): OutcomeWords {
  const { outcome } = record;
  if (outcome === null)
    return {
      headline: 'Waiting for Fuse.',
      explanation: 'The request is on its way, and Fuse has not answered yet.',
      next: 'Wait for the outcome; the console does not send it twice.',
      checks: [],
    };
  return { headline: headlines[outcome], ...tables[outcome](record) };
}

// Journals of earlier releases hold the whole page, not its title.
const rawPage = /^<(?:!doctype html|html|head)\b/i;

/** Whether a message is the title of a web page of something in between, and not Fuse's words. */
export function isPageTitle({ cause, message }: Pick<Cancellation, 'cause' | 'message'>): boolean {
  return cause === 'html_answer' || rawPage.test(message ?? '');
}

/** The lead-in of a message: whether Fuse or a web page of something in between says it. */
export function messageLead(answer: Pick<Cancellation, 'cause' | 'message'>): string {
  return isPageTitle(answer) ? 'Not Fuse, but a web page titled' : 'Fuse says';
}

/** `Retry-After` as a sentence, or null. The console shows it and never acts on it by itself. */
export function retryAfterText(record: Cancellation): string | null {
  if (record.retryAfter === null) return null;
  const wait = /^\d+$/.test(record.retryAfter) ? `${record.retryAfter} s` : `until ${record.retryAfter}`;
  return `Fuse asks to wait ${wait} before another request.`;
}

/** The end of the wait that `Retry-After` asks for, in milliseconds since 1970; null where there is none. */
export function retryAfterEnd({ retryAfter, answeredAt }: Cancellation): number | null {
  if (retryAfter === null || answeredAt === null) return null;
  const end = /^\d+$/.test(retryAfter)
    ? Date.parse(answeredAt) + Number(retryAfter) * 1000
    : Date.parse(retryAfter);
  return Number.isNaN(end) ? null : end;
}

/** Stands with every outcome that the journal could not keep. */
export const notJournaled =
  'This outcome is not in the journal yet. Write it down. The console keeps trying to save it; if it cannot, the record will say “unknown”.';
