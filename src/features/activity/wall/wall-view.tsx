import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { views } from '@/contract';
import { focusHeading } from '@/components/ui/focus-heading';
import { TextLink } from '@/components/ui/text-link';
import { asOfTime } from '@/lib/dates';
import { journalQuery } from '../api/list-cancellations';
import { useOverdue, useToConfirm } from '../api/to-confirm';
import { useUnresolved } from '../api/unresolved';
import { Clock } from './clock';
import { WallNewest, WallRow } from './wall-entries';

/** A shared screen shows so many without scrolling. */
const rowCount = 5;

/**
 * Activity for a shared screen, without controls: the newest outcome large, how many wait for somebody beside it, and
 * the ones before it below. An unknown or refused outcome of production stays above them until it is confirmed.
 */
export function WallView({ live, isSandbox }: { live: ReactNode; isSandbox: boolean }) {
  const journal = useInfiniteQuery(journalQuery({}));
  const unresolved = useUnresolved();
  const [newest, ...rest] = journal.data?.pages.flatMap((page) => page.items) ?? [];
  const toPin = unresolved.records.filter(({ id }) => id !== newest?.id);
  // The last row says how many more there are.
  const pinned = toPin.slice(0, toPin.length > rowCount ? rowCount - 1 : rowCount);
  const isPinned = new Set(pinned.map(({ id }) => id));
  const others = rest.filter(({ id }) => !isPinned.has(id)).slice(0, Math.max(0, rowCount - toPin.length));
  useEffect(() => {
    document.title = 'Wall · Fuse Cancel Console';
    // The link that led here is gone, and the focus with it.
    if (document.activeElement === document.body) focusHeading();
  }, []);
  return (
    <div
      data-wall=""
      className="flex min-h-dvh flex-col gap-[clamp(0.75rem,2vh,4rem)] p-[clamp(1rem,2vw,5rem)]"
    >
      <header className="flex flex-wrap items-center justify-between gap-x-[3vw] gap-y-2 text-wall-sm">
        <h1 tabIndex={-1} className="flex flex-wrap items-center gap-x-[1vw] font-semibold">
          <span>
            Cancellations <span className="font-normal text-ink-soft">· Fuse Cancel Console</span>
          </span>
          {isSandbox && (
            <span className="rounded-[0.3em] border border-accent bg-accent-soft px-[0.4em] text-accent">
              Sandbox: no real calls
            </span>
          )}
        </h1>
        <div className="flex flex-wrap items-center gap-x-[2vw]">
          {live}
          <Clock />
          <TextLink variant="quiet" href={views.activity} className="text-[clamp(0.8125rem,0.8vw,2rem)]">
            Leave wall
          </TextLink>
        </div>
      </header>
      {newest === undefined ? (
        <Nothing failed={journal.isError} loaded={journal.isSuccess} />
      ) : (
        <>
          {journal.isRefetchError && (
            <p
              role="status"
              className="text-wall-sm text-warning"
            >{`Could not refresh. Last update: ${asOfTime(journal.dataUpdatedAt)}.`}</p>
          )}
          <div className="grid gap-[clamp(0.75rem,2vh,4rem)] sm:grid-cols-[1fr_auto]">
            <WallNewest key={`${newest.id} ${newest.outcome}`} record={newest} />
            <Counts unknown={unresolved.unknownCount} />
          </div>
          {pinned.length > 0 && (
            <ol aria-label="Unresolved, newest first" className="space-y-[0.5vh]">
              {pinned.map((record) => (
                <WallRow key={record.id} record={record} isPinned />
              ))}
              {toPin.length > pinned.length && (
                <li className="py-[1vh] pl-[1.8vw] text-wall-sm font-semibold">
                  {`${toPin.length - pinned.length} more of production, unknown or refused, to confirm`}
                </li>
              )}
            </ol>
          )}
          {!unresolved.isPending && others.length > 0 && (
            <ol aria-label="Before that, newest first" className="divide-y divide-line border-y border-line">
              {others.map((record) => (
                <WallRow key={record.id} record={record} />
              ))}
            </ol>
          )}
        </>
      )}
    </div>
  );
}

/** How many outcomes wait for a confirmation, and how many of them are late or unknown. */
function Counts({ unknown }: { unknown: string }) {
  const toConfirm = useToConfirm();
  const overdue = useOverdue();
  const counts = [
    ['To confirm', toConfirm === '' ? '0' : toConfirm],
    ...(overdue === null ? [] : [['Overdue', overdue === '' ? '0' : overdue] as const]),
    ['Unknown', unknown],
  ] as const;
  return (
    <dl
      aria-label="Waiting for somebody"
      className="flex gap-x-[2.5vw] gap-y-1 rounded-[0.75vw] border border-line bg-surface px-[clamp(1rem,2vw,6rem)] py-[2vh] sm:flex-col"
    >
      {counts.map(([label, count]) => (
        <div key={label}>
          <dt className="text-wall-sm font-medium text-ink-soft">{label}</dt>
          <dd
            className={`${counts.length > 2 ? 'text-wall-md' : 'text-wall-xl'} font-semibold tabular ${
              count === '0' ? 'text-ink-faint' : label === 'To confirm' ? 'text-ink' : 'text-warning'
            }`}
          >
            {count}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Nothing({ failed, loaded }: { failed: boolean; loaded: boolean }) {
  return (
    <p role={failed ? 'alert' : 'status'} className="m-auto text-wall-md text-ink-soft">
      {loaded ? 'Nothing has been cancelled yet.' : failed ? 'The journal could not be loaded.' : 'Loading…'}
    </p>
  );
}
