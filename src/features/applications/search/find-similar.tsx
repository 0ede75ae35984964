import { deploymentKey } from '@/contract';
import { useEffect, useEffectEvent } from 'react';
import type { Application } from '@/contract';
import { type ListSearchParams } from './search-params';
import { find } from './search';
import { findSimilar } from './similar';
import type { FuzzyMatches } from './use-deployment-search';

/** Asks the index for what comes close, and hands on what of it the filters leave. Shows nothing itself. */
export default function FindSimilar({
  items,
  finding,
  onFound,
}: {
  items: Application[];
  finding: ListSearchParams;
  onFound: (near: FuzzyMatches) => void;
}) {
  const tell = useEffectEvent(onFound);
  useEffect(() => {
    let stale = false;
    async function look() {
      const { keys, words } = await findSimilar(items, finding.q);
      if (stale) return;
      const applications = find(items, { ...finding, q: '' }).flatMap((one) => {
        const deployments = one.deployments.filter((deployment) => keys.has(deploymentKey(deployment)));
        return deployments.length === 0 ? [] : [{ ...one, deployments }];
      });
      tell({ finding, applications, words });
    }
    void look();
    return () => {
      stale = true;
    };
  }, [items, finding]);
  return null;
}
