import type { Permission, Session } from '@/contract';
import { maySomewhere } from '@/common/grants';
import { Dialog, DialogBody } from '@/components/ui/dialog';
import { switchSingleKeys, useSingleKeys } from '@/lib/single-keys';

const modifier = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** What is selected is cancelled or changed. */
const withSelection: readonly Permission[] = ['cancel', 'save'];

/** Each is of use to those who have one of the permissions somewhere; without any, to everybody. */
const shortcuts: [keys: string[], does: string, oneOf?: readonly Permission[]][] = [
  [[modifier, 'K'], 'Open the palette: jump to a deployment, a view, a cancellation or an action'],
  [['/'], 'Search the saved deployments'],
  [['?'], 'Show this list'],
  [['↑', '↓', 'Enter'], 'In the palette: move to an entry, and open it'],
  [[modifier, 'V'], 'On Deployments: paste a text with both IDs, to save from it', ['save']],
  [['Shift', 'click'], 'Select all rows from the last selected one to this one', withSelection],
  [['↓'], 'From the search to the rows; ↑ and ↓ move between rows, ← and → inside a row'],
  [['Enter'], 'On a row: open the dialog that asks to cancel its calls', ['cancel']],
  [['Space'], 'Select or deselect the row whose check box has the focus', withSelection],
  [['Shift', 'Space'], 'The same for all rows from the last selected one to this one', withSelection],
  [['B'], 'To the bar of the selection, and back', withSelection],
  [['J', 'K'], 'In Activity: to the next row, or the one before'],
  [['C'], 'In Activity: confirm the row’s outcome, and go to the next one to confirm', ['confirm']],
  [['Alt', 'T'], 'To the messages in the corner'],
  [['Esc'], 'Close a dialog; no calls are cancelled'],
];

/** Every shortcut that is of use to this person. */
export default function ShortcutSheet({
  session,
  onClose,
}: {
  session: Session | null | undefined;
  onClose: () => void;
}) {
  const isOn = useSingleKeys();
  const usable = shortcuts.filter(
    ([, , oneOf]) => oneOf?.some((permission) => maySomewhere(session, permission)) ?? true,
  );
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
