import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { views } from '@/contract';
import { TextLink } from '@/components/ui/text-link';
import { asOfTime } from '@/lib/dates';
import { journalQuery } from '../api/list-cancellations';
import { Clock } from './clock';
import { WallNewest, WallRow } from './wall-entries';

/** A shared screen shows so many without scrolling. */
const rowCount = 6;

/** Activity for a shared screen: the newest outcome large, the ones before it below, and no controls. */
export function WallView({ live }: { live: ReactNode }) {
  const journal = useInfiniteQuery(journalQuery({}));
  const [newest, ...rest] = journal.data?.pages.flatMap((page) => page.items) ?? [];
  useEffect(() => {
    document.title = 'Wall · Fuse Cancel Console';
  }, []);
  return (
    <div className="flex min-h-dvh flex-col gap-[clamp(1rem,2.4vh,4rem)] p-[clamp(1rem,2vw,5rem)]">
      <header className="flex flex-wrap items-center justify-between gap-x-[3vw] gap-y-2 text-wall-sm">
        <h1 className="font-semibold">
          Cancellations <span className="font-normal text-ink-soft">· Fuse Cancel Console</span>
        </h1>
        <div className="flex flex-wrap items-center gap-x-[2vw]">
          {live}
          <Clock />
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
            >{`Could not refresh: as of ${asOfTime(journal.dataUpdatedAt)}.`}</p>
          )}
          <WallNewest key={`${newest.id} ${newest.outcome}`} record={newest} />
          <ol aria-label="Before that, newest first" className="divide-y divide-line border-y border-line">
            {rest.slice(0, rowCount).map((record) => (
              <WallRow key={record.id} record={record} />
            ))}
          </ol>
        </>
      )}
      <footer className="mt-auto text-right text-[clamp(0.8125rem,0.8vw,2rem)]">
        <TextLink variant="quiet" href={views.activity}>
          Leave wall
        </TextLink>
      </footer>
    </div>
  );
}

function Nothing({ failed, loaded }: { failed: boolean; loaded: boolean }) {
  return (
    <p role={failed ? 'alert' : 'status'} className="m-auto text-wall-md text-ink-soft">
      {loaded ? 'Nothing has been cancelled yet.' : failed ? 'The journal could not be loaded.' : 'Loading…'}
    </p>
  );
}
