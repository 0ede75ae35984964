import type { ReactNode } from 'react';
import { TimeText } from '@/components/ui/time-text';
import { EnvironmentBadge } from '@/common/badges';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import type { CancelTarget } from './target';
import { isolated } from '@/lib/isolated';

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_1fr] gap-3 px-3 py-2">
      <dt className="text-ink-faint">{term}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

/** Everything by which the operator can notice that it is the wrong queue. */
export function TargetFacts({ target }: { target: CancelTarget }) {
  const { application, deployment, upstream } = target;
  const last = deployment.lastCancellation;
  return (
    <dl className="divide-y divide-line rounded-lg border border-line bg-canvas text-sm">
      <Fact term="Environment">
        <EnvironmentBadge name={deployment.environment} />
      </Fact>
      <Fact term="Deployment">
        <bdi className="font-medium">{deployment.name}</bdi>{' '}
        <span className="inline-block text-ink-soft tabular">{`ID ${deployment.deploymentId}`}</span>
      </Fact>
      <Fact term="Application">
        <bdi className="font-medium">{application.name}</bdi>{' '}
        <span className="inline-block text-ink-soft tabular">{`ID ${application.applicationId}`}</span>
      </Fact>
      <Fact term="Account">
        {upstream.kind === 'sandbox' ? (
          'Sandbox: no real calls'
        ) : (
          <>
            <span>{`${isolated(upstream.account ?? '')} `}</span>
            <span className="text-ink-soft">{`at ${upstream.host}`}</span>
          </>
        )}
      </Fact>
      <Fact term="Last cancelled">
        {last === null ? (
          'Never, as far as this console knows'
        ) : (
          <>
            <TimeText iso={last.requestedAt} />
            <span className="text-ink-soft">{` by ${isolated(last.person)}: ${outcomeLabel(last.outcome).label}, ${codeText(last)}`}</span>
          </>
        )}
      </Fact>
      {deployment.note !== null && (
        <Fact term="Note">
          <span className="whitespace-pre-line">{deployment.note}</span>
        </Fact>
      )}
    </dl>
  );
}
