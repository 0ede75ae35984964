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

/** RFC 9110 §15, RFC 4918, RFC 6585, RFC 7725: the names of the codes that Fuse or a gateway may send. */
const phrases: Record<number, string> = {
  101: 'Switching Protocols',
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
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  423: 'Locked',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
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
