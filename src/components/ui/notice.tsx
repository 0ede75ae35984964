import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

const tones = {
  neutral: 'border-line bg-hover text-ink-soft',
  accent: 'border-accent-line bg-accent-soft text-accent',
  warning: 'border-warning-line bg-warning-soft text-warning',
  negative: 'border-negative-line bg-negative-soft text-negative',
} as const;

/** A message that belongs to a place on the page; `role` decides whether and how it is announced. */
export function Notice({
  tone,
  role,
  title,
  children,
  action,
  className,
}: {
  tone: keyof typeof tones;
  role?: 'status' | 'alert';
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div
      role={role}
      className={cx(
        'flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border px-3 py-2 text-sm',
        tones[tone],
        className,
      )}
    >
      <div className="min-w-0 flex-1 basis-56 space-y-0.5 wrap-anywhere">
        {title !== undefined && <p className="font-medium">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
