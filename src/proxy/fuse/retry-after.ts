const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)`;
const shortDay = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const longDay = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const httpDates = [
  String.raw`${shortDay}, (?<day>\d\d) [A-Z][a-z]{2} \d{4} ${time} GMT`,
  String.raw`${longDay}, (?<day>\d\d)-[A-Z][a-z]{2}-\d\d ${time} GMT`,
  String.raw`${shortDay} [A-Z][a-z]{2} (?<day>[ \d]\d) ${time} \d{4}`,
].map((format) => new RegExp(`^${format}$`));

function isHttpDate(value: string): boolean {
  const day = httpDates.map((format) => format.exec(value)?.groups?.['day']).find((found) => found);
  // Date knows neither leap seconds nor that the last format is in UTC.
  const date = new Date(`${value.replace(/:60\b/, ':59').replace(/ GMT$/, '')} GMT`);
  return day !== undefined && date.getUTCDate() === Number(day);
}

/**
 * `Retry-After` as sent, if it is what RFC 9110 §10.2.3 allows: at most 10 digits of seconds, or an HTTP
 * date (§5.6.7, the two obsolete formats included). Null for anything else.
 */
export function parseRetryAfter(header: string | undefined): string | null {
  if (header === undefined || header.length > 40) return null;
  return /^\d{1,10}$/.test(header) || isHttpDate(header) ? header : null;
}
