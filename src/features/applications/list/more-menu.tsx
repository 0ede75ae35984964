import { ClipboardPaste, Download, Ellipsis, Upload } from 'lucide-react';
import { Menu, MenuDownload, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { paths } from '@/contract/paths';
import type { Editing } from './editing';

/** Rare actions: saving from a text, import and export. */
export default function MoreMenu({ onEdit }: { onEdit: (editing: Editing) => void }) {
  return (
    <Menu icon={Ellipsis} label="Import and export">
      <MenuItem icon={ClipboardPaste} onSelect={() => onEdit({ kind: 'paste', text: '' })}>
        Save from a text…
      </MenuItem>
      <MenuItem icon={Upload} onSelect={() => onEdit({ kind: 'import' })}>
        Import a list…
      </MenuItem>
      <MenuSeparator />
      <MenuDownload icon={Download} href={paths.savedList('json')}>
        Download as JSON
      </MenuDownload>
      <MenuDownload icon={Download} href={paths.savedList('csv')}>
        Download as CSV
      </MenuDownload>
      <MenuDownload
        icon={Download}
        href={`${paths.savedList('csv')}?ids=text`}
        hint={'IDs as ="0310274": a spreadsheet keeps all their digits'}
      >
        Download as CSV for spreadsheets
      </MenuDownload>
    </Menu>
  );
}
