import type { JournalFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { focusHeading } from '@/components/ui/focus-heading';

/** Says why the journal's list is empty, and what leads out of that. */
export function EmptyJournal({ filters, onClear: clear }: { filters: JournalFilters; onClear: () => void }) {
  function onClear() {
    focusHeading();
    clear();
  }
  const set = Object.keys(filters).length;
  if (set === 0)
    return (
      <EmptyState title="Nothing has been cancelled yet">
        Every cancellation appears here with its person, reason and outcome, from the moment it is requested.
      </EmptyState>
    );
  if (set === 1 && filters.confirmed === 'no')
    return (
      <EmptyState title="Nothing is left to confirm" action={<Button onClick={onClear}>See all</Button>}>
        A new outcome appears here by itself.
      </EmptyState>
    );
  if (set === 1 && filters.confirmed === 'overdue')
    return <EmptyState title="No review is overdue" action={<Button onClick={onClear}>See all</Button>} />;
  return (
    <EmptyState
      title="No cancellation matches these filters"
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}
