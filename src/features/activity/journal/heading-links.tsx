import { Download, Ellipsis, type LucideIcon } from 'lucide-react';
import { paths, type ChangeFilters, type JournalFilters } from '@/contract';
import { ButtonLink } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { filterParams } from '@/common/query-keys';

const downloads = [
  { label: 'CSV', format: 'csv', idsAsText: false },
  { label: 'CSV for spreadsheets', format: 'csv', idsAsText: true },
  { label: 'JSON', format: 'json', idsAsText: false },
] as const;

/**
 * Downloads of the journal, or of the changes, under the filters that are set, and links to other views: on a phone one
 * menu, so that the list starts higher.
 */
export function HeadingLinks({
  filters,
  file = paths.export,
  links = [],
}: {
  filters: JournalFilters | ChangeFilters;
  /** The address of the file in a format. */
  file?: (format: 'csv' | 'json') => string;
  links?: { icon: LucideIcon; text: string; href: string }[];
}) {
  const exports = downloads.map(({ label, format, idsAsText }) => {
    const query = filterParams(filters);
    if (idsAsText) query.set('ids', 'text');
    const search = query.toString();
    return {
      label,
      href: `${file(format)}${search === '' ? '' : `?${search}`}`,
      hint: idsAsText ? 'IDs as ="0310274": a spreadsheet keeps all their digits' : undefined,
    };
  });
  return (
    <>
      <div className="sm:hidden">
        <Menu
          icon={Ellipsis}
          label={`Export${links.map(({ text }) => `, ${text.toLowerCase()}`).join('')}`}
          entries={[
            ...links.map((link) => ({ kind: 'link' as const, ...link })),
            ...exports.map(({ label, href, hint }) => ({
              kind: 'download' as const,
              icon: Download,
              text: `Export ${label}`,
              href,
              ...(hint !== undefined && { hint }),
            })),
          ]}
        />
      </div>
      <div
        role="group"
        aria-label="Export what these filters show"
        className="flex min-h-9 items-stretch divide-x divide-line rounded-md border border-line-strong bg-surface text-base font-medium shadow-raised max-sm:hidden"
      >
        {exports.map(({ label, href, hint }, index) => (
          <a
            key={label}
            href={href}
            download
            title={hint}
            className="flex items-center gap-2 px-3 transition-colors first:rounded-l-md last:rounded-r-md hover:bg-hover pointer-coarse:min-h-11"
          >
            {index === 0 && <Download aria-hidden="true" className="size-4" />}
            <span className="sr-only">Export </span>
            <span>{label}</span>
          </a>
        ))}
      </div>
      {links.map(({ icon: Icon, text, href }) => (
        <span key={text} className="max-sm:hidden">
          <ButtonLink href={href}>
            <Icon aria-hidden="true" className="size-4" />
            <span>{text}</span>
          </ButtonLink>
        </span>
      ))}
    </>
  );
}
