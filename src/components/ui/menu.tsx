import type { LucideIcon } from 'lucide-react';
import { useState, type ComponentType } from 'react';
import { IconButton } from './icon-button';
import { lazyPart } from './lazy-part';

/** The button that opens a menu. */
export interface MenuButtonProps {
  icon: LucideIcon;
  label: string;
  /** Where the label says more than a tooltip should. */
  title?: string;
  variant?: 'secondary' | 'ghost';
  /** In a row of a grid: not a tab stop, and the arrow keys belong to the grid. */
  isInRow?: boolean;
  /** Opened by a key: its first entry has the focus at once (ARIA Authoring Practices: menu button). */
  isByKey?: boolean;
  /** In a row whose only tab stop this is. */
  isTabStop?: boolean;
}

/**
 * A button with an icon that opens a menu (ARIA Authoring Practices: menu button). The code of the open menu is fetched
 * when it is about to be opened: it is as large as all that the list itself needs from the UI kit.
 */
export function lazyMenu<P extends MenuButtonProps>(load: () => Promise<{ default: ComponentType<P> }>) {
  const OpenMenu = lazyPart<P>(load, { Pending: PendingMenu });
  // Where the code cannot be fetched now, opening the menu says so.
  const prefetch = () => void OpenMenu.prefetch().catch(() => undefined);
  return function Menu(props: P) {
    const [isByKey, open] = useState<boolean>();
    if (isByKey !== undefined) return <OpenMenu {...props} isByKey={isByKey} />;
    return (
      <IconButton
        icon={props.icon}
        label={props.label}
        {...menuButton(props)}
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerEnter={prefetch}
        onFocus={prefetch}
        // A click of the Enter key, of Space or of a screen reader has no count.
        onClick={(event) => open(event.detail === 0)}
        onKeyDown={(event) => {
          if (props.isInRow === true) return;
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          open(true);
        }}
      />
    );
  };
}

/** A menu whose entries are known before it is opened. */
export const Menu = lazyMenu(() => import('./open-menu'));

/** How the button looks, whether its menu is open, fetched or not. */
export function menuButton({
  label,
  title = label,
  isInRow = false,
  variant = isInRow ? 'ghost' : 'secondary',
  isTabStop = !isInRow,
}: MenuButtonProps) {
  return {
    title,
    variant,
    className: variant === 'secondary' ? 'size-9!' : '',
    tabIndex: isTabStop ? undefined : -1,
  };
}

function PendingMenu(props: MenuButtonProps) {
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
