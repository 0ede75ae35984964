import { ClipboardPaste, Download, Ellipsis, Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { paths } from '@/contract/paths';
import { Button } from '@/components/ui/button';
import { usePastedText } from '../import/use-pasted-text';
import type { Editing } from './editing';

const item =
  'flex w-full items-center gap-2.5 rounded-md px-2.5 py-2 text-left text-sm hover:bg-hover focus-visible:bg-hover';

const downloads = [
  ['Download as JSON', paths.savedList('json'), undefined],
  ['Download as CSV', paths.savedList('csv'), undefined],
  [
    'Download as CSV for spreadsheets',
    `${paths.savedList('csv')}?ids=text`,
    'IDs as ="0310274": a spreadsheet keeps all their digits',
  ],
] as const;

/** What is needed rarely: saving from a text, import and export. */
export default function MoreMenu({ onEdit }: { onEdit: (editing: Editing) => void }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  usePastedText((pasted) => onEdit({ kind: 'paste', ...pasted }));

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('ul button')?.focus({ preventScroll: true });
    const away = (event: Event) => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        setOpen(false);
        button.current?.focus({ preventScroll: true });
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step === undefined) return;
      // The page behind it stays where it is.
      event.preventDefault();
      const items = [...(root.current?.querySelectorAll<HTMLElement>('li > *') ?? [])];
      const at = items.findIndex((one) => one === document.activeElement);
      items.at((at + step) % items.length)?.focus({ preventScroll: true });
    };
    document.addEventListener('keydown', press);
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('keydown', press);
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, [open]);

  function close() {
    setOpen(false);
    button.current?.focus({ preventScroll: true });
  }
  function run(editing: Editing) {
    close();
    onEdit(editing);
  }

  return (
    <div ref={root} className="relative">
      <Button
        ref={button}
        aria-label="Import and export"
        title="Import and export"
        aria-expanded={open}
        className="w-9 px-0!"
        onClick={() => setOpen(!open)}
      >
        <Ellipsis aria-hidden="true" className="size-4" />
      </Button>
      {open && (
        <ul className="absolute right-0 z-30 mt-1 w-64 animate-rise rounded-lg border border-line bg-raised p-1 shadow-floating">
          <li>
            <button type="button" className={item} onClick={() => run({ kind: 'paste', text: '' })}>
              <ClipboardPaste aria-hidden="true" className="size-4 text-ink-faint" /> Save from a text…
            </button>
          </li>
          <li>
            <button type="button" className={item} onClick={() => run({ kind: 'import' })}>
              <Upload aria-hidden="true" className="size-4 text-ink-faint" /> Import a list…
            </button>
          </li>
          {downloads.map(([name, address, remark], index) => (
            <li key={name} className={index === 0 ? 'mt-1 border-t border-line pt-1' : ''}>
              <a href={address} download className={item} onClick={close}>
                <Download aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
                <span>
                  <span>{name}</span>
                  {remark !== undefined && <span className="block text-xs text-ink-faint">{remark}</span>}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
