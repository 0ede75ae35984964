import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { toast } from 'sonner';
import { cx } from '@/lib/cx';
import { onSessionEnd } from '@/lib/session-end';
import { Button } from './button';
import { focusHeading } from './focus-heading';
import { IconButton } from './icon-button';
import { TextLink } from './text-link';

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
  title: ReactNode;
  /** Names the object, in a line of its own above the title. */
  about?: ReactNode;
  /** Small print below the title, a paragraph each. */
  details?: readonly string[];
  children?: ReactNode;
  link?: { href: string; label: string };
  action?: { label: string; run: () => void };
  /** Milliseconds in sight, without pointer or focus, after which it leaves by itself; null: it stays. */
  duration: number | null;
}

/** Sonner's ID of the toast shown under each ID of ours. A toast on its way out has lost it: it would take a new one along. */
const sonnerIds = new Map<string, string>();

onSessionEnd(() => {
  sonnerIds.clear();
  toast.dismiss();
});

/** Shows a toast; it replaces the one with the same `id`. */
export function showToast(id: string, content: ToastContent): void {
  const sonnerId = sonnerIds.get(id) ?? crypto.randomUUID();
  sonnerIds.set(id, sonnerId);
  function close() {
    sonnerIds.delete(id);
    toast.dismiss(sonnerId);
  }
  // The time is kept here and not by sonner, whose timer does not stop while the toast has the keyboard's focus.
  toast.custom(() => <Toast {...content} close={close} />, { id: sonnerId, duration: Infinity });
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
    <div role={role}>
      <div aria-hidden={!isExposed} className="space-y-1">
        {children}
      </div>
    </div>
  );
}

function Toast({
  role,
  tone,
  title,
  about,
  details = [],
  children,
  link,
  action,
  duration,
  close,
}: ToastContent & { close: () => void }) {
  const [held, setHeld] = useState({ pointer: false, focus: false });
  // The toast leaves a moment after its button was pressed: a second press in that moment does nothing.
  const ran = useRef<unknown>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (duration === null || held.pointer || held.focus) return;
    let left = duration;
    const timer = setInterval(() => {
      // Nobody can have seen a toast that waits behind others.
      if (box.current?.closest('[data-visible="false"]')) return;
      left -= tickMs;
      if (left <= 0) close();
    }, tickMs);
    return () => clearInterval(timer);
  }, [duration, held, close]);

  /** Closes the toast, which has the focus. */
  function closeFocused() {
    focusHeading();
    close();
  }

  return (
    <div
      ref={box}
      className={cx(
        'flex w-[calc(100vw-1.5rem)] gap-2 rounded-lg border border-l-4 border-line bg-raised py-3 pr-2 pl-3 font-sans text-sm text-ink shadow-floating sm:w-88',
        edges[tone],
      )}
      onPointerEnter={() => setHeld((held) => ({ ...held, pointer: true }))}
      onPointerLeave={() => setHeld((held) => ({ ...held, pointer: false }))}
      onFocus={() => setHeld((held) => ({ ...held, focus: true }))}
      onBlur={() => setHeld((held) => ({ ...held, focus: false }))}
    >
      <div className="min-w-0 flex-1 space-y-1 wrap-anywhere">
        <Announced key={role} role={role}>
          {about !== undefined && <p className="text-xs text-ink-soft">{about}</p>}
          <p className="font-semibold">{title}</p>
          {details.map((text) => (
            <p key={text} className="text-xs text-ink-soft">
              {text}
            </p>
          ))}
          {children}
        </Announced>
        {(link ?? action) !== undefined && (
          <div className="flex items-center gap-3 pt-1">
            {link !== undefined && (
              // The view that it leads to says more than the toast.
              <TextLink href={link.href} onClick={close}>
                {link.label}
              </TextLink>
            )}
            {action !== undefined && (
              <Button
                size="sm"
                onClick={() => {
                  if (ran.current === action.run) return;
                  ran.current = action.run;
                  closeFocused();
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
          </div>
        )}
      </div>
      <IconButton icon={X} label="Dismiss" className="-mt-1" onClick={closeFocused} />
    </div>
  );
}
