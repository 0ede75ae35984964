import { cleanTyped } from '@/contract/invisible';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { EmptyState } from '@/components/ui/empty-state';
import { hasFilters, noFilters, type ListSearchParams } from './search-params';

/** Says that nothing fits, and takes back what narrows the list. */
export function NothingFound({
  finding,
  onChange,
  onClear,
}: {
  finding: ListSearchParams;
  onChange: (finding: ListSearchParams) => void;
  onClear: () => void;
}) {
  const text = cleanTyped(finding.q);
  const filtered = hasFilters(finding);
  return (
    <EmptyState
      title={
        text === ''
          ? 'Nothing fits these filters'
          : `${filtered ? 'Nothing that fits the filters' : 'Nothing'} is called “${text}”`
      }
      action={
        <>
          {text !== '' && <Button onClick={onClear}>Clear the search</Button>}
          {filtered && (
            <Button
              onClick={() => {
                focusHeading();
                onChange({ ...finding, ...noFilters });
              }}
            >
              Clear filters
            </Button>
          )}
        </>
      }
    >
      {text === ''
        ? 'Clear or change them to see the others.'
        : 'The search looks for names, IDs, tags, environments and notes.'}
    </EmptyState>
  );
}
