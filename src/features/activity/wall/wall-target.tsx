import type { Cancellation } from '@/contract';
import { environmentName } from '@/common/environments';
import { cx } from '@/lib/cx';

/** A long name gives way, the environment never does; and a row stays one line, so that all of them fit. */
export function WallTarget({ record, nameClass }: { record: Cancellation; nameClass: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-x-[0.6em]">
      <span className={cx('min-w-0', nameClass)}>{record.deploymentName}</span>
      <span className="max-w-[70%] shrink-0 wrap-anywhere text-ink-soft">
        {environmentName(record.environment)}
      </span>
    </span>
  );
}
