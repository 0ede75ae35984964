const known = new Map<string, string>();

/**
 * Joins class names and leaves out what is false, null or empty. The same names are the same string each time: a
 * list holds hundreds of them.
 */
export function cx(...names: (string | false | null | undefined)[]): string {
  const joined = names.filter(Boolean).join(' ');
  const same = known.get(joined);
  if (same !== undefined) return same;
  known.set(joined, joined);
  return joined;
}
