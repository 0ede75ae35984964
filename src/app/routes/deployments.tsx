import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Application, Deployment, Session } from '@/contract';
import { DeploymentsView } from '@/features/applications/list/deployments-view';
import { nothingSelected, setSelected, type Saved } from '@/features/applications/selection/selection';
import { findingParams, readFinding } from '@/features/applications/search/search-params';
import { CancelCallsButton } from '@/features/cancel-calls/single/cancel-calls-button';
import type { CancelTarget } from '@/features/cancel-calls/single/target';
import { forgetAsked, useAsked } from '../dialog-request';
import { BatchDialog, CancelCallsDialog } from '../lazy-parts';

export default function DeploymentsRoute({ session }: { session: Session | null | undefined }) {
  const [address, setAddress] = useSearchParams();
  const [target, setTarget] = useState<CancelTarget | null>(null);
  const [several, setSeveral] = useState<Saved[] | null>(null);
  const asked = useAsked();
  const upstream = session?.upstream;
  const isOperator = session?.role === 'operator';

  // What was asked for and not answered is not asked again when one comes back.
  const present = useRef(false);
  useEffect(() => {
    present.current = true;
    return () => {
      present.current = false;
      setTimeout(() => present.current || forgetAsked());
    };
  }, []);

  const renderAction = useCallback(
    (application: Application, deployment: Deployment) =>
      upstream !== undefined && (
        <CancelCallsButton
          application={application}
          deployment={deployment}
          onOpen={() => setTarget({ id: crypto.randomUUID(), application, deployment, upstream })}
        />
      ),
    [upstream],
  );

  const single =
    target ??
    (asked?.kind === 'cancel' && isOperator && upstream !== undefined ? { ...asked.target, upstream } : null);
  return (
    <>
      <DeploymentsView
        canEdit={session === undefined ? undefined : isOperator}
        finding={readFinding(address)}
        onChange={(finding, options) => setAddress(findingParams(finding), options)}
        renderAction={renderAction}
        onCancelSeveral={setSeveral}
        asked={asked?.kind === 'edit' ? asked.editing : undefined}
        onAnswered={forgetAsked}
      />
      {single !== null && (
        <CancelCallsDialog
          key={single.id}
          target={single}
          onClose={() => {
            setTarget(null);
            forgetAsked();
          }}
        />
      )}
      {several !== null && upstream !== undefined && (
        <BatchDialog
          held={several}
          upstream={upstream}
          onStarted={() => setSelected(nothingSelected)}
          onClose={() => setSeveral(null)}
        />
      )}
    </>
  );
}
