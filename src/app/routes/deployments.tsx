import { useCallback, useEffect, useRef, useState } from 'react';
import { maySomewhere } from '@/common/grants';
import type { SavedDeployment } from '@/common/saved-deployments';
import { useSearchParams } from 'wouter';
import type { Application, Deployment, Session } from '@/contract';
import { DeploymentsView } from '@/features/applications/list/deployments-view';
import { nothingSelected, setSelected } from '@/features/applications/selection/selection';
import { formatSearchParams, parseSearchParams } from '@/features/applications/search/search-params';
import { CancelCallsButton } from '@/features/cancel-calls/single/cancel-calls-button';
import type { CancelTarget } from '@/features/cancel-calls/single/target';
import { clearDialogRequest, useDialogRequest } from '../dialog-request';
import { BatchDialog, CancelCallsDialog } from '../lazy-parts';

export default function DeploymentsRoute({ session }: { session: Session | null | undefined }) {
  const [address, setAddress] = useSearchParams();
  const [target, setTarget] = useState<CancelTarget | null>(null);
  const [several, setSeveral] = useState<SavedDeployment[] | null>(null);
  const requested = useDialogRequest();
  const upstream = session?.upstream;
  // The dialogs say what is not granted for one deployment.
  const isOperator = maySomewhere(session, 'cancel') || maySomewhere(session, 'save');

  // What was asked for and not answered is not asked again when one comes back.
  const present = useRef(false);
  useEffect(() => {
    present.current = true;
    return () => {
      present.current = false;
      setTimeout(() => present.current || clearDialogRequest());
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
    (requested?.kind === 'cancel' && isOperator && upstream !== undefined
      ? { ...requested.target, upstream }
      : null);
  return (
    <>
      <DeploymentsView
        canEdit={session === undefined ? undefined : isOperator}
        pins={session?.pins}
        searchParams={parseSearchParams(address)}
        onChange={(searchParams, options) => setAddress(formatSearchParams(searchParams), options)}
        renderAction={renderAction}
        onCancelSeveral={setSeveral}
        requested={requested?.kind === 'edit' ? requested.editing : undefined}
        onRequestClosed={clearDialogRequest}
      />
      {single !== null && (
        <CancelCallsDialog
          key={single.id}
          target={single}
          onClose={() => {
            setTarget(null);
            clearDialogRequest();
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
