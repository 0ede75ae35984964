import { Download } from 'lucide-react';
import { paths, type ChangeFilters, type JournalFilters } from '@/contract';
import { filterParams } from '@/common/query-keys';

const downloads = [
  { label: 'CSV', format: 'csv', idsAsText: false },
  { label: 'CSV for spreadsheets', format: 'csv', idsAsText: true },
  { label: 'JSON', format: 'json', idsAsText: false },
] as const;

/** Downloads of the journal, or of the changes, under the filters that are set. */
export function ExportLinks({
  filters,
  file = paths.export,
}: {
  filters: JournalFilters | ChangeFilters;
  /** The address of the file in a format. */
  file?: (format: 'csv' | 'json') => string;
}) {
  return (
    <div
      role="group"
      aria-label="Export what these filters show"
      className="flex min-h-9 items-stretch divide-x divide-line rounded-md border border-line-strong bg-surface text-base font-medium shadow-raised"
    >
      {downloads.map(({ label, format, idsAsText }, index) => {
        const query = filterParams(filters);
        if (idsAsText) query.set('ids', 'text');
        const search = query.toString();
        return (
          <a
            key={label}
            href={`${file(format)}${search === '' ? '' : `?${search}`}`}
            download
            title={idsAsText ? 'IDs as ="0310274": a spreadsheet keeps all their digits' : undefined}
            className="flex items-center gap-2 px-3 transition-colors first:rounded-l-md last:rounded-r-md hover:bg-hover pointer-coarse:min-h-11"
          >
            {index === 0 && <Download aria-hidden="true" className="size-4" />}
            <span className="sr-only">Export </span>
            <span>{label}</span>
          </a>
        );
      })}
    </div>
  );
}
