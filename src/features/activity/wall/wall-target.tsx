import type { Cancellation } from '@/contract';
import { environmentName } from '@/domain/environments';
import { cx } from '@/lib/cx';

/** A long name gives way, the environment never does: it stands beside the name, or below it. */
export function WallTarget({ record, nameClass }: { record: Cancellation; nameClass: string }) {
  return (
    <span className="flex min-w-0 flex-wrap gap-x-[0.6em]">
      <span className={cx('min-w-0', nameClass)}>{record.deploymentName}</span>
      <span className="wrap-anywhere text-ink-soft">{environmentName(record.environment)}</span>
    </span>
  );
}
