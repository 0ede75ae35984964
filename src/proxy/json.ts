/** How deeply a JSON text nests, counted before parsing so that no parser has to be trusted with it. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, (depth += 1));
    else if (char === '}' || char === ']') depth -= 1;
  }
  return deepest;
}

// Strings whole, so that a brace inside one is never taken for the grammar's.
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs;

/**
 * The first key that one object of a valid JSON text names twice, or null. Parsers differ in which of the
 * two they believe (RFC 8259 §4), so that what one checked is not what another acts on.
 */
export function duplicateKey(text: string): string | null {
  // Keys of the objects that are open here; null for an array.
  const open: (Set<string> | null)[] = [];
  let last = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      // Escapes are undone first: "\u0061" is "a".
      const key = String(JSON.parse(last));
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    } else last = token;
  }
  return null;
}
