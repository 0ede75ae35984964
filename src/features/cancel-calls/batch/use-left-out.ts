import { deploymentKey } from '@/contract';
import { useState } from 'react';
import type { Overlap } from '@/contract';
import { type Target } from './batch-plan';
import { useOverlaps, type KnownOverlap } from '../shared/overlaps';

/** Overlaps of one kind that are treated alike, with the way to treat them the other way. */
interface OverlapGroup {
  /** `over`: others had it in hand, and have no more. */
  kind: Overlap['kind'] | 'over';
  isLeftOut: boolean;
  overlaps: KnownOverlap[];
  toggle: () => void;
}

/**
 * Which targets of a batch are left out because others have them in hand. What was left out once stays so until the
 * person includes it, whatever comes of it meanwhile: the number to type does not change by itself twice.
 */
export function useLeftOut(batchId: string, targets: readonly Target[], reported: readonly Overlap[]) {
  const overlaps = useOverlaps(batchId, targets, reported);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [despite, setDespite] = useState<ReadonlySet<string>>(new Set());
  const fresh = overlaps.filter(
    (one) => !leftOut.has(deploymentKey(one)) && !despite.has(one.id) && !despite.has(one.batchId ?? ''),
  );
  if (fresh.length > 0) setLeftOut(new Set([...leftOut, ...fresh.map(deploymentKey)]));

  function toggle(isLeftOut: boolean, those: readonly KnownOverlap[]) {
    const places = new Set(those.map(deploymentKey));
    const ids = overlaps.filter((one) => places.has(deploymentKey(one))).map(({ id }) => id);
    setLeftOut(new Set(isLeftOut ? [...leftOut].filter((key) => !places.has(key)) : [...leftOut, ...places]));
    if (isLeftOut) setDespite(new Set([...despite, ...ids]));
  }

  const groups = (['waiting', 'accepted'] as const).flatMap((kind) =>
    [true, false].map((isLeftOut): OverlapGroup => {
      const those = overlaps.filter(
        (one) => one.kind === kind && leftOut.has(deploymentKey(one)) === isLeftOut,
      );
      return { kind, isLeftOut, overlaps: those, toggle: () => toggle(isLeftOut, those) };
    }),
  );
  const held = new Set(overlaps.map(deploymentKey));
  const over = targets
    .filter((target) => leftOut.has(deploymentKey(target)) && !held.has(deploymentKey(target)))
    .map(({ applicationId, deploymentId }): KnownOverlap => ({
      applicationId,
      deploymentId,
      kind: 'waiting',
      id: '',
      person: '',
      at: '',
    }));
  groups.push({ kind: 'over', isLeftOut: true, overlaps: over, toggle: () => toggle(true, over) });
  return {
    kept: targets.filter((target) => !leftOut.has(deploymentKey(target))),
    despite: [...despite],
    groups: groups.filter((group) => group.overlaps.length > 0),
  };
}
