import { visit } from 'jsonc-parser';
import { findJsonFault, JsonFault, tokenize } from '../../http/json';
import { inTurns } from '../../run/next-turn';

/** More than any text of a list needs: `visit` reads a string at once, while no other request is served. */
const longestString = 50_000;

/** The place where a text stops being JSON. The text must not nest deeply, since this parser is recursive. */
function syntaxError(text: string): JsonFault {
  const end = text.trimEnd().length;
  const faults: JsonFault[] = [];
  visit(
    text,
    {
      onError(_code, offset) {
        if (faults.length > 0) return;
        const line = text.slice(0, Math.min(offset, end)).split('\n').length;
        const rest = JSON.stringify(text.slice(offset, offset + 12));
        const message = offset < end ? `is not JSON from ${rest} on` : 'is not JSON: the text ends too early';
        faults.push(new JsonFault(line, message));
      },
    },
    { disallowComments: true },
  );
  return faults[0] ?? new JsonFault(1, 'is not JSON');
}

/** The value of a JSON text, with turns for other requests in between. Rejects with `JsonFault`. */
export async function parseJsonFile(text: string): Promise<unknown> {
  for await (const { token, line } of inTurns(tokenize(text), 10_000))
    if (token.length > longestString)
      throw new JsonFault(line, `has a text of more than ${longestString} characters`);
  const fault = await findJsonFault(text);
  // A key that stands twice is no fault of what is no JSON at all.
  if (fault !== null && fault.path === null) throw fault;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw syntaxError(text);
  }
  if (fault !== null) throw fault;
  return value;
}
