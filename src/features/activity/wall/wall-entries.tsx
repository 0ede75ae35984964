import { isUnconfirmed, type Cancellation } from '@/contract';
import { TimeText } from '@/components/ui/time-text';
import { environmentName } from '@/common/environments';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { cx } from '@/lib/cx';
import { isolated } from '@/lib/isolated';
import { useNow } from '@/lib/use-now';

const freshForMs = 60_000;

const panels = {
  positive: 'border-positive bg-positive-soft text-positive ring-positive',
  negative: 'border-negative bg-negative-soft text-negative ring-negative',
  warning: 'border-warning bg-warning-soft text-warning ring-warning',
  accent: 'border-accent bg-accent-soft text-accent ring-accent',
  neutral: 'border-ink-faint bg-hover text-ink ring-ink-faint',
} as const;

const words = {
  positive: 'text-positive',
  negative: 'text-negative',
  warning: 'text-warning',
  accent: 'text-accent',
  neutral: 'text-ink-soft',
} as const;

/** The newest cancellation in type for the other end of the room; framed for its first minute, without any motion. */
export function WallNewest({ record }: { record: Cancellation }) {
  const now = useNow();
  const { label, tone } = outcomeLabel(record.outcome);
  const isFresh = Math.abs(now - Date.parse(record.settledAt ?? record.requestedAt)) < freshForMs;
  return (
    <section
      aria-label="Newest cancellation"
      className={cx(
        'animate-fade rounded-[0.75vw] border-l-[0.8vw] px-[clamp(1rem,2.4vw,6rem)] py-[3vh]',
        panels[tone],
        isFresh && 'ring-[0.3vw]',
      )}
    >
      <p className="flex items-baseline justify-between gap-x-[2vw] text-wall-md">
        <WallTarget record={record} nameClass="line-clamp-2 wrap-anywhere" />
        {isFresh && <strong className="text-wall-sm font-semibold">New</strong>}
      </p>
      <p className="text-wall-xl font-semibold tracking-tight wrap-anywhere">
        {record.outcome === null ? 'Cancelling…' : label}
      </p>
      <p className="mt-[1.2vh] text-wall-md font-medium wrap-anywhere tabular">{codeText(record)}</p>
      <p className="mt-[1.6vh] text-wall-sm wrap-anywhere">
        <span>{`${isolated(record.person)}, `}</span>
        <TimeText iso={record.requestedAt} />
        {record.confirmation !== null && (
          <span>{` · confirmed by ${isolated(record.confirmation.person)}`}</span>
        )}
        {isUnconfirmed(record) && <span> · to confirm</span>}
      </p>
    </section>
  );
}

/** An earlier cancellation in one line, so that all rows fit on the screen. */
export function WallRow({ record }: { record: Cancellation }) {
  const { label, tone } = outcomeLabel(record.outcome);
  return (
    <li className="grid items-center gap-x-[2vw] py-[1.1vh] text-wall-sm sm:grid-cols-[13%_25%_1fr_22%]">
      <span className={cx('font-semibold', words[tone])}>{label}</span>
      <span className="truncate tabular">{codeText(record)}</span>
      <WallTarget record={record} nameClass="truncate" />
      <span className="truncate text-ink-soft sm:text-right">
        <TimeText iso={record.requestedAt} />
      </span>
    </li>
  );
}

/** Where there is too little room the name is cut, and never the environment. */
function WallTarget({ record, nameClass }: { record: Cancellation; nameClass: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-x-[0.6em]">
      <span className={cx('min-w-0', nameClass)}>{record.deploymentName}</span>
      <span className="max-w-[70%] shrink-0 wrap-anywhere text-ink-soft">
        {environmentName(record.environment)}
      </span>
    </span>
  );
}
