import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Session } from '@/contract';
import { views } from '@/contract/paths';
import { selectionBarId } from '@/features/applications/selection/selection';
import { isDialogOpen, isSingleKey } from '@/lib/single-keys';
import { useDocumentEvent } from '@/lib/use-document-event';
import { KeysDialog, Palette, SessionsDialog, ShortcutSheet } from '../lazy-parts';
import type { OpenedByPalette } from '../palette/use-actions';

/**
 * The keyboard shortcuts. They belong to the first view, so that none is lost while what it opens is still fetched.
 * No shortcut cancels anything: at most it opens a dialog that asks.
 */
export function Shortcuts({ session }: { session: Session | null | undefined }) {
  const [open, setOpen] = useState<'palette' | OpenedByPalette | null>(null);
  const [, navigate] = useLocation();

  /** What had the focus before it went to the selection's bar. */
  const beforeBar = useRef<Element | null>(null);
  useDocumentEvent('keydown', (event) => {
    const key = event.key.toLowerCase();
    if (key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      // An open dialog waits for its answer first: the palette never stands on top of it.
      if (open === null && isDialogOpen()) return;
      event.preventDefault();
      setOpen(open === 'palette' ? null : 'palette');
      return;
    }
    if (!isSingleKey(event)) return;
    if (event.key === '?') {
      event.preventDefault();
      setOpen('sheet');
    }
    if (key === 'b') {
      const bar = document.getElementById(selectionBarId);
      if (bar === null) return;
      event.preventDefault();
      const isInBar = bar.contains(document.activeElement);
      const target = isInBar ? beforeBar.current : bar;
      if (!isInBar) beforeBar.current = document.activeElement;
      if (target instanceof HTMLElement && target.isConnected) target.focus({ preventScroll: false });
    }
    if (event.key === '/') {
      event.preventDefault();
      focusSearch(navigate);
    }
  });

  const close = () => setOpen(null);
  return (
    <>
      {open === 'palette' && <Palette session={session} onClose={close} onOpen={setOpen} />}
      {open === 'keys' && <KeysDialog onClose={close} />}
      {open === 'sessions' && <SessionsDialog onClose={close} />}
      {open === 'sheet' && <ShortcutSheet session={session} onClose={close} />}
    </>
  );
}

const searchBox = () => document.querySelector<HTMLInputElement>('input[type="search"]');

/** Focuses the search; from another view it leads to Deployments first, and waits until the search is there. */
function focusSearch(navigate: (address: string) => void) {
  const giveUp = performance.now() + 10_000;
  function look() {
    const box = searchBox();
    if (box !== null) box.focus({ preventScroll: false });
    else if (location.pathname === views.deployments && performance.now() < giveUp) setTimeout(look, 50);
  }
  if (searchBox() === null) navigate(views.deployments);
  look();
}
