import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Cancellation, ProblemCode } from '../../contract';

export interface Metrics {
  /** `seconds` from the request to the outcome, by the monotonic clock. */
  cancellation(settled: Cancellation, seconds: number): void;
  refused(reason: ProblemCode): void;
  /** `result` of reading the configuration file anew: `taken_over`, `unchanged` or `refused`. */
  configurationRead(result: string): void;
  /** The Prometheus text exposition format, with the numbers that are counted elsewhere. */
  text(counted: {
    openStreams: number;
    lostLogLines: number;
    /** Null where the journal cannot be read. */
    overdueReviews: number | null;
    /** In milliseconds, by the other clock; null where it is not known. */
    clockAhead: Record<string, number | null>;
  }): Promise<{ body: string; contentType: string }>;
}

/** Counts for `GET /metrics`; no label names a person or a deployment. */
export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers;
  const cancellations = new Counter({
    name: 'fuse_console_cancellations_total',
    help: 'Cancellations by outcome and by the status code Fuse answered with ("none" without an answer).',
    labelNames: ['outcome', 'code'],
    registers,
  });
  const seconds = new Histogram({
    name: 'fuse_console_cancellation_seconds',
    help: 'From the request of a cancellation to its outcome.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const refusals = new Counter({
    name: 'fuse_console_refused_requests_total',
    help: 'Requests that the console refused, by problem code.',
    labelNames: ['reason'],
    registers,
  });
  const configurationReads = new Counter({
    name: 'fuse_console_configuration_reads_total',
    help: 'How often the configuration file was read anew (SIGHUP), by result; a refused file is not in force.',
    labelNames: ['result'],
    registers,
  });
  const streams = new Gauge({
    name: 'fuse_console_event_streams',
    help: 'Open event streams.',
    registers,
  });

  const overdue = new Gauge({
    name: 'fuse_console_reviews_overdue',
    help: 'Outcomes that nobody has confirmed within the time that a rule gives; absent while the journal cannot be read.',
    registers,
  });

  const lostLines = new Counter({
    name: 'fuse_console_log_lines_lost_total',
    help: 'Log lines that could not be written: disk full, or nobody reads standard error.',
    registers,
  });

  const clockAhead = new Gauge({
    name: 'fuse_console_clock_ahead_seconds',
    help: 'How far the console’s clock is ahead of another one: the database’s, or Fuse’s by its last answer.',
    labelNames: ['of'],
    registers,
  });

  return {
    cancellation({ outcome, status }, took) {
      if (outcome === null) return;
      cancellations.inc({ outcome, code: status ?? 'none' });
      seconds.observe(took);
    },
    refused: (reason) => refusals.inc({ reason }),
    configurationRead: (result) => configurationReads.inc({ result }),
    async text({ openStreams, lostLogLines, overdueReviews, clockAhead: ahead }) {
      streams.set(openStreams);
      for (const [of, milliseconds] of Object.entries(ahead))
        if (milliseconds !== null) clockAhead.set({ of }, milliseconds / 1000);
      if (overdueReviews === null) overdue.remove();
      else overdue.set(overdueReviews);
      lostLines.reset();
      lostLines.inc(lostLogLines);
      return { body: (await registry?.metrics()) ?? '', contentType: registry?.contentType ?? 'text/plain' };
    },
  };
}
