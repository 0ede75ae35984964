import type { ComponentProps } from 'react';
import { Link } from 'wouter';
import { cx } from '@/lib/cx';

/** Of a link that stands by itself: high enough to be hit. */
const alone = 'inline-flex min-h-6 items-center pointer-coarse:min-h-11';

const variants = {
  accent: `${alone} font-medium text-accent underline-offset-4 hover:underline`,
  /** Beside a coloured notice, in its colour. */
  action: `${alone} font-medium underline underline-offset-2`,
  quiet: `${alone} text-ink-faint underline-offset-4 hover:text-ink hover:underline`,
  /** Within a sentence. */
  inline: 'font-medium underline underline-offset-2',
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
