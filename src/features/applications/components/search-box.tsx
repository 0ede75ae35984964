import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';

const typesText = 'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"]';

/** The one search box; `/` brings the focus here unless one is typing or a dialog is open. */
export function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    function press(event: KeyboardEvent) {
      const busy = event.target instanceof Element && event.target.closest(typesText) !== null;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || busy) return;
      event.preventDefault();
      input.current?.focus();
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);

  return (
    <div role="search" className="relative w-full sm:max-w-sm">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-faint"
      />
      <input
        ref={input}
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-label="Search by name, ID or tag"
        aria-keyshortcuts="/"
        placeholder="Search by name, ID or tag"
        className="peer h-9 field-control pr-9 pl-9"
        autoComplete="off"
        spellCheck={false}
      />
      <kbd
        aria-hidden="true"
        className="pointer-events-none absolute top-2 right-2 hidden h-5 rounded border border-line-strong px-1.5 text-xs leading-4.5 text-ink-faint peer-placeholder-shown:block peer-focus:hidden"
      >
        /
      </kbd>
    </div>
  );
}
