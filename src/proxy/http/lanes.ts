import { ProblemError } from './problems';

/** Places for one person's works of a kind; what does not fit waits, and what may not wait is refused. */
export interface Lane {
  /** Takes a place, when there is one; the answer gives it back. Problem `too_many_requests`. */
  enter(person: string): Promise<() => void>;
}

/**
 * So many works of one person go on at once and so many more wait, whatever others do: a person who asks for too much
 * waits for their own, and nobody else does.
 */
export function createLane({ atOnce, waiting }: { atOnce: number; waiting: number }): Lane {
  const people = new Map<string, { running: number; queue: (() => void)[] }>();
  return {
    async enter(person) {
      const own = people.get(person) ?? { running: 0, queue: [] };
      people.set(person, own);
      if (own.running < atOnce) own.running += 1;
      else if (own.queue.length < waiting) await new Promise<void>((resolve) => own.queue.push(resolve));
      else throw tooManyRequests('Too many of your requests are under way.', 5);
      let hasLeft = false;
      return () => {
        if (hasLeft) return;
        hasLeft = true;
        const next = own.queue.shift();
        // Whoever waits longest takes over the place.
        if (next !== undefined) next();
        else if ((own.running -= 1) === 0) people.delete(person);
      };
    },
  };
}

/** The lanes of one console: what of a person's requests waits for what. */
export type Lanes = ReturnType<typeof createLanes>;

export function createLanes() {
  return {
    /** None waits: what leaves later would be a DELETE that nobody asked for any more. */
    cancel: createLane({ atOnce: 50, waiting: 0 }),
    /** Changes of many deployments at once. */
    change: createLane({ atOnce: 1, waiting: 10 }),
    download: createLane({ atOnce: 2, waiting: 0 }),
    search: createLane({ atOnce: 2, waiting: 20 }),
    /** Everything else, each a few milliseconds. */
    other: createLane({ atOnce: 6, waiting: 300 }),
  };
}

/** The refusal of what would hold up others, with the seconds after which it may be tried again. */
export function tooManyRequests(what: string, seconds: number): ProblemError {
  return new ProblemError('too_many_requests', `${what} Wait ${seconds} seconds, then try again.`, {
    headers: { 'retry-after': String(seconds) },
  });
}

export interface RateLimit {
  /** Counts one more for the key. Problem `too_many_requests` where there were as many within the last minute. */
  take(key: string): void;
}

/** At most so many a minute for each key. */
export function createRateLimit({ aMinute, now }: { aMinute: number; now: () => Date }): RateLimit {
  const minute = 60_000;
  /** When each key was counted, in the order of the last times: what is a minute old stands first and is forgotten. */
  const counted = new Map<string, number[]>();
  return {
    take(key) {
      const time = now().getTime();
      for (const [old, times] of counted) {
        if (Math.max(...times) > time - minute) break;
        counted.delete(old);
      }
      const recent = (counted.get(key) ?? []).filter((at) => at > time - minute);
      const [first] = recent;
      if (first !== undefined && recent.length >= aMinute)
        throw tooManyRequests(
          'Too many requests within a minute.',
          Math.ceil((first + minute - time) / 1000),
        );
      counted.delete(key);
      counted.set(key, [...recent, time]);
    },
  };
}
