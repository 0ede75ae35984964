import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { toast } from 'sonner';
import { useLocation } from 'wouter';
import { cx } from '@/lib/cx';
import { onSessionEnd } from '@/lib/session-end';
import { Button } from './button';
import { focusHeading } from './focus-heading';
import { IconButton } from './icon-button';
import { TextLink } from './text-link';
import { clearToasts, dropToast, holdToast, pushToast, useToastStack } from './toast-stack';

const edges = {
  neutral: 'border-l-ink-faint',
  positive: 'border-l-positive',
  negative: 'border-l-negative',
  warning: 'border-l-warning',
} as const;

/** How often a toast checks whether it is in sight, in milliseconds. */
const tickMs = 500;

/** How long a toast that needs no answer stays, in milliseconds. */
const briefMs = 10_000;

export interface ToastContent {
  /** `status` waits for a pause, `alert` interrupts. */
  role: 'status' | 'alert';
  tone: keyof typeof edges;
  /** What happened, in a word or a sentence. */
  title: ReactNode;
  /** Names the object, below the title. */
  about?: ReactNode;
  /** Below that, a paragraph each. */
  details?: readonly string[];
  children?: ReactNode;
  /** To the page that says more: on that page the toast is not shown. */
  link?: { href: string; label: string };
  /** Shown on the link's own page too, which does not say this. */
  isEverywhere?: boolean;
  action?: { label: string; run: () => void };
  /** Milliseconds in sight, without pointer or focus, after which it leaves by itself; null: it stays. */
  duration: number | null;
}

/** Sonner's ID of the toast shown under each ID of ours. A toast on its way out has lost it: it would take a new one along. */
const sonnerIds = new Map<string, string>();

onSessionEnd(closeAllToasts);

function closeToast(id: string): void {
  const sonnerId = sonnerIds.get(id);
  sonnerIds.delete(id);
  dropToast(id);
  // Without an ID sonner would dismiss all.
  if (sonnerId !== undefined) toast.dismiss(sonnerId);
}

function closeAllToasts(): void {
  sonnerIds.clear();
  clearToasts();
  toast.dismiss();
}

/** Shows a toast in front of the others; it replaces the one with the same `id`. */
export function showToast(id: string, content: ToastContent): void {
  if (isShownBy(location.pathname, content)) return closeToast(id);
  const sonnerId = sonnerIds.get(id) ?? crypto.randomUUID();
  sonnerIds.set(id, sonnerId);
  pushToast(id);
  // The time is kept here and not by sonner, whose timer does not stop while the toast has the keyboard's focus.
  toast.custom(() => <Toast id={id} {...content} />, { id: sonnerId, duration: Infinity });
}

/** Whether the page at this path says itself what the toast would say. */
function isShownBy(path: string, { link, isEverywhere = false }: ToastContent): boolean {
  return link?.href === path && !isEverywhere;
}

/** Says that a change was made; leaves by itself. */
export function showSuccess(id: string, title: ReactNode, more?: Partial<ToastContent>): void {
  showToast(id, { role: 'status', tone: 'positive', title, duration: briefMs, ...more });
}

/** Says that a change was `refused`, or that it is `indeterminate` whether it was made; stays. */
export function showFailure(
  id: string,
  { isRefused, text }: { isRefused: boolean; text: string },
  { refused, indeterminate }: { refused: string; indeterminate: string },
  more?: Partial<ToastContent>,
): void {
  showToast(id, {
    role: 'alert',
    tone: isRefused ? 'negative' : 'warning',
    title: isRefused ? refused : indeterminate,
    details: [text],
    duration: null,
    ...more,
  });
}

/**
 * A live region of its own, and the only one around the text. Its content is exposed to assistive technology a moment
 * after the region itself: a region that appears together with its text is often not read.
 */
function Announced({ role, children }: { role: 'status' | 'alert'; children: ReactNode }) {
  const [isExposed, setExposed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setExposed(true), 100);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role={role} className="flex-1 basis-48">
      <div aria-hidden={!isExposed} className="space-y-1">
        {children}
      </div>
    </div>
  );
}

