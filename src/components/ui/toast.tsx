import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { toast } from 'sonner';
import { Link } from 'wouter';
import { cx } from '@/lib/cx';
import { onSessionEnd } from '@/lib/session-end';
import { Button } from './button';
import { focusHeading } from './focus-heading';
import { expectToasts } from './toasts-expected';

// This comes with whatever can show a toast, a dialog most of all.
expectToasts(true);

const edges = {
  neutral: 'border-l-ink-faint',
  positive: 'border-l-positive',
  negative: 'border-l-negative',
  warning: 'border-l-warning',
} as const;

/** How often it is looked whether a toast is in sight. */
const tick = 500;

interface ToastContent {
  /** `status` waits for a pause, `alert` interrupts. */
  role: 'status' | 'alert';
  tone: keyof typeof edges;
  title: ReactNode;
  /** Names the object, in a line of its own above the title. */
  about?: ReactNode;
  children?: ReactNode;
  link?: { href: string; label: string };
  action?: { label: string; run: () => void };
  /** After this many milliseconds in sight, without pointer or focus, it leaves by itself; null: it stays. */
  duration: number | null;
}

/** The toast of sonner that has an ID now. One that leaves has it no more: it would take a new one with it. */
const sonnerIds = new Map<string, string>();

onSessionEnd(() => {
  sonnerIds.clear();
  toast.dismiss();
});

/** Shows a toast; one with an `id` that is already shown takes its place. */
export function showToast(id: string, content: ToastContent): void {
  const holder = sonnerIds.get(id) ?? crypto.randomUUID();
  sonnerIds.set(id, holder);
  function close() {
    sonnerIds.delete(id);
    toast.dismiss(holder);
  }
  // The time is kept here and not by sonner: its timer does not stop for the keyboard's focus.
  toast.custom(() => <Toast {...content} close={close} />, { id: holder, duration: Infinity });
}

/**
 * A live region of its own, and the only one around the text. What is in it becomes known to assistive technology a
 * moment after the region: a region that comes together with its text is often not read.
 */
function Announced({ role, children }: { role: 'status' | 'alert'; children: ReactNode }) {
  const [isKnown, setKnown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setKnown(true), 100);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role={role}>
      <div aria-hidden={!isKnown} className="space-y-1">
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
  children,
  link,
  action,
  duration: leavesAfter,
  close,
}: ToastContent & { close: () => void }) {
  const [held, setHeld] = useState({ pointer: false, focus: false });
  // The toast leaves a moment after it was pressed: a second press of that moment does nothing.
  const ran = useRef<unknown>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (leavesAfter === null || held.pointer || held.focus) return;
    let left = leavesAfter;
    const timer = setInterval(() => {
      // Nobody can have seen one that waits behind others.
      if (box.current?.closest('[data-visible="false"]')) return;
      left -= tick;
      if (left <= 0) close();
    }, tick);
    return () => clearInterval(timer);
  }, [leavesAfter, held, close]);

  /** Pressed away, with the focus in it. */
  function leave() {
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
          {children}
        </Announced>
        {(link ?? action) !== undefined && (
          <div className="flex items-center gap-3 pt-1">
            {link !== undefined && (
              <Link
                href={link.href}
                // What it leads to says more than the toast, which would only be in the way there.
                onClick={close}
                className="rounded font-medium text-accent underline-offset-4 hover:underline"
              >
                {link.label}
              </Link>
            )}
            {action !== undefined && (
              <Button
                size="sm"
                onClick={() => {
                  if (ran.current === action.run) return;
                  ran.current = action.run;
                  leave();
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
          </div>
        )}
      </div>
      <Button variant="ghost" size="icon" className="-mt-1" aria-label="Dismiss" onClick={leave}>
        <X aria-hidden="true" className="size-4" />
      </Button>
    </div>
  );
}
