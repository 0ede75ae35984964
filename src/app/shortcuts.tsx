import { useEffect, useEffectEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { views, type Session } from '@/contract';
import { onDemand } from '@/components/ui/on-demand';
import { whenIdle } from '@/lib/idle';

const loadPalette = () => import('./palette');
const Palette = onDemand(loadPalette);
const ShortcutSheet = onDemand(() => import('./shortcut-sheet'));

const typesText =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"]';

/** The keyboard's ways through the console. None of them cancels anything: they open what asks first. */
export function Shortcuts({ session }: { session: Session | null | undefined }) {
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);
  const [, go] = useLocation();

  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const key = event.key.toLowerCase();
    if (key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      // Another dialog asks for an answer first: the palette never stands on top of one.
      if (open === null && document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      event.preventDefault();
      setOpen(open === 'palette' ? null : 'palette');
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || target?.closest(typesText)) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
    if (event.key === '?') {
      event.preventDefault();
      setOpen('sheet');
    }
    if (event.key === '/') {
      event.preventDefault();
      focusSearch(go);
    }
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  // What is typed right after Ctrl K would be lost while it loads.
  useEffect(() => whenIdle(() => void loadPalette().catch(() => undefined)), []);

  const close = () => setOpen(null);
  return (
    <>
      {open === 'palette' && <Palette session={session} onClose={close} onSheet={() => setOpen('sheet')} />}
      {open === 'sheet' && <ShortcutSheet onClose={close} />}
    </>
  );
}

const searchBox = () => document.querySelector<HTMLInputElement>('input[type="search"]');

/** Elsewhere than on Deployments the search is on the next view: it gets the focus once that is there. */
function focusSearch(go: (address: string) => void) {
  const giveUp = performance.now() + 10_000;
  function look() {
    const box = searchBox();
    if (box !== null) box.focus();
    else if (location.pathname === views.deployments && performance.now() < giveUp) setTimeout(look, 50);
  }
  if (searchBox() === null) go(views.deployments);
  look();
}
