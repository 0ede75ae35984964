import { useState } from 'react';
import type { Application } from '@/contract';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { useBackGuard } from '@/lib/use-back-guard';
import { DeploymentForm } from '../editing/deployment-form';
import { FindIdsHint } from '../editing/find-ids-hint';

/**
 * The first thing a new team sees: what to do, where the numbers are, and the form itself. What was typed there stays
 * when a colleague saves something first.
 */
export default function EmptyList({
  canEdit,
  applications,
  onTyped,
  onDone,
}: {
  canEdit: boolean;
  applications: readonly Application[];
  onTyped: () => void;
  onDone: () => void;
}) {
  const [typed, setTyped] = useState(false);
  const [warned, setWarned] = useState(false);
  useBackGuard(typed && !warned, () => setWarned(true));
  if (!canEdit)
    return <EmptyState title="No deployments are saved yet">An operator saves the first one.</EmptyState>;
  const isFirst = applications.length === 0;
  return (
    <section
      aria-labelledby="first"
      className="max-w-2xl rounded-lg border border-line bg-surface shadow-raised"
      onInput={() => {
        onTyped();
        setTyped(true);
        setWarned(false);
      }}
    >
      <div className="space-y-2 border-b border-line px-5 py-4">
        <h2 id="first" className="text-lg font-semibold">
          {isFirst ? 'Save your first deployment' : 'Save a deployment'}
        </h2>
        <p className="text-sm text-ink-soft">
          Fuse has no list of deployments to read, so this console keeps its own. <FindIdsHint />
        </p>
        {!isFirst && (
          <Notice
            tone="neutral"
            role="status"
            title="A colleague has saved something meanwhile: it is below."
            action={
              <Button size="sm" onClick={onDone}>
                Don’t save this one
              </Button>
            }
          />
        )}
        {warned && (
          <Notice
            tone="warning"
            role="alert"
            title="Go back again to leave: what was typed here is lost then."
          />
        )}
      </div>
      <DeploymentForm applications={applications} onDone={onDone} />
    </section>
  );
}
