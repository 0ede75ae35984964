import type { ComponentProps, MouseEvent } from 'react';
import { cx } from '@/lib/cx';

const variants = {
  primary:
    'border-transparent bg-accent-solid text-white hover:bg-accent-strong active:bg-accent-strong aria-disabled:bg-accent-solid',
  secondary: 'border-line-strong bg-surface text-ink shadow-raised hover:bg-hover active:bg-line',
  ghost: 'border-transparent text-ink-soft hover:bg-hover hover:text-ink active:bg-line',
  danger:
    'border-transparent bg-negative-solid text-white hover:bg-negative-strong active:bg-negative-strong aria-disabled:bg-negative-solid',
  'danger-quiet':
    'border-line-strong bg-surface text-negative shadow-raised hover:border-negative-line hover:bg-negative-soft active:bg-negative-soft',
} as const;

const sizes = {
  md: 'h-9 gap-2 px-3.5 text-base',
  sm: 'h-8 gap-1.5 px-3 text-sm',
  icon: 'size-8 justify-center',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  /** Cannot be used now, but keeps the focus: says so by `aria-disabled` and does nothing. */
  ariaDisabled?: boolean | undefined;
  /** Pressed while it cannot be used, also by Enter in a field of its form: the place to say why not. */
  onDisabledClick?: () => void;
}

export function Button({
  variant = 'secondary',
  size = 'md',
  ariaDisabled: unavailable = false,
  onDisabledClick: onRefuse,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  function click(event: MouseEvent<HTMLButtonElement>) {
    // A submit button that is unavailable must not submit its form either.
    if (unavailable) {
      event.preventDefault();
      onRefuse?.();
    } else onClick?.(event);
  }
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={unavailable || undefined}
      onClick={click}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors duration-100 select-none',
        'aria-disabled:cursor-not-allowed aria-disabled:not-aria-busy:opacity-60',
        variants[variant],
        sizes[size],
        className,
      )}
    />
  );
}
