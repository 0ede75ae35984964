import { ChevronRight, Pencil, Trash2, X } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { maxEditTargets } from '@/contract';
import { useWhyNot } from '@/common/grants';
import type { SavedDeployment } from '@/common/saved-deployments';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { IconButton } from '@/components/ui/icon-button';
import { cx } from '@/lib/cx';
import { useSingleKeys } from '@/lib/single-keys';
import { counted, grouped } from '@/lib/grouped';
import {
  registerSelectionCommands,
  selectionBarId,
  type EditingSeveral,
  type SelectionControl,
} from './selection';
import { SelectedNames } from './selected-names';

const edits = [
  { kind: 'edit-several', icon: Pencil, text: 'Edit…' },
  { kind: 'remove-several', icon: Trash2, text: 'Remove…' },
] as const;

/** How many deployments are selected, in sight or not, and what can be done with all of them. */
export default function SelectionBar({
  selection,
  onEdit,
  onCancel,
}: {
  selection: SelectionControl;
  onEdit: (editing: EditingSeveral) => void;
  onCancel: (held: SavedDeployment[]) => void;
}) {
  const { held, hidden, clear } = selection;
  const [open, setOpen] = useState(false);
  const names = useId();
  const hasShortcut = useSingleKeys();
  const tooMany = held.length > maxEditTargets;
  const { whyNot } = useWhyNot();
  const cancel = limitsOf(held, ({ deployment }) => whyNot('cancel', deployment));
  const change = limitsOf(held, ({ deployment }) => whyNot('save', deployment));
  const limits = limitsText(held.length, { cancel: cancel.refused, 'edit or remove': change.refused });

  const bar = useRef<HTMLElement>(null);
  useEffect(() => (bar.current === null ? undefined : keepToastsAbove(bar.current)), []);

  const mayCancel = cancel.whyNone === undefined;
  const openCancel = useEffectEvent(() => onCancel(held));
  useEffect(
    () => registerSelectionCommands(mayCancel ? { count: held.length, cancel: () => openCancel() } : null),
    [held.length, mayCancel],
  );
  useEffect(() => () => registerSelectionCommands(null), []);

  return (
    <section
      ref={bar}
      id={selectionBarId}
      tabIndex={-1}
      aria-label="Selection"
      aria-keyshortcuts={hasShortcut ? 'b' : undefined}
      className="sticky bottom-3 z-30 mt-(--toast-room,16rem) flex animate-rise flex-wrap items-center gap-x-2 gap-y-2 rounded-xl border border-line-strong bg-raised px-3 py-2.5 shadow-floating **:-scroll-mb-32 sm:gap-x-4 sm:px-4 lg:mt-0"
    >
      <p role="status" className="min-w-0 flex-1 text-sm font-medium tabular sm:flex-none">
        <span>{`${counted(held.length, 'deployment')} selected`}</span>
        {hidden > 0 && <span className="font-normal text-ink-soft">{`, ${grouped(hidden)} not shown`}</span>}
        {hasShortcut && <span className="sr-only">. Press B to get to what can be done with them.</span>}
        {limits !== null && <span className="block text-xs font-normal text-ink-soft">{limits}</span>}
        {tooMany && (
          <span className="block text-xs font-normal text-ink-soft">{`At most ${grouped(maxEditTargets)} can be edited or removed at once.`}</span>
        )}
      </p>
      <Button
        size="sm"
        variant="ghost"
        aria-expanded={open}
        aria-controls={open ? names : undefined}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight
          aria-hidden="true"
          className={cx('size-3.5 transition-transform', open && 'rotate-90')}
        />
        Names
      </Button>
      {open && (
        <div id={names} className="order-first basis-full">
          <SelectedNames selection={selection} />
        </div>
      )}
      {/* In a narrow window the second line, with what clears the selection in the first one. */}
      <div className="order-last flex w-full items-center justify-end gap-2 sm:order-none sm:ml-auto sm:w-auto">
        {edits.map(({ kind, icon: Icon, text }) => (
          <Button
            key={kind}
            size="sm"
            ariaDisabled={tooMany}
            whyNot={change.whyNone}
            aria-haspopup="dialog"
            onClick={() => onEdit({ kind, deployments: held.map(({ deployment }) => deployment) })}
          >
            <Icon aria-hidden="true" className="size-3.5" />
            <span className="max-sm:sr-only">{text}</span>
          </Button>
        ))}
        <Button
          size="sm"
          variant="danger"
          whyNot={cancel.whyNone}
          aria-haspopup="dialog"
          onClick={() => onCancel(held)}
          className="h-auto! min-h-8 shrink! py-1 whitespace-normal!"
        >
          Cancel all pending calls…
        </Button>
      </div>
      <IconButton
        icon={X}
        label="Clear the selection"
        title="Clear"
        onClick={() => {
          clear();
          // The bar disappears, and the focus with it.
          focusHeading();
        }}
      />
    </section>
  );
}

/** How many of the selected are not granted, and why, where that is so for all. */
function limitsOf(held: readonly SavedDeployment[], whyNot: (one: SavedDeployment) => string | undefined) {
  const reasons = held.map(whyNot);
  const refused = reasons.filter((reason) => reason !== undefined).length;
  return { refused, whyNone: refused === held.length ? reasons[0] : undefined };
}

/** With how many of the selected the person may do what, where that is not so for all of them; else null. */
function limitsText(count: number, refused: Record<string, number>): string | null {
  const limited = Object.entries(refused).filter(([, refusals]) => refusals > 0);
  if (limited.length === 0) return null;
  const parts = limited.map(([deed, refusals], index) => {
    if (count === 1) return `not ${deed} it`;
    const granted = refusals === count ? 'none' : grouped(count - refusals);
    return `${deed} ${granted} of ${index === 0 ? `these ${grouped(count)}` : 'them'}`;
  });
  return `You may ${parts.join(', and ')}.`;
}

const gapPx = 12;

/** Scrolls the row with the keyboard's focus from under the bar (WCAG 2.4.11). */
function uncoverFocus(bar: HTMLElement): void {
  const focused = document.activeElement;
  if (focused === null || !focused.matches(':focus-visible') || bar.contains(focused)) return;
  const covered = focused.getBoundingClientRect().bottom + gapPx - bar.getBoundingClientRect().top;
  if (covered > 0) scrollBy(0, covered);
}

/** Toasts stay above the bar wherever it is, and an element that gets the focus is not scrolled under it. */
function keepToastsAbove(bar: HTMLElement): () => void {
  const root = document.documentElement;
  const measure = () => {
    const reach = innerHeight - bar.getBoundingClientRect().top + gapPx;
    root.style.setProperty('--bar-reach', `${Math.max(gapPx, Math.round(reach))}px`);
  };
  const resized = new ResizeObserver(measure);
  resized.observe(bar);
  addEventListener('scroll', measure, { passive: true });
  addEventListener('resize', measure);
  root.dataset['bar'] = '';
  measure();
  uncoverFocus(bar);
  return () => {
    resized.disconnect();
    removeEventListener('scroll', measure);
    removeEventListener('resize', measure);
    delete root.dataset['bar'];
    root.style.removeProperty('--bar-reach');
  };
}
