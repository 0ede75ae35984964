import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

const tones = {
  // Forced colours take the ground away: a thick edge keeps it apart.
  strong: 'border-ink bg-ink text-canvas forced-colors:border-3',
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
        // Words that are cut off could be another's: what does not fit takes a second line.
        'inline-block max-w-44 min-w-0 rounded-[0.625rem] border px-2 align-middle text-xs leading-4.5 font-medium wrap-anywhere',
        dot &&
          'before:mr-1.5 before:inline-block before:size-1.5 before:rounded-full before:border-3 before:border-current before:align-[0.1em]',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
