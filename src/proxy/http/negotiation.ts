/** Which of our encodings a client takes (RFC 9110 §12.5.3), the first of those offered; null for none. */
export function acceptedEncoding<Encoding extends string>(
  header: string | null | undefined,
  offered: readonly Encoding[],
): Encoding | null {
  const taken = (header ?? '')
    .toLowerCase()
    .split(',')
    .filter((part) => !/;\s*q=0(?:\.0*)?\s*$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  return offered.find((name) => taken.includes(name)) ?? null;
}

/** Whether `If-None-Match` names an ETag; weak comparison, since a proxy may weaken it (RFC 9110 §13.1.2). */
export function isKnownETag(header: string | null | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return (header ?? '').split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}
