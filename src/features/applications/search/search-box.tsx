import { Search } from 'lucide-react';
import { useSingleKeys } from '@/lib/single-keys';

/** The search box of the list; the shortcut `/` finds it by its type. */
export function SearchBox({
  value,
  onChange,
  onFocus,
  onBlur,
}: {
  value: string;
  onChange: (text: string) => void;
  onFocus: () => void;
  onBlur: () => void;
}) {
  const hasShortcut = useSingleKeys();
  return (
    <div role="search" className="relative min-w-40 flex-1">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-ink-faint"
      />
      <input
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onFocus={onFocus}
        onBlur={onBlur}
        aria-label="Search names, IDs, tags, environments and notes"
        aria-keyshortcuts={hasShortcut ? '/' : undefined}
        placeholder="Search names, IDs, tags, notes"
        className="peer h-9 field-control pr-3 pl-9 text-ellipsis sm:pr-9"
        autoComplete="off"
        spellCheck={false}
      />
      {hasShortcut && (
        <kbd
          aria-hidden="true"
          className="pointer-events-none absolute top-2 right-2 hidden h-5 rounded border border-line-strong px-1.5 text-xs leading-4.5 text-ink-faint peer-focus:hidden pointer-fine:sm:peer-placeholder-shown:block"
        >
          /
        </kbd>
      )}
    </div>
  );
}
