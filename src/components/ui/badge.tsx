import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

const tones = {
  strong: 'border-ink bg-ink text-canvas',
  neutral: 'border-line-strong bg-hover text-ink-soft',
  accent: 'border-accent-line bg-accent-soft text-accent',
  positive: 'border-positive-line bg-positive-soft text-positive',
  negative: 'border-negative-line bg-negative-soft text-negative',
  warning: 'border-warning-line bg-warning-soft text-warning',
} as const;

export type Tone = keyof typeof tones;

export function Badge({ tone, dot = false, children }: { tone: Tone; dot?: boolean; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex h-5 max-w-full items-center gap-1.5 rounded-full border px-2 text-xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {dot && <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-current" />}
      <span className="truncate">{children}</span>
    </span>
  );
}
