import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './icon-button';
import { lazyPart } from './lazy-part';

/** An entry of a menu; the ones after a separator stand apart. */
export type MenuEntry =
  | { kind: 'action'; icon: LucideIcon; text: string; hint?: string; onSelect: () => void }
  | { kind: 'download'; icon: LucideIcon; text: string; href: string; hint?: string }
  /** To another view of the console. */
  | { kind: 'link'; icon: LucideIcon; text: string; href: string }
  | { kind: 'separator' };

export interface MenuProps {
  icon: LucideIcon;
  label: string;
  /** Where the label says more than a tooltip should. */
  title?: string;
  variant?: 'secondary' | 'ghost';
  /** In a row of a grid: not a tab stop, and the arrow keys belong to the grid. */
  isInRow?: boolean;
  /** In a row whose only tab stop this is. */
  isTabStop?: boolean;
  entries: MenuEntry[];
}

// Fetched when a menu is about to be opened: it is as large as all that the list itself needs from the UI kit.
const OpenMenu = lazyPart<MenuProps>(() => import('./open-menu'), { Pending: PendingMenu });

/** A button with an icon that opens a menu (ARIA Authoring Practices: menu button). */
export function Menu(props: MenuProps) {
  const [isWanted, setWanted] = useState(false);
  if (isWanted) return <OpenMenu {...props} />;
  // Where the code cannot be fetched now, opening the menu says so.
  const prefetch = () => void OpenMenu.prefetch().catch(() => undefined);
  const open = () => setWanted(true);
  return (
    <IconButton
      icon={props.icon}
      label={props.label}
      {...menuButton(props)}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={prefetch}
      onFocus={prefetch}
      onClick={open}
      onKeyDown={(event) => {
        if (props.isInRow === true) return;
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        open();
      }}
    />
  );
}

/** How the button looks, whether its menu is open, fetched or not. */
export function menuButton({
  label,
  title = label,
  isInRow = false,
  variant = isInRow ? 'ghost' : 'secondary',
  isTabStop = !isInRow,
}: MenuProps) {
  return {
    title,
    variant,
    className: isInRow ? 'pointer-coarse:size-11!' : variant === 'secondary' ? 'size-9!' : '',
    tabIndex: isTabStop ? undefined : -1,
  };
}

function PendingMenu(props: MenuProps) {
  const { icon, label } = props;
  return (
    <IconButton
      icon={icon}
      label={label}
      {...menuButton(props)}
      aria-haspopup="menu"
      aria-busy
      ref={takeFocus}
    />
  );
}

/** The button that was pressed is another element now. */
function takeFocus(button: HTMLButtonElement | null) {
  button?.focus({ preventScroll: true });
}
