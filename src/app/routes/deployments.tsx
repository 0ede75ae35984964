import { lazy, Suspense, useEffect, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Session } from '@/contract';
import { DeploymentsView } from '@/features/applications/components/deployments-view';
import { CancelCallsButton } from '@/features/cancel-calls/components/cancel-calls-button';
import { loadCancelDialog } from '@/features/cancel-calls/load-dialog';
import type { CancelTarget } from '@/features/cancel-calls/target';
import { whenIdle } from '@/lib/idle';

const CancelCallsDialog = lazy(loadCancelDialog);

export default function DeploymentsRoute({ session }: { session: Session | null | undefined }) {
  const [address, setAddress] = useSearchParams();
  const [target, setTarget] = useState<CancelTarget | null>(null);
  const upstream = session?.upstream;
  const isOperator = session?.role === 'operator';

  useEffect(
    () => (isOperator ? whenIdle(() => void loadCancelDialog().catch(() => undefined)) : undefined),
    [isOperator],
  );

  return (
    <>
      <DeploymentsView
        canEdit={session === undefined ? undefined : isOperator}
        searchText={address.get('q') ?? ''}
        onSearch={(text) => setAddress(text === '' ? {} : { q: text }, { replace: true })}
        renderAction={(application, deployment) =>
          upstream !== undefined && (
            <CancelCallsButton
              deployment={deployment}
              onOpen={() => setTarget({ id: crypto.randomUUID(), application, deployment, upstream })}
            />
          )
        }
      />
      {target !== null && (
        <Suspense fallback={null}>
          <CancelCallsDialog key={target.id} target={target} onClose={() => setTarget(null)} />
        </Suspense>
      )}
    </>
  );
}
