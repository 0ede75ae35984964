import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore, type ReactNode } from 'react';
import type { ApplicationList, Cancellation } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { TimeText } from '@/components/ui/time-text';
import { environmentName, environmentTone } from '@/domain/environments';
import { codeText, outcomeLabel } from '@/domain/outcome-labels';
import { keys } from '@/domain/query-keys';
import type { CancelTarget } from '../target';

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_1fr] gap-3 px-3 py-2">
      <dt className="text-ink-faint">{term}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

/** Which queue it is: everything by which a person can notice that it is the wrong one. */
export function TargetFacts({ target }: { target: CancelTarget }) {
  const { application, deployment, upstream } = target;
  const last = useLastCancellation(target);
  return (
    <dl className="divide-y divide-line rounded-lg border border-line bg-canvas text-sm">
      <Fact term="Environment">
        <Badge tone={environmentTone(deployment.environment)}>
          {environmentName(deployment.environment)}
        </Badge>
      </Fact>
      <Fact term="Deployment">
        <span className="font-medium">{deployment.name}</span>{' '}
        <span className="inline-block text-ink-soft tabular">ID {deployment.deploymentId}</span>
      </Fact>
      <Fact term="Application">
        <span className="font-medium">{application.name}</span>{' '}
        <span className="inline-block text-ink-soft tabular">ID {application.applicationId}</span>
      </Fact>
      <Fact term="Account">
        {upstream.kind === 'sandbox' ? (
          'Sandbox: no real calls'
        ) : (
          <>
            {upstream.account} <span className="text-ink-soft">at {upstream.host}</span>
          </>
        )}
      </Fact>
      <Fact term="Last cancelled">
        {last === null ? (
          'Never, as far as this console knows'
        ) : (
          <>
            <TimeText iso={last.requestedAt} />
            <span className="text-ink-soft">
              {' '}
              by {last.person}: {outcomeLabel(last.outcome).label}, {codeText(last)}
            </span>
          </>
        )}
      </Fact>
    </dl>
  );
}

/** The last one as the page knows it now, and not when the dialog opened; the dialog's own is none of before. */
function useLastCancellation({ id, deployment }: CancelTarget): Cancellation | null {
  const client = useQueryClient();
  const subscribe = useCallback(
    (listener: () => void) => client.getQueryCache().subscribe(listener),
    [client],
  );
  const now = useSyncExternalStore(
    subscribe,
    () =>
      client
        .getQueryData<ApplicationList>(keys.applications)
        ?.items.find((one) => one.applicationId === deployment.applicationId)
        ?.deployments.find((one) => one.deploymentId === deployment.deploymentId)?.lastCancellation,
  );
  return now === undefined || now?.id === id ? deployment.lastCancellation : now;
}
