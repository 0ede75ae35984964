import { ProblemError } from './problems';

/** Limits how many requests of one kind a person has running; more of them wait, and still more are refused. */
export interface Lane {
  /** Waits for a place and takes it; the answer is the function that gives it back. Problem `too_many_requests`. */
  enter(person: string): Promise<() => void>;
}

/**
 * A lane with `concurrency` places and a queue of `maxQueued` requests for each person, so that a person who sends too
 * many requests holds up only themselves.
 */
export function createLane({ concurrency, maxQueued }: { concurrency: number; maxQueued: number }): Lane {
  const people = new Map<string, { running: number; queue: (() => void)[] }>();
  return {
    async enter(person) {
      const lane = people.get(person) ?? { running: 0, queue: [] };
      people.set(person, lane);
      if (lane.running < concurrency) lane.running += 1;
      else if (lane.queue.length < maxQueued) await new Promise<void>((resolve) => lane.queue.push(resolve));
      else throw tooManyRequests('Too many of your requests are under way.', 5);
      let hasLeft = false;
      return () => {
        if (hasLeft) return;
        hasLeft = true;
        const next = lane.queue.shift();
        // The request that waits longest takes over the place.
        if (next !== undefined) next();
        else if ((lane.running -= 1) === 0) people.delete(person);
      };
    },
  };
}

/** The lanes of one console: a request waits for others in its lane only. */
export type Lanes = ReturnType<typeof createLanes>;

export function createLanes() {
  return {
    /** No request waits: one that leaves later would be a DELETE that nobody asked for any more. */
    cancel: createLane({ concurrency: 50, maxQueued: 0 }),
    /** Changes of many deployments at once. */
    change: createLane({ concurrency: 1, maxQueued: 10 }),
    download: createLane({ concurrency: 2, maxQueued: 0 }),
    search: createLane({ concurrency: 2, maxQueued: 20 }),
    /** All other requests, each a few milliseconds. */
    other: createLane({ concurrency: 6, maxQueued: 300 }),
  };
}

/** The problem `too_many_requests`, with the seconds after which the request may be repeated. */
export function tooManyRequests(what: string, seconds: number): ProblemError {
  return new ProblemError('too_many_requests', `${what} Wait ${seconds} seconds, then try again.`, {
    headers: { 'retry-after': String(seconds) },
  });
}

export interface RateLimit {
  /** Problem `too_many_requests` if the key has reached its limit within the last minute. */
  check(key: string): void;
  /** The same, and counts a request of the key. */
  take(key: string): void;
}

/** Keys that are counted at a time, so that their memory is bounded; beyond them, the oldest is forgotten. */
const mostKeys = 50_000;

/** Allows `aMinute` requests a minute for each key. */
export function createRateLimit({
  aMinute,
  now,
  what = 'Too many requests within a minute.',
}: {
  aMinute: number;
  now: () => Date;
  what?: string;
}): RateLimit {
  const minute = 60_000;
  /** The times of each key's requests. The keys are in the order of their last request, so the oldest come first. */
  const counted = new Map<string, number[]>();

  /** The key's requests within the last minute, if there may be more of them. */
  function recentOf(key: string, time: number): number[] {
    const recent = (counted.get(key) ?? []).filter((at) => at > time - minute);
    const [first] = recent;
    if (first !== undefined && recent.length >= aMinute)
      throw tooManyRequests(what, Math.ceil((first + minute - time) / 1000));
    return recent;
  }

  return {
    check: (key) => void recentOf(key, now().getTime()),

    take(key) {
      const time = now().getTime();
      for (const [old, times] of counted) {
        if (Math.max(...times) > time - minute) break;
        counted.delete(old);
      }
      const recent = recentOf(key, time);
      counted.delete(key);
      counted.set(key, [...recent, time]);
      const [oldest] = counted.keys();
      if (counted.size > mostKeys && oldest !== undefined) counted.delete(oldest);
    },
  };
}
