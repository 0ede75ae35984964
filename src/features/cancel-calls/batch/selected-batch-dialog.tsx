import { useState, type ComponentProps } from 'react';
import type { Session } from '@/contract';
import { toTargets, planBatch } from './batch-plan';
import BatchDialog from './batch-dialog';

/** The batch dialog for what is selected, as it is at this moment: later changes change nothing. */
export default function SelectedBatchDialog({
  held,
  upstream,
  ...rest
}: {
  held: Parameters<typeof toTargets>[0];
  upstream: Session['upstream'];
} & Pick<ComponentProps<typeof BatchDialog>, 'onStarted' | 'onClose'>) {
  const [plan] = useState(() => planBatch(toTargets(held), upstream));
  return <BatchDialog plan={plan} {...rest} />;
}
