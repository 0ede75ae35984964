import type { Cancellation, Cause, Outcome } from '../contract';

type OutcomeTone = 'positive' | 'negative' | 'neutral' | 'warning' | 'accent';

const labels = {
  accepted: { label: 'Accepted', tone: 'positive' },
  refused: { label: 'Refused', tone: 'negative' },
  not_sent: { label: 'Not sent', tone: 'neutral' },
  unknown: { label: 'Unknown', tone: 'warning' },
} as const satisfies Record<Outcome, { label: string; tone: OutcomeTone }>;

/** The word and the colour of an outcome; null is that of an open cancellation. */
export function outcomeLabel(outcome: Outcome | null): { label: string; tone: OutcomeTone } {
  return outcome === null ? { label: 'Waiting', tone: 'accent' } : labels[outcome];
}

const causeCodes = {
  name_not_found: 'Host name not found',
  connection_refused: 'Connection refused',
  connect_timeout: 'No connection in time',
  connect_failed: 'No connection',
  bad_certificate: 'Bad certificate',
  tls_failed: 'TLS handshake failed',
  proxy_unreachable: 'Proxy not reached',
  proxy_unauthorized: 'Proxy refused the credentials',
  proxy_refused: 'Refused by the proxy',
  answer_timeout: 'No answer',
  connection_lost: 'Connection lost',
  malformed_answer: 'Malformed answer',
  html_answer: 'A web page, not an answer',
  failure_answer: 'An answer that says failure',
  unreadable_answer: 'An answer that cannot be read',
  held_up: 'The console was paused',
  console_stopped: 'The console stopped while waiting',
  console_failed: 'The console failed',
  journal_failed: 'The answer could not be kept',
} as const satisfies Record<Cause, string>;

/** The names in RFC 9110 §15 and RFC 6585 §4 of the codes that Fuse or a gateway is likely to send. */
const phrases: Record<number, string> = {
  200: 'OK',
  202: 'Accepted',
  204: 'No content',
  301: 'Moved permanently',
  302: 'Found',
  303: 'See other',
  307: 'Temporary redirect',
  308: 'Permanent redirect',
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  409: 'Conflict',
  410: 'Gone',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Internal server error',
  501: 'Not implemented',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
  505: 'HTTP version not supported',
};

/**
 * The code as toasts and rows show it: `202 Accepted`, `404 Not found`, `No answer after 30 s`,
 * `Connection refused`.
 */
export function codeText(
  cancellation: Pick<Cancellation, 'outcome' | 'status' | 'cause' | 'sentAt' | 'settledAt' | 'undocumented'>,
): string {
  const { outcome, status, cause, sentAt, settledAt, undocumented } = cancellation;
  if (outcome === null) return 'Waiting for Fuse';
  if (status !== null) {
    const code = `${status} ${phrases[status] ?? ''}`.trim();
    // Any other code speaks for itself, even if a web page came with it.
    if (cause === 'html_answer' && status === 200) return `${code}, a web page`;
    if (cause === 'failure_answer') return `${code}, says failure`;
    if (cause === 'unreadable_answer') return `${code}, not readable`;
    return undocumented ? `${code} (undocumented)` : code;
  }
  if (cause === 'answer_timeout' && sentAt !== null && settledAt !== null) {
    const seconds = Math.round((Date.parse(settledAt) - Date.parse(sentAt)) / 1000);
    return `${causeCodes.answer_timeout} after ${seconds} s`;
  }
  return cause === null ? 'No code' : causeCodes[cause];
}
