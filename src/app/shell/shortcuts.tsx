import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Session } from '@/contract';
import { views } from '@/contract/paths';
import { onDemand } from '@/components/ui/on-demand';
import { selectionBarId } from '@/features/applications/selection/selection';
import { singleKeysAreOn } from '@/lib/single-keys';

const Palette = onDemand(() => import('../palette/palette'));
const ShortcutSheet = onDemand(() => import('./shortcut-sheet'));

const typesText =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"]';

/** The keyboard's ways through the console. None of them cancels anything: they open what asks first. */
export default function Shortcuts({ session }: { session: Session | null | undefined }) {
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [, navigate] = useLocation();

  // Until the palette has the focus, what is typed after its shortcut is its and not the page's.
  const early = useEffectEvent((event: KeyboardEvent) => {
    // Where it cannot be fetched, keys are the notice's that says so.
    if (open !== 'palette' || isMissing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.activeElement?.closest('[role="dialog"]')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') setOpen(null);
    if (event.key === 'Backspace') setText((typed) => typed.slice(0, -1));
    // Other keys have names: “Enter”, “Shift”.
    if (event.key.length === 1) setText((typed) => typed + event.key);
  });

  const cameFrom = useRef<Element | null>(null);
  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const key = event.key.toLowerCase();
    if (key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      // Another dialog asks for an answer first: the palette never stands on top of one.
      if (open === null && document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      event.preventDefault();
      setText('');
      setMissing(false);
      setOpen(open === 'palette' ? null : 'palette');
      return;
    }
    if (!singleKeysAreOn()) return;
    if (event.ctrlKey || event.metaKey || event.altKey || target?.closest(typesText)) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
    if (event.key === '?') {
      event.preventDefault();
      setOpen('sheet');
    }
    if (key === 'b') {
      const bar = document.getElementById(selectionBarId);
      if (bar === null) return;
      event.preventDefault();
      const isIn = bar.contains(document.activeElement);
      const to = isIn ? cameFrom.current : bar;
      if (!isIn) cameFrom.current = document.activeElement;
      if (to instanceof HTMLElement && to.isConnected) to.focus({ preventScroll: false });
    }
    if (event.key === '/') {
      event.preventDefault();
      focusSearch(navigate);
    }
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    const first = (event: KeyboardEvent) => early(event);
    document.addEventListener('keydown', listen);
    document.addEventListener('keydown', first, { capture: true });
    return () => {
      document.removeEventListener('keydown', listen);
      document.removeEventListener('keydown', first, { capture: true });
    };
  }, []);

  const close = () => setOpen(null);
  return (
    <>
      {open === 'palette' && (
        <Palette
          session={session}
          text={text}
          setText={setText}
          onClose={close}
          onMissing={() => setMissing(true)}
          onSheet={() => setOpen('sheet')}
        />
      )}
      {open === 'sheet' && <ShortcutSheet role={session?.role} onClose={close} />}
    </>
  );
}

const searchBox = () => document.querySelector<HTMLInputElement>('input[type="search"]');

/** Elsewhere than on Deployments the search is on the next view: it gets the focus once that is there. */
function focusSearch(go: (address: string) => void) {
  const giveUp = performance.now() + 10_000;
  function look() {
    const box = searchBox();
    if (box !== null) box.focus({ preventScroll: false });
    else if (location.pathname === views.deployments && performance.now() < giveUp) setTimeout(look, 50);
  }
  if (searchBox() === null) go(views.deployments);
  look();
}
