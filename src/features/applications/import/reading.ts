import type { Span } from '@/lib/pasted-text';
import type { Cell } from '@/lib/read-tables';
import { parseId, type IdPlaces } from './id-names';

/** One of Fuse's two IDs in a text, and the place of its digits. */
export interface PlacedId extends Span {
  id: string;
}

/** Two IDs in their places, and the pieces of the text to show for them. */
export interface PlacedPair {
  application: PlacedId;
  deployment: PlacedId;
  shown: Span[];
}

/** What each reader makes of a text. */
export interface Reading {
  pairs: PlacedPair[];
  /** Numbers that are not whole, or not the only ones. */
  incomplete: Span[];
}

export const emptyReading = (): Reading => ({ pairs: [], incomplete: [] });

export const sortSpans = (...spans: Span[]): Span[] =>
  spans.toSorted((one, other) => one.start - other.start);

/** The ID that stands in a piece of the text. */
export function locateId(text: string, { start, end }: Span): PlacedId {
  const { 0: id = '', index = 0 } = /\d+/.exec(text.slice(start, end)) ?? {};
  return { id, start: start + index, end: start + index + id.length };
}

/** Adds two numbers that a text names together: as a pair if nothing says that one of them is not whole. */
export function addPair(reading: Reading, pair: PlacedPair, isWhole: boolean): void {
  if (isWhole) reading.pairs.push(pair);
  else reading.incomplete.push(pair.application, pair.deployment);
}

/**
 * The IDs that two of the cells or values are; undefined where one is none, or where another number stands under the same
 * name: these count as cut.
 */
export function toPlacedPair(
  reading: Reading,
  text: string,
  places: IdPlaces,
  cells: readonly Cell[],
): Omit<PlacedPair, 'shown'> | undefined {
  const [application, deployment] = [cells[places.application], cells[places.deployment]];
  if (application === undefined || deployment === undefined) return undefined;
  const ids = [parseId(application.text), parseId(deployment.text)];
  const rivals = places.rivals.map((place) => parseId(cells[place]?.text ?? ''));
  const isOpen = rivals.some((id) => id !== undefined && !ids.includes(id));
  const broken = [application, deployment].filter((_, index) => isOpen || ids[index] === undefined);
  reading.incomplete.push(...broken.filter((cell) => /\d/.test(cell.text)));
  if (broken.length > 0) return undefined;
  return { application: locateId(text, application), deployment: locateId(text, deployment) };
}
