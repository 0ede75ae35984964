/** What an ID number of Fuse looks like: 1 to 20 digits. */
export const fuseIdPattern = /^[0-9]{1,20}$/;

/** A UUID's canonical text form (RFC 9562 §4). Both cases are spelled out: a flag would be lost in the OpenAPI document. */
export const uuidPattern = /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/;

/** ISO 8601 in UTC with milliseconds. */
export const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether this is an instant as `Date.prototype.toISOString` writes it, of a day that exists. */
export const isInstant = (value: unknown): boolean =>
  typeof value === 'string' &&
  instantPattern.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  // V8 takes the 31st of every month.
  (value.slice(8, 10) < '29' || new Date(value).toISOString() === value);
