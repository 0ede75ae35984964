import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { Link } from 'wouter';
import { cx } from '@/lib/cx';
import { Spinner } from './spinner';

const variants = {
  primary:
    'border-transparent bg-accent-solid text-white hover:bg-accent-strong active:bg-accent-strong aria-disabled:bg-accent-solid',
  secondary: 'border-line-strong bg-surface text-ink shadow-raised hover:bg-hover active:bg-line',
  ghost: 'border-transparent text-ink-soft hover:bg-hover hover:text-ink active:bg-line',
  danger:
    'border-transparent bg-negative-solid text-white hover:bg-negative-strong active:bg-negative-strong aria-disabled:bg-negative-solid',
  'danger-quiet':
    'border-line-strong bg-surface text-negative shadow-raised hover:border-negative-line hover:bg-negative-soft active:bg-negative-soft',
  /** What destroys, in the row of a list: red only on the row that the pointer or the focus is in. */
  'danger-in-row':
    'border-line bg-surface text-ink group-focus-within/row:text-negative group-hover/row:border-negative-line group-hover/row:text-negative hover:bg-negative-soft active:bg-negative-soft aria-disabled:text-ink',
} as const;

const sizes = {
  md: 'h-9 gap-2 px-3.5 text-base',
  sm: 'h-8 gap-1.5 px-3 text-sm',
  icon: 'size-8 justify-center',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  /** Cannot be used now, but keeps the focus: `aria-disabled`, and a click does nothing. */
  ariaDisabled?: boolean | undefined;
  /** A click while it is disabled, also by Enter in a field of its form: the place to say why it is. */
  onDisabledClick?: () => void;
  /** Why the person may not do this: disabled, with this as its description; `explain-unavailable.ts` says it on a click. */
  whyNot?: string | undefined;
  /** The change is under way: disabled, with a spinner. */
  isPending?: boolean;
}

/** The look of a button, for what is none. */
export function buttonClass(
  variant: keyof typeof variants,
  size: keyof typeof sizes,
  className?: string,
): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors duration-100 select-none',
    'aria-disabled:cursor-not-allowed aria-disabled:not-aria-busy:opacity-60',
    variants[variant],
    sizes[size],
    className,
  );
}

/** A link to another view that looks like a button. */
export function ButtonLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={buttonClass('secondary', 'md', 'pointer-coarse:min-h-11')}>
      {children}
    </Link>
  );
}

export function Button({
  variant = 'secondary',
  size = 'md',
  isPending,
  ariaDisabled = false,
  onDisabledClick,
  whyNot,
  className,
  onClick,
  type = 'button',
  children,
  ...rest
}: ButtonProps) {
  const isDisabled = ariaDisabled || isPending === true || whyNot !== undefined;
  function click(event: MouseEvent<HTMLButtonElement>) {
    // A disabled submit button must not submit its form either.
    if (isDisabled) {
      event.preventDefault();
      onDisabledClick?.();
    } else onClick?.(event);
  }
  return (
    <button
      aria-busy={isPending}
      {...rest}
      {...(whyNot !== undefined && { title: whyNot, 'data-why-not': '' })}
      type={type}
      aria-disabled={isDisabled || undefined}
      onClick={click}
      className={buttonClass(variant, size, className)}
    >
      {/* Text beside the spinner stands in an element: a page that the browser translates stays as React knows it. */}
      {isPending === undefined ? (
        children
      ) : (
        <>
          {isPending && <Spinner />}
          <span>{children}</span>
        </>
      )}
    </button>
  );
}
