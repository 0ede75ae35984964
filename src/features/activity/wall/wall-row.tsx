import type { Cancellation } from '@/contract';
import { TimeText } from '@/components/ui/time-text';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { cx } from '@/lib/cx';
import { WallTarget } from './wall-target';
import { wallTones } from './wall-tones';

export function WallRow({ record }: { record: Cancellation }) {
  const { label, tone } = outcomeLabel(record.outcome);
  return (
    <li className="grid items-center gap-x-[2vw] py-[1.1vh] text-wall-sm sm:grid-cols-[13%_25%_1fr_22%]">
      <span className={cx('font-semibold', wallTones[tone].word)}>{label}</span>
      <span className="truncate tabular">{codeText(record)}</span>
      <WallTarget record={record} nameClass="truncate" />
      <span className="truncate text-ink-soft sm:text-right">
        <TimeText iso={record.requestedAt} />
      </span>
    </li>
  );
}
