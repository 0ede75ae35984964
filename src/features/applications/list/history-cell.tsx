import type { ReactNode } from 'react';
import type { Deployment } from '@/contract';
import { sharedState } from '@/lib/shared-state';

interface Props {
  deployment: Deployment;
  /** The deployment's identity in words. */
  identity: string;
}

/** Known once the code is there: to wait for it in each row, in a boundary, would cost more than the strips. */
const [setRenderHistory, useRenderHistory] = sharedState<((props: Props) => ReactNode) | null>(null);
export { setRenderHistory };

/** The last ten outcomes of a deployment. */
export function HistoryCell(props: Props) {
  return useRenderHistory()?.(props);
}
