import type { Cancellation, Cause, Outcome } from '../contract';

type OutcomeTone = 'positive' | 'negative' | 'neutral' | 'warning' | 'accent';

const labels = {
  accepted: { label: 'Accepted', tone: 'positive' },
  refused: { label: 'Refused', tone: 'negative' },
  not_sent: { label: 'Not sent', tone: 'neutral' },
  unknown: { label: 'Unknown', tone: 'warning' },
} as const satisfies Record<Outcome, { label: string; tone: OutcomeTone }>;

/** The word and the colour of an outcome; null is a cancellation that still waits. */
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
  answer_timeout: 'No answer',
  connection_lost: 'Connection lost',
  malformed_answer: 'Malformed answer',
  html_answer: 'A web page, not an answer',
  console_stopped: 'The console stopped while waiting',
  journal_failed: 'The answer could not be kept',
} as const satisfies Record<Cause, string>;

/** The codes that Fuse or a gateway is likely to send, by their names in RFC 9110 §15 and RFC 6585 §4. */
const phrases: Record<number, string> = {
  200: 'OK',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
};

/**
 * The code as toasts and rows show it: `202 Accepted`, `404 Not Found`, `No answer after 30 s`,
 * `Connection refused`.
 */
export function codeText(cancellation: Cancellation): string {
  const { outcome, status, cause, sentAt, settledAt, undocumented } = cancellation;
  if (outcome === null) return 'Waiting for Fuse';
  if (status !== null) {
    const code = `${status} ${phrases[status] ?? ''}`.trim();
    if (cause === 'html_answer') return `${code}, a web page`;
    return undocumented ? `${code} (undocumented)` : code;
  }
  if (cause === 'answer_timeout' && sentAt !== null && settledAt !== null) {
    const seconds = Math.round((Date.parse(settledAt) - Date.parse(sentAt)) / 1000);
    return `${causeCodes.answer_timeout} after ${seconds} s`;
  }
  return cause === null ? 'No code' : causeCodes[cause];
}
