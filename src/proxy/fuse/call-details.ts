import type { Call } from '../../contract';

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

/** Numbers arrive as strings in some fields and as integers in others. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function numberOf(value: unknown): number | null {
  const text = textOf(value);
  return text !== null && /^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

function countOf(value: unknown): number | null {
  const number = numberOf(value);
  return number === null ? null : Math.trunc(number);
}

/** Unix seconds, as Fuse writes them. */
function instantOf(value: unknown): string | null {
  const seconds = numberOf(value);
  // Past this, a Date has no four-digit year.
  return seconds === null || seconds > 253_402_300_799 ? null : new Date(seconds * 1000).toISOString();
}

/** All but the last four digits hidden; stray quotes and other signs are left out. */
function maskedPhoneNumber(value: unknown): string | null {
  const digits = textOf(value)?.replaceAll(/\D/g, '') ?? '';
  if (digits === '') return null;
  const shown = digits.length > 4 ? digits.slice(-4) : '';
  return '•'.repeat(digits.length - shown.length) + shown;
}

/** In XML a list arrives as `item` elements, and a list of one as the item itself. */
function listOf(value: unknown): unknown[] {
  const list = fieldsOf(value)?.['item'] ?? value;
  if (list === null || list === undefined || list === '') return [];
  return Array.isArray(list) ? list : [list];
}

/**
 * The call that Fuse's `call_details` describes (Fuse, "Outbound call status"); null if the document has none. Missing
 * or malformed fields are null. Words such as the status go through `clean`, since they are shown as they came.
 */
export function callOf(document: unknown, clean: (text: string) => string): Call | null {
  const root = fieldsOf(document);
  // In XML the documentation shows the root only, so its fields may stand in it directly.
  const details = fieldsOf(root?.['call_details']) ?? (root && 'status' in root ? root : null);
  if (!details) return null;
  const word = (value: unknown) => {
    const text = textOf(value);
    return text === null ? null : clean(text).slice(0, 40);
  };
  return {
    status: word(details['status']),
    phoneNumber: maskedPhoneNumber(details['phone_number']),
    attempts: countOf(details['attempts']),
    maxAttempts: countOf(details['max_attempts']),
    queuedAt: instantOf(details['queued_timestamp']),
    startedAt: instantOf(details['start_timestamp']),
    endedAt: instantOf(details['end_timestamp']),
    durationSeconds: numberOf(details['duration']),
    events: listOf(details['events']).flatMap((item) => {
      const fields = fieldsOf(item);
      const event = word(fields?.['event']);
      return event === null ? [] : [{ event, at: instantOf(fields?.['timestamp']) }];
    }),
  };
}
