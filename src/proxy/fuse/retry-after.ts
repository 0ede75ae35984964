const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const time = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;
const shortDay = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const longDay = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const httpDates = [
  String.raw`${shortDay}, (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) ${time} GMT`,
  String.raw`${longDay}, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) ${time} GMT`,
  String.raw`${shortDay} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) ${time} (?<year>\d{4})`,
].map((format) => new RegExp(`^${format}$`));

function isHttpDate(value: string): boolean {
  const parts = httpDates.map((format) => format.exec(value)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return false;
  const number = (name: string) => Number(parts[name]);
  const month = months.indexOf(parts['month'] ?? '');
  const date = new Date(Date.UTC(2000 + (number('year') % 400), month, number('day')));
  return (
    month >= 0 &&
    date.getUTCMonth() === month &&
    date.getUTCDate() === number('day') &&
    number('hour') < 24 &&
    number('minute') < 60 &&
    // 60 is a leap second.
    number('second') <= 60
  );
}

/**
 * `Retry-After` as sent, if it is what RFC 9110 §10.2.3 allows: at most 10 digits of seconds, or an HTTP
 * date (§5.6.7, the two obsolete formats included). Null for anything else.
 */
export function retryAfterOf(header: string | undefined): string | null {
  if (header === undefined || header.length > 40) return null;
  return /^\d{1,10}$/.test(header) || isHttpDate(header) ? header : null;
}
