import type { ReactNode } from 'react';
import { TimeText } from '@/components/ui/time-text';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import type { CancelTarget } from './target';
import { isolated } from '@/lib/isolated';
import { timeLimit } from '@/lib/span';

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_1fr] gap-3 px-3 py-1.5">
      <dt className="text-ink-faint">{term}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

/** What else can tell the operator that it is the wrong queue; the identity itself is the title. */
export function TargetFacts({
  target,
  reviewWithinMs,
}: {
  target: CancelTarget;
  /** Null where no other person has to confirm the outcome. */
  reviewWithinMs: number | null;
}) {
  const { deployment, upstream } = target;
  const last = deployment.lastCancellation;
  return (
    <dl className="divide-y divide-line rounded-lg border border-line bg-canvas text-xs">
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
          'None on record'
        ) : (
          <>
            <TimeText iso={last.requestedAt} />
            <span className="text-ink-soft">{` by ${isolated(last.person)}: ${outcomeLabel(last.outcome).label}, ${codeText(last)}`}</span>
          </>
        )}
      </Fact>
      {reviewWithinMs !== null && (
        <Fact term="Afterwards">{`Another person has to confirm the outcome within ${timeLimit(reviewWithinMs)}.`}</Fact>
      )}
      {deployment.note !== null && (
        <Fact term="Note">
          <span className="whitespace-pre-line">{deployment.note}</span>
        </Fact>
      )}
    </dl>
  );
}
