/** One event, written as one line of JSON: whatever a value holds, it cannot start a second line. */
export type Log = (event: string, fields?: Record<string, unknown>) => void;

/** A log on a stream such as standard error, each line with its time. */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  return (event, fields = {}) => {
    write(`${JSON.stringify({ time: now().toISOString(), event, ...fields })}\n`);
  };
}
