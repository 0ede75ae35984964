/**
 * The line of each value of a JSON text, by its path such as `applications.0.name`. The text must have been
 * parsed before: this reads it without checking it.
 */
export function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const token = /[{}[\]:,]|"(?:[^"\\]|\\.)*"|[^\s{}[\]:,"]+|\n/g;
  const path: (string | number)[] = [];
  const inArray: boolean[] = [];
  let line = 1;
  let key: string | null = null;
  const begin = () => lines.set(path.join('.'), line);
  for (const [sign] of text.matchAll(token)) {
    const array = inArray.at(-1);
    switch (sign) {
      case '\n':
        line += 1;
        break;
      case '{':
      case '[':
        if (array === true || key !== null || path.length === 0) begin();
        inArray.push(sign === '[');
        path.push(sign === '[' ? 0 : '');
        key = null;
        break;
      case '}':
      case ']':
        inArray.pop();
        path.pop();
        key = null;
        break;
      case ',': {
        const at = path.at(-1);
        if (typeof at === 'number') path[path.length - 1] = at + 1;
        key = null;
        break;
      }
      case ':':
        break;
      default:
        if (array === false && key === null) {
          key = String(JSON.parse(sign));
          path[path.length - 1] = key;
          begin();
        } else begin();
    }
  }
  return lines;
}
