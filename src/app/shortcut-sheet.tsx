import { Dialog } from '@/components/ui/dialog';

const modifier = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const shortcuts: [keys: string[], does: string][] = [
  [[modifier, 'K'], 'Open the palette: jump to a deployment, a view, a cancellation or an action'],
  [['/'], 'Search the saved deployments'],
  [['?'], 'Show this sheet'],
  [['↑', '↓', 'Enter'], 'In the palette: choose, and take what is chosen'],
  [[modifier, 'V'], 'On Deployments: save from what was copied, anything with the two IDs in it'],
  [['Shift', 'click'], 'Select all rows from the last selected one to this one'],
  [['Space'], 'Select or deselect the row whose check box has the focus'],
  [['Shift', 'Space'], 'The same, with all rows from the last selected one'],
  [['B'], 'To the selection’s bar, and back'],
  [['Alt', 'T'], 'To the messages in the corner'],
  [['Esc'], 'Close a dialog; a dialog that asks keeps the calls'],
];

/** Every shortcut there is. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      title="Keyboard shortcuts"
      description="No shortcut cancels anything: what cancels is asked for in a dialog first."
      onClose={onClose}
    >
      <dl className="divide-y divide-line overflow-y-auto px-5 py-2 text-sm">
        {shortcuts.map(([keys, does]) => (
          <div key={does} className="grid grid-cols-[8rem_1fr] items-baseline gap-4 py-2">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded border border-line-strong bg-hover px-1.5 py-0.5 text-center font-sans text-xs font-medium"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-ink-soft">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
