import { cx } from '@/lib/cx';

/** A grey place holder; give it the size of what will stand there. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden="true" className={cx('block animate-skeleton rounded bg-line', className)} />;
}
