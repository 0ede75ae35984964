/** One event as one line of JSON, errors with their stack: whatever a value holds, it cannot start a second line. */
export type Log = (event: string, fields?: Record<string, unknown>) => void;

// Characters that JSON leaves as they are, but on which a terminal or a log reader may act: C1 controls, line and
// paragraph separators, text-direction overrides.
const acting = /[\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;
const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** An error with where it came from, and with the errors that led to it. */
function withStack(_: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { stack = String(value), cause } = value;
  return cause === undefined ? stack : `${stack}\ncaused by ${String(withStack('', cause))}`;
}

/** A log on a stream such as standard error, each line with its time. */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  return (event, fields = {}) => {
    const line = JSON.stringify({ time: now().toISOString(), event, ...fields }, withStack);
    write(`${line.replace(acting, escaped)}\n`);
  };
}

/** Writes log lines where they may be lost, and counts those that are. */
export interface LogWriter {
  write(this: void, lines: string): void;
  /** Lines that could not be written since the start. */
  readonly lost: number;
}

/** The most that is buffered while nobody reads the log, in bytes. */
const maxWaiting = 1_048_576;

/**
 * A log on a stream such as standard error, which never ends the process: a reader that is gone (EPIPE), a full
 * disk (ENOSPC) or a reader that has stopped reading costs log lines, and nothing else.
 */
export function createLogWriter(stream: NodeJS.WritableStream & { writableLength: number }): LogWriter {
  let lost = 0;
  const count = (lines: string) => (lost += lines.split('\n').length - 1);
  // The callback of each write reports errors as well; without a listener an error would end the process.
  stream.on('error', () => {});
  return {
    get lost() {
      return lost;
    },
    write(lines) {
      if (stream.writableLength > maxWaiting) {
        count(lines);
        return;
      }
      try {
        stream.write(lines, (error) => {
          if (error) count(lines);
        });
      } catch {
        count(lines);
      }
    },
  };
}

/** Gathers the lines of one turn of the event loop: a write to a pipe blocks, and an answer need not wait for it. */
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
