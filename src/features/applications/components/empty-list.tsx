import { EmptyState } from '@/components/ui/empty-state';
import { DeploymentForm } from './deployment-form';
import { WhereIdsAre } from './where-ids-are';

/** The first thing a new team sees: what to do, where the numbers are, and the form itself. */
export default function EmptyList({ canEdit }: { canEdit: boolean }) {
  if (!canEdit)
    return <EmptyState title="No deployments are saved yet">An operator saves the first one.</EmptyState>;
  return (
    <section
      aria-labelledby="first"
      className="max-w-2xl rounded-lg border border-line bg-surface shadow-raised"
    >
      <div className="border-b border-line px-5 py-4">
        <h2 id="first" className="text-lg font-semibold">
          Save your first deployment
        </h2>
        <p className="mt-1 text-sm text-ink-soft">
          Fuse has no list of deployments to read, so this console keeps its own. <WhereIdsAre />
        </p>
      </div>
      <DeploymentForm applications={[]} />
    </section>
  );
}
