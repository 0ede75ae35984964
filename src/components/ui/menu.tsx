import * as Radix from '@radix-ui/react-dropdown-menu';
import type { LucideIcon } from 'lucide-react';
import { createContext, use, useRef, type ReactNode } from 'react';
import { IconButton } from './icon-button';

const itemClass =
  'flex w-full cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-2 text-left text-sm outline-none data-highlighted:bg-hover';

const MenuContext = createContext<(run: () => void) => void>(() => undefined);

/** A button with an icon that opens a menu (ARIA Authoring Practices: menu button). */
export function Menu({ icon, label, children }: { icon: LucideIcon; label: string; children: ReactNode }) {
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
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>
        <IconButton
          ref={trigger}
          icon={icon}
          label={label}
          title={label}
          variant="secondary"
          className="size-9!"
        />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={4}
          onCloseAutoFocus={() => {
            if (chosen.current !== undefined) runChosen();
          }}
          className="z-30 w-64 animate-rise rounded-lg border border-line bg-raised p-1 shadow-floating"
        >
          <MenuContext value={(run) => (chosen.current = run)}>{children}</MenuContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Runs once the menu has closed. */
export function MenuItem({
  icon: Icon,
  onSelect,
  children,
}: {
  icon: LucideIcon;
  onSelect: () => void;
  children: ReactNode;
}) {
  const choose = use(MenuContext);
  return (
    <Radix.Item className={itemClass} onSelect={() => choose(onSelect)}>
      <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
      <span>{children}</span>
    </Radix.Item>
  );
}

/** Downloads a file. */
export function MenuDownload({
  icon: Icon,
  href,
  hint,
  children,
}: {
  icon: LucideIcon;
  href: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Item asChild>
      <a href={href} download className={itemClass}>
        <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
        <span>
          <span>{children}</span>
          {hint !== undefined && <span className="block text-xs text-ink-faint">{hint}</span>}
        </span>
      </a>
    </Radix.Item>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 border-t border-line" />;
}
