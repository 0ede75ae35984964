import { cleanTyped } from '@/contract/invisible';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { EmptyState } from '@/components/ui/empty-state';
import { hasFilters, noFilters, type ListSearchParams } from './search-params';

/** Says that nothing matches, and offers to clear the search and the filters. */
export function NothingFound({
  params,
  onChange,
  onClear,
}: {
  params: ListSearchParams;
  onChange: (params: ListSearchParams) => void;
  onClear: () => void;
}) {
  const text = cleanTyped(params.q);
  const isFiltered = hasFilters(params);
  return (
    <EmptyState
      title={
        text === ''
          ? 'No deployment matches these filters'
          : `No deployment matches “${text}”${isFiltered ? ' and the filters' : ''}`
      }
      action={
        <>
          {text !== '' && <Button onClick={onClear}>Clear the search</Button>}
          {isFiltered && (
            <Button
              onClick={() => {
                focusHeading();
                onChange({ ...params, ...noFilters });
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
