import { isUnconfirmed, type Cancellation } from '@/contract';
import { TimeText } from '@/components/ui/time-text';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { cx } from '@/lib/cx';
import { useNow } from '@/lib/use-now';
import { WallTarget } from './wall-target';
import { wallTones } from './wall-tones';
import { isolated } from '@/lib/isolated';

const freshForMs = 60_000;

/** The newest cancellation in type for the other end of the room; marked as new for its first minute. */
export function WallNewest({ record }: { record: Cancellation }) {
  const now = useNow();
  const { label, tone } = outcomeLabel(record.outcome);
  const isFresh = Math.abs(now - Date.parse(record.settledAt ?? record.requestedAt)) < freshForMs;
  return (
    <section
      aria-label="Newest cancellation"
      className={cx(
        'animate-fade rounded-[0.75vw] border-l-[0.8vw] px-[clamp(1rem,2.4vw,6rem)] py-[3vh]',
        wallTones[tone].panel,
        isFresh && wallTones[tone].fresh,
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
