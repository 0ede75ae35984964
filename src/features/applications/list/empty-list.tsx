import type { Application } from '@/contract';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { useUnsavedGuard } from '@/lib/use-unsaved-guard';
import { DeploymentForm } from '../editing/deployment-form';
import { FindIdsHint } from '../editing/find-ids-hint';
import type { Editing } from './editing';

/**
 * The first thing a new team sees: the two fastest ways in, where the IDs are found, and the form itself. It stays, with all that
 * was typed, when a colleague saves something first.
 */
export default function EmptyList({
  canEdit,
  applications,
  onEdit,
  onTyped,
  onDone,
}: {
  canEdit: boolean;
  applications: readonly Application[];
  onEdit: (editing: Editing) => void;
  onTyped: () => void;
  onDone: () => void;
}) {
  const { warnedOf, markTyped } = useUnsavedGuard();
  if (!canEdit)
    return <EmptyState title="No deployments are saved yet">An operator saves the first one.</EmptyState>;
  const isFirst = applications.length === 0;
  return (
    <Card
      aria-labelledby="first"
      className="max-w-2xl"
      onInput={() => {
        onTyped();
        markTyped();
      }}
    >
      <div className="space-y-2 border-b border-line px-5 py-4">
        <h2 id="first" className="text-lg font-semibold">
          {isFirst ? 'Save your first deployment' : 'Save a deployment'}
        </h2>
        <p className="text-sm text-ink-soft">
          Fuse has no list of deployments to read, so this console keeps its own. <FindIdsHint />
        </p>
        {isFirst && (
          <div className="flex flex-wrap items-center gap-2 pt-1">
            <Button variant="primary" onClick={() => onEdit({ kind: 'paste', text: '' })}>
              Paste from Fuse or an e-mail…
            </Button>
            <Button onClick={() => onEdit({ kind: 'import' })}>Import a file…</Button>
            <span className="text-sm text-ink-soft">or fill in one deployment here:</span>
          </div>
        )}
        {!isFirst && (
          <Notice
            tone="neutral"
            role="status"
            title="A colleague has saved something. You find it below."
            action={
              <Button size="sm" onClick={onDone}>
                Don’t save this one
              </Button>
            }
          />
        )}
        {warnedOf !== undefined && (
          <Notice
            tone="warning"
            role="alert"
            title="To leave, go back again. What you typed here will be lost."
          />
        )}
      </div>
      <DeploymentForm applications={applications} onDone={onDone} />
    </Card>
  );
}
