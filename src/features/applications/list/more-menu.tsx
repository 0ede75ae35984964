import { ClipboardPaste, Download, Ellipsis, Upload } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import type { Session } from '@/contract';
import { keys } from '@/common/query-keys';
import { useWhyNot } from '@/common/grants';
import { explainUnavailable } from '@/components/ui/explain-unavailable';
import { Menu } from '@/components/ui/menu';
import { paths } from '@/contract/paths';
import { usePastedText } from '../import/use-pasted-text';
import type { Editing } from './editing';

/** Rare actions; or, where somebody may only read by a configuration file, that this is so. */
export default function MoreMenu({ onEdit }: { onEdit: ((editing: Editing) => void) | undefined }) {
  const session = useQueryClient().getQueryData<Session>(keys.session);
  if (onEdit !== undefined) return <RareActions onEdit={onEdit} />;
  if (!session?.rules) return null;
  return (
    <p className="text-sm text-ink-soft">Reading only: you may neither cancel calls nor change this list.</p>
  );
}

/** Pasting, which needs no menu, import and export. */
function RareActions({ onEdit }: { onEdit: (editing: Editing) => void }) {
  const whyNot = useWhyNot().whyNowhere('save');
  usePastedText((pasted) => {
    if (whyNot === undefined) onEdit({ kind: 'paste', ...pasted });
    else explainUnavailable(whyNot);
  });
  return (
    <Menu
      icon={Ellipsis}
      label="Import and export"
      entries={[
        {
          kind: 'action',
          icon: ClipboardPaste,
          text: 'Paste from Fuse or an e-mail…',
          whyNot,
          onSelect: () => onEdit({ kind: 'paste', text: '' }),
        },
        {
          kind: 'action',
          icon: Upload,
          text: 'Import a file…',
          whyNot,
          onSelect: () => onEdit({ kind: 'import' }),
        },
        { kind: 'separator' },
        { kind: 'download', icon: Download, text: 'Download as JSON', href: paths.savedList('json') },
        { kind: 'download', icon: Download, text: 'Download as CSV', href: paths.savedList('csv') },
        {
          kind: 'download',
          icon: Download,
          text: 'Download as CSV for spreadsheets',
          href: `${paths.savedList('csv')}?ids=text`,
          hint: 'IDs as ="0310274": a spreadsheet keeps all their digits',
        },
      ]}
    />
  );
}
