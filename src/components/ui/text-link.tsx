import type { ComponentProps } from 'react';
import { Link } from 'wouter';
import { cx } from '@/lib/cx';

const variants = {
  /** Stands by itself. */
  accent: 'inline-flex min-h-6 items-center font-medium text-accent underline-offset-4 hover:underline',
  /** Within a sentence or a coloured notice. */
  inline: 'font-medium underline underline-offset-2',
  quiet: 'inline-flex min-h-6 items-center text-ink-faint underline-offset-4 hover:text-ink hover:underline',
  /** The name of what a list entry leads to. */
  title: 'font-semibold wrap-anywhere underline-offset-4 hover:underline',
} as const;

/** A link to another view of the console. */
export function TextLink({
  variant = 'accent',
  className,
  ...rest
}: {
  href: string;
  variant?: keyof typeof variants;
  /** Marks a row of the journal by its record's ID. */
  'data-journal-row'?: string;
} & Pick<ComponentProps<'a'>, 'className' | 'children' | 'onClick' | 'aria-label' | 'aria-describedby'>) {
  return <Link {...rest} className={cx('rounded', variants[variant], className)} />;
}