function Toast({ id, ...content }: ToastContent & { id: string }) {
  const { role, tone, title, about, details = [], children, link, action, duration } = content;
  const { front, behind } = useToastStack();
  const isFront = front === id;
  const [held, setHeld] = useState({ pointer: false, focus: false });
  // The toast leaves a moment after its button was pressed: a second press in that moment does nothing.
  const ran = useRef<unknown>(null);
  const [path] = useLocation();
  const isRedundant = isShownBy(path, content);

  useEffect(() => {
    if (isRedundant) closeToast(id);
  }, [isRedundant, id]);

  useEffect(() => {
    // Nobody can have seen a toast that waits behind others.
    if (duration === null || held.pointer || held.focus || !isFront) return;
    let left = duration;
    const timer = setInterval(() => {
      left -= tickMs;
      if (left <= 0) closeToast(id);
    }, tickMs);
    return () => clearInterval(timer);
  }, [duration, held, isFront, id]);

  function hold(change: Partial<typeof held>) {
    const next = { ...held, ...change };
    setHeld(next);
    holdToast(id, next.pointer || next.focus);
  }

  return (
    <div
      data-toast={isFront ? 'front' : 'behind'}
      className={cx(
        'flex w-full gap-2 border-t border-l-4 border-line bg-raised py-3 pr-2 pl-3 font-sans text-sm text-ink shadow-floating lg:w-90 lg:rounded-lg lg:border lg:border-l-4',
        edges[tone],
      )}
      onPointerEnter={() => hold({ pointer: true })}
      onPointerLeave={() => hold({ pointer: false })}
      onFocus={() => hold({ focus: true })}
      onBlur={() => hold({ focus: false })}
    >
      <div className="min-w-0 flex-1 space-y-1 wrap-anywhere">
        <Announced key={role} role={role}>
          <p className="text-base font-semibold">{title}</p>
          {about !== undefined && <div className="text-ink-soft">{about}</div>}
          {details.map((text) => (
            <p key={text}>{text}</p>
          ))}
          {children}
        </Announced>
        {/* What waits behind another toast cannot be reached. */}
        {isFront && (
          <div className="flex flex-wrap items-center gap-3 pt-1 empty:hidden">
            {link !== undefined && (
              // The view that it leads to says more than the toast.
              <TextLink href={link.href} onClick={() => closeToast(id)}>
                {link.label}
              </TextLink>
            )}
            {action !== undefined && (
              <Button
                size="sm"
                onClick={() => {
                  if (ran.current === action.run) return;
                  ran.current = action.run;
                  closeFocused(() => closeToast(id));
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
            {behind > 0 && (
              <span className="ml-auto flex items-center gap-1.5">
                <span className="text-xs text-ink-soft tabular">{`+${behind} more`}</span>
                <Button variant="ghost" size="sm" onClick={() => closeFocused(closeAllToasts)}>
                  Dismiss all
                </Button>
              </span>
            )}
          </div>
        )}
      </div>
      {isFront && (
        <IconButton
          icon={X}
          label="Dismiss"
          className="-mt-1"
          onClick={() => closeFocused(() => closeToast(id))}
        />
      )}
    </div>
  );
}

/** Closes what has the focus. */
function closeFocused(close: () => void): void {
  focusHeading();
  close();
}

/** Escape dismisses the toast in front, unless the key means something else where the focus is. */
export function useDismissWithEscape(): void {
  const { front } = useToastStack();
  useEffect(() => {
    if (front === null) return;
    function dismiss(event: KeyboardEvent) {
      const { target } = event;
      const isField =
        target instanceof Element &&
        target.matches('input:not([type="checkbox"]), select, textarea') &&
        // In a search box that is empty there is nothing to clear.
        !(target instanceof HTMLInputElement && target.type === 'search' && target.value === '');
      const isInDialog = document.body.dataset['scrollLocked'] !== undefined;
      if (event.key !== 'Escape' || event.defaultPrevented || isField || isInDialog || front === null) return;
      const close = () => closeToast(front);
      if (target instanceof Element && target.closest('[data-toast]') !== null) closeFocused(close);
      else close();
    }
    document.addEventListener('keydown', dismiss);
    return () => document.removeEventListener('keydown', dismiss);
  }, [front]);
}
