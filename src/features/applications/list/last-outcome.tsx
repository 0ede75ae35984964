import { Link } from 'wouter';
import type { Cancellation } from '@/contract';
import { views } from '@/contract/paths';
import { TimeText } from '@/components/ui/time-text';
import { OutcomeIcon, outcomeInk } from '@/common/outcome-icon';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { OverdueMark } from '@/common/overdue-mark';
import { cx } from '@/lib/cx';
import { isolated } from '@/lib/isolated';

/** Whether the code says more than the outcome's word: not where Fuse accepted with its documented code. */
const addsToWord = (last: Cancellation) => last.outcome !== 'accepted' || last.status !== 202;

/** The last cancellation of a deployment, as its row shows it: the whole cell leads to the record. */
export function LastOutcome({ last, identity }: { last: Cancellation | null; identity: string }) {
  // Always of the same height: the rows below do not move when an outcome arrives.
  if (last === null)
    return (
      <span className="flex min-h-9 items-center text-ink-faint pointer-coarse:min-h-11">
        <span aria-hidden="true">–</span>
        <span className="sr-only">Never cancelled</span>
      </span>
    );
  const { label, tone } = outcomeLabel(last.outcome);
  const code = last.outcome === null ? `Cancelling… by ${isolated(last.person)}` : codeText(last);
  return (
    <Link
      href={views.cancellation(last.id)}
      tabIndex={-1}
      className="group/outcome flex min-h-9 items-center gap-2 rounded after:absolute after:inset-0 focus-visible:outline-offset-4 pointer-coarse:min-h-11"
    >
      <OutcomeIcon outcome={last.outcome} />
      <span className="min-w-0">
        <span className="flex min-w-0 items-baseline gap-1.5 underline-offset-4 group-hover/outcome:underline">
          <span className={cx('text-base font-semibold', outcomeInk[tone])}>{label}</span>
          <span className={addsToWord(last) ? 'min-w-0 truncate text-sm tabular' : 'sr-only'} title={code}>
            {code}
          </span>
        </span>
        {/* Where there is no room for the time of day, its age is shown whole. */}
        <span className="block h-[1lh] overflow-hidden text-xs text-ellipsis text-ink-faint [&_time>:last-child]:inline-block">
          <OverdueMark record={last} words="Overdue · " />
          <TimeText iso={last.requestedAt} />
        </span>
        <span className="sr-only">{`, record of ${identity}`}</span>
      </span>
    </Link>
  );
}
