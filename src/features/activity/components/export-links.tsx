import { Download } from 'lucide-react';
import { paths } from '@/contract';
import { filterParams, type JournalFilters } from '@/domain/query-keys';

/** Downloads of the journal under the filters that are set. */
export function ExportLinks({ filters }: { filters: JournalFilters }) {
  const query = filterParams(filters).toString();
  return (
    <div
      role="group"
      aria-label="Export what these filters show"
      className="flex h-9 items-stretch divide-x divide-line rounded-md border border-line-strong bg-surface text-base font-medium shadow-raised"
    >
      {(['csv', 'json'] as const).map((format) => (
        <a
          key={format}
          href={`${paths.export(format)}${query === '' ? '' : `?${query}`}`}
          download
          className="flex items-center gap-2 px-3 transition-colors first:rounded-l-md last:rounded-r-md hover:bg-hover"
        >
          {format === 'csv' && <Download aria-hidden="true" className="size-4" />}
          <span className="sr-only">Export </span>
          <span>{format.toUpperCase()}</span>
        </a>
      ))}
    </div>
  );
}
