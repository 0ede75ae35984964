/** The colours of an outcome on a shared screen; `fresh` is a frame that needs no motion to be noticed. */
export const wallTones = {
  positive: {
    panel: 'border-positive bg-positive-soft text-positive',
    fresh: 'ring-[0.3vw] ring-positive',
    word: 'text-positive',
  },
  negative: {
    panel: 'border-negative bg-negative-soft text-negative',
    fresh: 'ring-[0.3vw] ring-negative',
    word: 'text-negative',
  },
  warning: {
    panel: 'border-warning bg-warning-soft text-warning',
    fresh: 'ring-[0.3vw] ring-warning',
    word: 'text-warning',
  },
  accent: {
    panel: 'border-accent bg-accent-soft text-accent',
    fresh: 'ring-[0.3vw] ring-accent',
    word: 'text-accent',
  },
  neutral: {
    panel: 'border-ink-faint bg-hover text-ink',
    fresh: 'ring-[0.3vw] ring-ink-faint',
    word: 'text-ink-soft',
  },
} as const;
