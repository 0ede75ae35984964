import { Link } from 'wouter';
import { views } from '@/contract/paths';
import { cx } from '@/lib/cx';

const tabs = [
  { name: 'cancellations', href: views.activity, label: 'Cancellations' },
  { name: 'changes', href: views.changes, label: 'Changes' },
] as const;

/** The two lists of Activity: what was cancelled, and what was changed. */
export function ActivityTabs({ current }: { current: (typeof tabs)[number]['name'] }) {
  return (
    <nav aria-label="Lists of Activity" className="-mt-2 flex gap-1 border-b border-line">
      {tabs.map(({ name, href, label }) => (
        <Link
          key={name}
          href={href}
          aria-current={name === current ? 'page' : undefined}
          className={cx(
            '-mb-px flex h-11 items-center border-b-2 px-3 text-sm font-medium sm:h-9',
            name === current ? 'border-accent text-ink' : 'border-transparent text-ink-soft hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
