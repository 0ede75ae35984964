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

/** Always of the same height: the rows below do not move when an outcome arrives. */
const line = 'flex gap-1 sm:min-h-9 sm:items-center sm:gap-2 sm:pointer-coarse:min-h-11';

/** The last cancellation of a deployment, as its row shows it: the whole cell leads to the record. */
export function LastOutcome({ last, identity }: { last: Cancellation | null; identity: string }) {
  if (last === null)
    return (
      <span className={cx(line, 'text-ink-faint')}>
        <span aria-hidden="true" className="w-4 text-center">
          –
        </span>
        <span className="sr-only">None on record</span>
      </span>
    );
  const { label, tone } = outcomeLabel(last.outcome);
  const code = last.outcome === null ? `Cancelling… by ${isolated(last.person)}` : codeText(last);
  return (
    <Link
      href={views.cancellation(last.id)}
      tabIndex={-1}
      className={cx(
        line,
        'group/outcome rounded after:absolute after:inset-0 focus-visible:outline-offset-4',
      )}
    >
      <OutcomeIcon outcome={last.outcome} />
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 sm:block">
        <span className="flex min-w-0 items-baseline gap-1.5 underline-offset-4 group-hover/outcome:underline">
          <span className={cx('text-base font-semibold', outcomeInk[tone])}>{label}</span>
          <span
            className={
              addsToWord(last)
                ? cx(
                    'min-w-0 truncate text-sm tabular',
                    // Where the words have no room, the number is shown whole, and without a number the outcome's word.
                    last.outcome !== null &&
                      (last.status === null ? 'max-lg:sr-only' : 'max-lg:w-[3ch] max-lg:text-clip'),
                  )
                : 'sr-only'
            }
            title={code}
          >
            {code}
          </span>
        </span>
        {/* Where there is no room for the time of day, its age is shown whole. */}
        <span className="block h-[1lh] overflow-hidden text-xs text-ellipsis text-ink-faint max-sm:[&_time>:last-child]:hidden sm:[&_time>:last-child]:inline-block">
          <OverdueMark record={last} words="Overdue · " />
          <TimeText iso={last.requestedAt} />
        </span>
        <span className="sr-only">{`, record of ${identity}`}</span>
      </span>
    </Link>
  );
}
