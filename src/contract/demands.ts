import { isProduction } from './enums';
import { isWithin, type Place } from './grants';
import type { Rule } from './rules';

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A time span such as `30m` in milliseconds. */
export function spanMs(span: string): number {
  const unit = (['s', 'm', 'h', 'd'] as const).find((letter) => span.endsWith(letter)) ?? 's';
  return Number.parseInt(span, 10) * unitMs[unit];
}

/** What the rules together ask of one cancellation. */
export interface Demands {
  isReasonRequired: boolean;
  isReadBack: boolean;
  /** Null where no other person has to confirm the outcome. */
  reviewWithinMs: number | null;
}

/** Of several rules for the same deployment the strictest holds, demand by demand. */
export function demandsOf(
  rules: readonly Rule[],
  place: Required<Pick<Place, 'environment' | 'tags'>>,
  nonProduction: readonly string[],
): Demands {
  const those = rules.filter((one) => isWithin(one, place, nonProduction));
  const readBacks = those.flatMap(({ readBack }) => readBack ?? []);
  const reviews = those.flatMap(({ review }) => (review === undefined ? [] : spanMs(review.within)));
  return {
    isReasonRequired: those.some(({ reason }) => reason === 'required'),
    isReadBack:
      readBacks.length > 0 ? readBacks.includes(true) : isProduction(place.environment, nonProduction),
    reviewWithinMs: reviews.length > 0 ? Math.min(...reviews) : null,
  };
}
