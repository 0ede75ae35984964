import type { Session } from '@/contract';
import { Dialog, DialogBody } from '@/components/ui/dialog';
import { switchSingleKeys, useSingleKeys } from '@/lib/single-keys';

const modifier = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const shortcuts: [keys: string[], does: string, isOperators?: boolean][] = [
  [[modifier, 'K'], 'Open the palette: jump to a deployment, a view, a cancellation or an action'],
  [['/'], 'Search the saved deployments'],
  [['?'], 'Show this list'],
  [['↑', '↓', 'Enter'], 'In the palette: move to an entry, and open it'],
  [[modifier, 'V'], 'On Deployments: paste a text with both IDs, to save from it', true],
  [['Shift', 'click'], 'Select all rows from the last selected one to this one', true],
  [['↓'], 'From the search to the rows; ↑ and ↓ move between rows, ← and → inside a row'],
  [['Enter'], 'On a row: open the dialog that asks to cancel its calls', true],
  [['Space'], 'Select or deselect the row whose check box has the focus', true],
  [['Shift', 'Space'], 'The same for all rows from the last selected one to this one', true],
  [['B'], 'To the bar of the selection, and back', true],
  [['J', 'K'], 'In Activity: to the next row, or the one before'],
  [['C'], 'In Activity: confirm the row’s outcome, and go to the next one to confirm'],
  [['Alt', 'T'], 'To the messages in the corner'],
  [['Esc'], 'Close a dialog; no calls are cancelled'],
];

/** Every shortcut there is for one of this role. */
export default function ShortcutSheet({
  role,
  onClose,
}: {
  role: Session['role'] | undefined;
  onClose: () => void;
}) {
  const isOn = useSingleKeys();
  const usable = shortcuts.filter(([, , isOperators = false]) => !isOperators || role === 'operator');
  return (
    <Dialog
      title="Keyboard shortcuts"
      description="No shortcut cancels calls by itself: a dialog always asks first."
      onClose={onClose}
    >
      <DialogBody className="space-y-0! p-0!">
        <dl className="divide-y divide-line px-5 py-2 text-sm">
          {usable.map(([keys, does]) => (
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
        <label className="flex items-center gap-3 border-t border-line px-5 py-3 text-sm">
          <input
            type="checkbox"
            checked={isOn}
            onChange={(event) => switchSingleKeys(event.target.checked)}
            // Nothing is typed here that closing would lose.
            onInput={(event) => event.stopPropagation()}
            className="size-4 accent-accent-solid"
          />
          <span>Shortcuts of a single key: / ? B J K C. This is kept in this browser.</span>
        </label>
      </DialogBody>
    </Dialog>
  );
}
