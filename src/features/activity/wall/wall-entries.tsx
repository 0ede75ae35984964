import { isUnconfirmed, type Cancellation } from '@/contract';
import { TimeText } from '@/components/ui/time-text';
import { environmentName, isProduction } from '@/common/environments';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { OverdueMark } from '@/common/overdue-mark';
import { OutcomeIcon, outcomeInk } from '@/common/outcome-icon';
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

/** The newest cancellation in type for the other end of the room; framed for its first minute, without any motion. */
export function WallNewest({ record }: { record: Cancellation }) {
  const now = useNow();
  const { label, tone } = outcomeLabel(record.outcome);
  const isFresh = Math.abs(now - Date.parse(record.settledAt ?? record.requestedAt)) < freshForMs;
  return (
    <section
      aria-label="Newest cancellation"
      className={cx(
        'min-w-0 animate-fade rounded-[0.75vw] border-l-[0.8vw] px-[clamp(1rem,2vw,6rem)] py-[2vh]',
        panels[tone],
        isFresh && 'ring-[0.3vw]',
      )}
    >
      <p className="flex flex-wrap items-baseline gap-x-[2vw]">
        <span className="text-wall-xl font-semibold tracking-tight wrap-anywhere">
          <OutcomeIcon outcome={record.outcome} size="mr-[0.3em] inline-block size-[0.8em] align-[-0.08em]" />
          <span>{record.outcome === null ? 'Cancelling…' : label}</span>
        </span>
        <span className="text-wall-md font-medium wrap-anywhere tabular">{codeText(record)}</span>
        {isFresh && <strong className="text-wall-sm font-semibold">New</strong>}
      </p>
      <p className="mt-[1vh] text-wall-md font-medium text-ink">
        <WallTarget record={record} most={60} nameClass="line-clamp-2 wrap-anywhere" />
      </p>
      <p className="mt-[1vh] text-wall-row wrap-anywhere text-ink-soft tabular">{identity(record)}</p>
      <p className="text-wall-sm wrap-anywhere text-ink-soft">
        <span>{`${isolated(record.person)}, `}</span>
        <TimeText iso={record.requestedAt} />
        {record.confirmation !== null && (
          <span>{` · confirmed by ${isolated(record.confirmation.person)}`}</span>
        )}
        {isUnconfirmed(record) && (
          <strong className="font-semibold text-ink">
            <span> · </span>
            <ToConfirm record={record} />
          </strong>
        )}
      </p>
    </section>
  );
}

/** An earlier cancellation in one row; one that stays until it is confirmed says so. */
export function WallRow({ record, isPinned = false }: { record: Cancellation; isPinned?: boolean }) {
  const { label, tone } = outcomeLabel(record.outcome);
  return (
    <li
      className={cx(
        'grid items-center gap-x-[1vw] gap-y-1 py-[0.6vh] sm:grid-cols-[minmax(19.5vw,auto)_1fr_fit-content(31%)] sm:pr-[1vw]',
        isPinned ? `border-l-[0.8vw] pl-[1vw] ${panels[tone]}` : 'sm:pl-[1.8vw]',
      )}
    >
      <span className={cx('flex items-center gap-[0.4em] text-wall-md font-semibold', outcomeInk[tone])}>
        <OutcomeIcon outcome={record.outcome} size="size-[0.8em]" />
        <span>{label}</span>
      </span>
      <span className="min-w-0 text-wall-md font-medium text-ink">
        <WallTarget
          record={record}
          most={46}
          // Two lines of a long name take no more height than one line of a short one.
          nameClass={cx(
            'line-clamp-2 wrap-anywhere',
            record.deploymentName.length > 17 && 'leading-[1.05]',
            record.deploymentName.length > 26
              ? 'text-[max(1rem,0.7em)]'
              : record.deploymentName.length > 17 && 'text-[max(1rem,0.78em)]',
          )}
        />
      </span>
      <span className="min-w-0 text-wall-row text-ink-soft tabular sm:text-right">
        <span className="line-clamp-1 wrap-anywhere">{identity(record)}</span>
        <span className="block truncate">
          {(isPinned || record.review?.isOverdue === true) && (
            <strong className="font-semibold text-ink">
              <ToConfirm record={record} />
              <span> · </span>
            </strong>
          )}
          <TimeText iso={record.requestedAt} />
        </span>
      </span>
    </li>
  );
}

function ToConfirm({ record }: { record: Cancellation }) {
  return record.review?.isOverdue === true ? <OverdueMark record={record} /> : <span>To confirm</span>;
}

/** The ID comes first: where there is too little room, the application's name is cut. */
function identity({ deploymentId, applicationId, applicationName }: Cancellation): string {
  return `ID ${deploymentId} · ${applicationId} ${isolated(applicationName)}`;
}

/** A name as long as there is room for, cut in its middle: look-alike names differ at their ends. */
function cutInMiddle(name: string, most: number): string {
  const signs = Array.from(name);
  const half = (most - 1) / 2;
  return signs.length <= most
    ? name
    : `${signs.slice(0, Math.ceil(half)).join('')}…${signs.slice(-Math.floor(half)).join('')}`;
}

/** Where there is too little room the name is cut, and never the environment. */
function WallTarget({
  record,
  most,
  nameClass,
}: {
  record: Cancellation;
  /** So many signs of the name are shown. */
  most: number;
  nameClass: string;
}) {
  return (
    <span className="flex min-w-0 items-center gap-[0.4em]">
      <span className={cx('min-w-0', nameClass)}>{cutInMiddle(record.deploymentName, most)}</span>
      <span
        className={cx(
          'max-w-[60%] shrink-0 rounded-[0.3em] border px-[0.4em] text-[0.6em] wrap-anywhere',
          isProduction(record.environment)
            ? 'border-ink bg-ink text-canvas forced-colors:border-4'
            : 'border-line-strong bg-hover text-ink-soft',
        )}
      >
        {environmentName(record.environment)}
      </span>
    </span>
  );
}
