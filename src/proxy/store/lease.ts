/**
 * A console of which nothing was heard for so long is taken for gone, frozen or cut off as it may be, and what it left
 * open is settled. A DELETE whose claim is as old as this does not leave.
 */
export const leaseMs = 30_000;
/** The same for a console whose connection to the database has ended, as that of each process that has ended. */
export const cutOffLeaseMs = 6_000;

/** A moment on both clocks: `performance.now()` stands still while some machines sleep, and the other can be set. */
export interface Moment {
  monotonic: number;
  wall: number;
}

export const presentMoment = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });

/** The milliseconds since that moment, by the clock that says more. */
export function age({ monotonic, wall }: Moment): number {
  return Math.max(performance.now() - monotonic, Math.abs(Date.now() - wall));
}
