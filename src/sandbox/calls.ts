const roundMs = 15 * 60_000;
const beforeDialingMs = 1_000;
const dialingMs = 20_000;
const connectedMs = 40_000;
/** Fits a round: the last call of a line dials before the next round is queued. */
const callsPerLine = 14;
/** More than ten days of rounds; the oldest cancellation is forgotten first. */
const rememberedCancellations = 1_000;

/** `call_details` as Fuse documents it, with its mixture of strings and integers. Timestamps in seconds. */
interface CallDetails {
  max_attempts: string;
  attempts: string;
  events: { event: string; timestamp: number }[];
  phone_number: string;
  status: string;
  queued_timestamp: string;
  start_timestamp?: string;
  end_timestamp?: string;
  reattempt_wait: string;
  duration?: number;
}

/** One deployment's calls. Every `now` is in ms since 1970. */
export interface CallQueue {
  /** Cancels what is queued at `now`; calls already dialing go on. */
  cancel(now: number): void;
  /** The call's details as of `now`; undefined for an ID that is not (yet) one of this queue's calls. */
  find(callId: string, now: number): CallDetails | undefined;
}

/**
 * A campaign that queues `calls` calls at `startedAt` (ms) and as many again every 15 minutes. Its call IDs
 * are `prefix` and the call's number from 0001 on. A call's state follows from the clock and the
 * cancellations alone, so nothing is kept for a call and nothing runs between requests.
 */
export function createQueue(prefix: string, calls: number, startedAt: number): CallQueue {
  const lines = Math.ceil(calls / callsPerLine);
  /** Round → when it was cancelled. A round can be emptied only once, so the first time stands. */
  const cancelledAt = new Map<number, number>();
  const roundAt = (now: number) => Math.floor((now - startedAt) / roundMs);

  return {
    cancel(now) {
      const round = roundAt(now);
      if (cancelledAt.has(round)) return;
      cancelledAt.set(round, now);
      const [oldest] = cancelledAt.keys();
      if (cancelledAt.size > rememberedCancellations && oldest !== undefined) cancelledAt.delete(oldest);
    },

    find(callId, now) {
      const number = Number(callId.slice(prefix.length));
      const queuedSoFar = (roundAt(now) + 1) * calls;
      if (!(number >= 1 && number <= queuedSoFar)) return undefined;
      if (callId !== prefix + String(number).padStart(4, '0')) return undefined;

      const round = Math.floor((number - 1) / calls);
      const turn = Math.floor(((number - 1) % calls) / lines);
      const queued = startedAt + round * roundMs;
      const dialing = queued + beforeDialingMs + turn * (dialingMs + connectedMs);
      const cancelled = cancelledAt.get(round) ?? Infinity;
      return describeCall(number, cancelled < dialing ? { queued, cancelled } : { queued, dialing }, now);
    },
  };
}

type CallPlan = { queued: number; cancelled: number } | { queued: number; dialing: number };

function describeCall(number: number, plan: CallPlan, now: number): CallDetails {
  const events = eventsOf(plan)
    .filter(([, at]) => at <= now)
    .map(([event, at]) => ({ event, timestamp: Math.floor(at / 1000) }));
  const at = (name: string) => events.find(({ event }) => event === name)?.timestamp;
  const start = at('connected');
  const end = at('disconnected');
  const last = events.at(-1)?.event ?? 'queued';
  return {
    max_attempts: '1',
    attempts: at('dialing') === undefined ? '0' : '1',
    events,
    // 555-0100 to 555-0199 are set aside for fiction.
    phone_number: `'61755501${String(number % 100).padStart(2, '0')}'`,
    status: last === 'disconnected' ? 'completed' : last,
    queued_timestamp: String(Math.floor(plan.queued / 1000)),
    ...(start !== undefined && { start_timestamp: String(start) }),
    ...(end !== undefined && { end_timestamp: String(end) }),
    reattempt_wait: '300',
    ...(start !== undefined && end !== undefined && { duration: end - start }),
  };
}

function eventsOf(plan: CallPlan): [event: string, at: number][] {
  if ('cancelled' in plan)
    return [
      ['queued', plan.queued],
      ['canceled', plan.cancelled],
    ];
  const connected = plan.dialing + dialingMs;
  return [
    ['queued', plan.queued],
    ['dialing', plan.dialing],
    ['connected', connected],
    ['disconnected', connected + connectedMs],
  ];
}
