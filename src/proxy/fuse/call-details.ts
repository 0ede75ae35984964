import type { Call } from '../../contract';

type Fields = Readonly<Record<string, unknown>>;

function toFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

/** Numbers arrive as strings in some fields and as integers in others. */
function readText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function readNumber(value: unknown): number | null {
  const text = readText(value);
  return text !== null && /^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

function readCount(value: unknown): number | null {
  const number = readNumber(value);
  return number === null ? null : Math.trunc(number);
}

/** Unix seconds, as Fuse writes them. */
function readInstant(value: unknown): string | null {
  const seconds = readNumber(value);
  // Past this, a Date has no four-digit year.
  return seconds === null || seconds > 253_402_300_799 ? null : new Date(seconds * 1000).toISOString();
}

/** All but the last four digits hidden; stray quotes and other signs are left out. */
function maskedPhoneNumber(value: unknown): string | null {
  const digits = readText(value)?.replaceAll(/\D/g, '') ?? '';
  if (digits === '') return null;
  const shown = digits.length > 4 ? digits.slice(-4) : '';
  return '•'.repeat(digits.length - shown.length) + shown;
}

/** In XML a list arrives as `item` elements, and a list of one as the item itself. */
function readList(value: unknown): unknown[] {
  const list = toFields(value)?.['item'] ?? value;
  if (list === null || list === undefined || list === '') return [];
  return Array.isArray(list) ? list : [list];
}

/**
 * The call that Fuse's `call_details` describes (Fuse, "Outbound call status"); null if the document has none. Missing
 * or malformed fields are null. Words such as the status go through `clean`, since they are shown as they came.
 */
export function readCall(document: unknown, clean: (text: string) => string): Call | null {
  const root = toFields(document);
  // In XML the documentation shows the root only, so its fields may stand in it directly.
  const details = toFields(root?.['call_details']) ?? (root && 'status' in root ? root : null);
  if (!details) return null;
  const word = (value: unknown) => {
    const text = readText(value);
    return text === null ? null : clean(text).slice(0, 40);
  };
  return {
    status: word(details['status']),
    phoneNumber: maskedPhoneNumber(details['phone_number']),
    attempts: readCount(details['attempts']),
    maxAttempts: readCount(details['max_attempts']),
    queuedAt: readInstant(details['queued_timestamp']),
    startedAt: readInstant(details['start_timestamp']),
    endedAt: readInstant(details['end_timestamp']),
    durationSeconds: readNumber(details['duration']),
    events: readList(details['events']).flatMap((item) => {
      const fields = toFields(item);
      const event = word(fields?.['event']);
      return event === null ? [] : [{ event, at: readInstant(fields?.['timestamp']) }];
    }),
  };
}
