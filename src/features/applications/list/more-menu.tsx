import { ClipboardPaste, Download, Ellipsis, Upload } from 'lucide-react';
import { Menu } from '@/components/ui/menu';
import { paths } from '@/contract/paths';
import { usePastedText } from '../import/use-pasted-text';
import type { Editing } from './editing';

/** Rare actions: pasting, which needs no menu, import and export. */
export default function MoreMenu({ onEdit }: { onEdit: (editing: Editing) => void }) {
  usePastedText((pasted) => onEdit({ kind: 'paste', ...pasted }));
  return (
    <Menu
      icon={Ellipsis}
      label="Import and export"
      entries={[
        {
          kind: 'action',
          icon: ClipboardPaste,
          text: 'Paste from Fuse or an e-mail…',
          onSelect: () => onEdit({ kind: 'paste', text: '' }),
        },
        { kind: 'action', icon: Upload, text: 'Import a file…', onSelect: () => onEdit({ kind: 'import' }) },
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
