import * as Radix from '@radix-ui/react-dropdown-menu';
import type { LucideIcon } from 'lucide-react';
import { useRef, type ReactElement, type ReactNode } from 'react';
import { Link } from 'wouter';
import { IconButton } from './icon-button';
import { menuButton, type MenuButtonProps } from './menu';

/** An entry of a menu; the ones after a separator stand apart. */
export type MenuEntry =
  | {
      kind: 'action';
      icon: LucideIcon;
      text: string;
      hint?: string;
      /** Why the person may not do this: the entry is there and says so, but does nothing. */
      whyNot?: string | undefined;
      onSelect: () => void;
    }
  | { kind: 'download'; icon: LucideIcon; text: string; href: string; hint?: string }
  /** To another view of the console. */
  | { kind: 'link'; icon: LucideIcon; text: string; href: string }
  /** The same, with a mark of its own instead of a quiet icon. */
  | { kind: 'marked-link'; mark: ReactNode; text: string; href: string; hint: string }
  | { kind: 'separator' };

const itemClass =
  'flex w-full cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-2 text-left text-sm outline-none aria-disabled:cursor-not-allowed data-highlighted:bg-hover';

/** A menu that is open when it first appears, with its button. */
export default function OpenMenu(props: MenuButtonProps & { entries: MenuEntry[] }) {
  return (
    <OpenMenuOf {...props}>
      <IconButton icon={props.icon} label={props.label} {...menuButton(props)} />
    </OpenMenuOf>
  );
}

/** The same with any button. */
export function OpenMenuOf({
  entries,
  isByKey = false,
  isWide = false,
  children,
}: {
  entries: MenuEntry[];
  isByKey?: boolean;
  isWide?: boolean;
  children: ReactElement;
}) {
  const shouldFocusFirst = useRef(isByKey);
  const trigger = useRef<HTMLButtonElement>(null);
  const chosen = useRef<() => void>(undefined);
  function runChosen() {
    // A dialog that opens now returns the focus to the button, since the menu is gone.
    trigger.current?.focus({ preventScroll: true });
    chosen.current?.();
    chosen.current = undefined;
  }
  return (
    // A modal menu would lock the scrolling with a `<style>` element, which the Content Security Policy forbids.
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild ref={trigger}>
        {children}
      </Radix.Trigger>
      {/* Within the page's landmark: outside of every landmark a screen reader does not say where it is. */}
      <Radix.Portal container={document.getElementById('main')}>
        <Radix.Content
          align="end"
          sideOffset={4}
          onFocus={({ target, currentTarget }) => {
            // Radix was not there yet to see the key that opened it.
            if (!shouldFocusFirst.current || target !== currentTarget) return;
            shouldFocusFirst.current = false;
            currentTarget.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true });
          }}
          onCloseAutoFocus={() => {
            if (chosen.current !== undefined) runChosen();
          }}
          // In a low window, as at 400 %, it is scrolled.
          style={{
            maxHeight: 'var(--radix-dropdown-menu-content-available-height)',
            overflowY: 'auto',
            ...(isWide && { width: 'min(20rem, 95vw)' }),
          }}
          className="z-30 w-64 animate-rise rounded-lg border border-line bg-raised p-1 shadow-floating"
        >
          {entries.map((entry, index) => (
            <Entry key={index} entry={entry} onChoose={(run) => (chosen.current = run)} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** What an entry does runs once the menu has closed. */
function Entry({ entry, onChoose }: { entry: MenuEntry; onChoose: (run: () => void) => void }) {
  if (entry.kind === 'separator') return <Radix.Separator className="-mx-1 my-1 border-t border-line" />;
  if (entry.kind === 'marked-link')
    return (
      <Radix.Item asChild>
        <Link href={entry.href} className={itemClass}>
          {entry.mark}
          <span className="min-w-0">
            <span>{entry.text}</span>
            <span className="block text-xs wrap-anywhere text-ink-faint tabular">{entry.hint}</span>
          </span>
        </Link>
      </Radix.Item>
    );
  const { icon: Icon, text } = entry;
  const icon = <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />;
  if (entry.kind === 'action') {
    const { whyNot, hint = whyNot, onSelect } = entry;
    return (
      // Not Radix's own way to disable an entry: the arrow keys would pass over it, and over its reason.
      <Radix.Item
        aria-disabled={whyNot !== undefined || undefined}
        className={itemClass}
        onSelect={(event) => {
          if (whyNot === undefined) onChoose(onSelect);
          else event.preventDefault();
        }}
      >
        {icon}
        <span className="min-w-0">
          <span className={whyNot === undefined ? undefined : 'text-ink-faint'}>{text}</span>
          {hint !== undefined && (
            <span className="block text-xs wrap-anywhere text-ink-faint tabular">{hint}</span>
          )}
        </span>
      </Radix.Item>
    );
  }
  if (entry.kind === 'link')
    return (
      <Radix.Item asChild>
        <Link href={entry.href} className={itemClass}>
          {icon}
          <span>{text}</span>
        </Link>
      </Radix.Item>
    );
  return (
    <Radix.Item asChild>
      <a href={entry.href} download className={itemClass}>
        {icon}
        <span>
          <span>{text}</span>
          {entry.hint !== undefined && <span className="block text-xs text-ink-faint">{entry.hint}</span>}
        </span>
      </a>
    </Radix.Item>
  );
}
