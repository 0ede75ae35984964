import * as Radix from '@radix-ui/react-dialog';
import { Search } from 'lucide-react';
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { scrollWithin } from '@/lib/scroll-within';
import { useRested } from '@/lib/use-rested';
import { DialogOverlay } from './dialog-overlay';
import { useFocusReturn } from './use-focus-return';

export interface PaletteGroup {
  heading: string;
  /** Similar to what was typed: Enter takes none of these unless it was chosen first. */
  isGuess?: boolean;
  items: { id: string; content: ReactNode; run: () => void }[];
}

/**
 * A dialog with a text box and a list to choose from, by keyboard or pointer (the combobox of the ARIA Authoring
 * Practices). What is listed for a text is the caller's. The first item is active until another is chosen, unless it is
 * only a guess.
 */
export function Palette({
  label,
  placeholder,
  value,
  onChange,
  onClose,
  groups,
}: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  onClose: () => void;
  /** Null while they are looked up. */
  groups: PaletteGroup[] | null;
}) {
  const returnFocus = useFocusReturn();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [chosenId, setChosenId] = useState('');
  const filled = (groups ?? []).filter((group) => group.items.length > 0);
  const items = filled.flatMap((group) => group.items);
  const active =
    items.find(({ id }) => id === chosenId) ?? filled.find(({ isGuess }) => isGuess !== true)?.items[0];
  const isEmpty = groups !== null && items.length === 0;
  const announced = useRested(
    isEmpty ? 'Nothing found' : items.length > 0 ? `${items.length} to choose from` : '',
  );
  const optionId = (id: string) => `${list}-${id}`;
  const activeOption = active && optionId(active.id);

  useLayoutEffect(() => {
    const option = activeOption === undefined ? null : document.getElementById(activeOption);
    if (option !== null) scrollWithin(option);
  }, [activeOption]);

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const index = active === undefined ? Math.min(0, -step) : items.indexOf(active);
      setChosenId(items.at((index + step) % items.length)?.id ?? '');
    }
    // While an input method composes, Enter belongs to it.
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      active?.run();
    }
  }

  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <DialogOverlay />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // Radix would select the text that is there already, and the next key would replace it.
            event.preventDefault();
            input.current?.focus({ preventScroll: true });
            input.current?.setSelectionRange(value.length, value.length);
          }}
          onCloseAutoFocus={returnFocus}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl animate-rise overflow-hidden rounded-xl border border-line bg-raised shadow-floating focus:outline-none"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          <div className="relative border-b border-line">
            <Search
              aria-hidden="true"
              className="pointer-events-none absolute top-4 left-4 size-4 text-ink-faint"
            />
            <input
              ref={input}
              role="combobox"
              aria-label={label}
              aria-expanded={items.length > 0}
              aria-controls={items.length > 0 ? list : undefined}
              aria-activedescendant={activeOption}
              aria-autocomplete="list"
              value={value}
              onChange={(event) => {
                setChosenId('');
                onChange(event.target.value);
              }}
              onKeyDown={onKeyDown}
              placeholder={placeholder}
              autoComplete="off"
              spellCheck={false}
              className="h-12 w-full bg-transparent pr-4 pl-11 text-base focus:outline-none"
            />
          </div>
          <p role="status" className="sr-only">
            {announced}
          </p>
          {isEmpty && (
            <p aria-hidden="true" className="px-4 py-6 text-center text-sm text-ink-soft">
              Nothing found.
            </p>
          )}
          {items.length > 0 && (
            <div
              id={list}
              role="listbox"
              aria-label={label}
              // The arrow keys choose; the list itself can be focused by script only, and scrolls.
              tabIndex={-1}
              className="max-h-[60dvh] overflow-y-auto overscroll-contain"
            >
              {filled.map(({ heading, items }) => (
                <div key={heading} role="group" aria-label={heading} className="p-1.5">
                  <p aria-hidden="true" className="px-2.5 py-1.5 text-xs font-medium text-ink-faint">
                    {heading}
                  </p>
                  {items.map(({ id, content, run }) => (
                    <button
                      key={id}
                      type="button"
                      id={optionId(id)}
                      role="option"
                      aria-selected={id === active?.id}
                      tabIndex={-1}
                      onPointerMove={() => setChosenId(id)}
                      onClick={run}
                      className={cx(
                        'flex min-h-9 w-full items-center gap-3 rounded-md px-2.5 py-1.5 text-left text-sm',
                        id === active?.id && 'bg-hover',
                      )}
                    >
                      {content}
                    </button>
                  ))}
                </div>
              ))}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
