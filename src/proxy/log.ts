/** One event, written as one line of JSON: whatever a value holds, it cannot start a second line. */
export type Log = (event: string, fields?: Record<string, unknown>) => void;

/** A log on a stream such as standard error, each line with its time. */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  return (event, fields = {}) => {
    write(`${JSON.stringify({ time: now().toISOString(), event, ...fields })}\n`);
  };
}

/** Gathers the lines of one turn of the event loop: writing to a pipe waits for it, and an answer need not. */
export function afterTurn(write: (lines: string) => void): (line: string) => void {
  let lines = '';
  const flush = () => {
    if (lines !== '') write(lines);
    lines = '';
  };
  process.once('exit', flush);
  return (line) => {
    if (lines === '') setImmediate(flush);
    lines += line;
  };
}
