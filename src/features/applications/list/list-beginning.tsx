import { startTransition, useEffect, useState } from 'react';
import type { Application } from '@/contract';
import { Button } from '@/components/ui/button';
import { lazyPart } from '@/components/ui/lazy-part';
import { MissingPart } from '@/components/ui/missing-parts';
import { Notice } from '@/components/ui/notice';
import type { Retry } from '@/components/ui/part-failed';
import { afterPaint } from '@/lib/after-paint';
import { grouped } from '@/lib/grouped';
import { countDeployments } from '../search/count-deployments';
import { ApplicationSection } from './application-section';
import type { RowControls } from './deployment-row';

export const WindowedList = lazyPart(() => import('./windowed-list'), {
  Pending: Beginning,
  Failed: BeginningOnly,
});
/** No row is lower, and the list begins no higher, in pixels. */
const lowest = { row: 44, list: 260 };
/** As many rows as fit into the window: what is shown first, for the rest to follow once that is painted. */
const beginning = Math.max(4, Math.ceil((innerHeight - lowest.list) / lowest.row));

interface ListProps {
  applications: Application[];
  /** The applications as they are saved, by ID. */
  saved: ReadonlyMap<string, Application>;
  /** Keys of the selected deployments. */
  selected: ReadonlySet<string>;
  controls: RowControls;
}

export function Sections({ applications, ...rest }: ListProps) {
  return applications.map((application) => (
    <ApplicationSection key={application.applicationId} application={application} {...rest} />
  ));
}

/** The rows that fit into the window. */
function Beginning({ applications, ...rest }: ListProps) {
  return <Sections applications={beginningOf(applications)} {...rest} />;
}

/** The code for the rest of a long list could not be fetched: what is shown must not look like all of it. */
function BeginningOnly({ tryAgain, ...list }: ListProps & Retry) {
  const first = countDeployments(beginningOf(list.applications));
  const all = countDeployments(list.applications);
  return (
    <>
      <Beginning {...list} />
      <Notice
        tone="warning"
        role="alert"
        title={`Only the first ${first} of ${grouped(all)} are shown: the rest of the list could not be loaded.`}
        action={
          <Button size="sm" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      />
      <MissingPart name="the rest of the list" fetchAgain={WindowedList.prefetch} onFetched={tryAgain} />
    </>
  );
}

let wasBegun = false;

/**
 * Whether all rows may be shown: the first time since the page was loaded, only when the beginning of the list is on
 * the screen, and of a long list when the code for the rest has arrived.
 */
export function useBegun(isLong: boolean): boolean {
  const [isBegun, setBegun] = useState(wasBegun);
  useEffect(() => {
    if (isBegun) return;
    let isStale = false;
    const code = isLong ? WindowedList.prefetch().catch(() => undefined) : undefined;
    const painted = new Promise<void>((resolve) => afterPaint(resolve));
    async function begin() {
      await Promise.all([painted, code]);
      if (isStale) return;
      wasBegun = true;
      startTransition(() => setBegun(true));
    }
    void begin();
    return () => {
      isStale = true;
    };
  }, [isBegun, isLong]);
  return isBegun;
}

export function beginningOf(applications: Application[]): Application[] {
  let room = beginning;
  return applications.flatMap((application) => {
    const deployments = application.deployments.slice(0, room);
    if (room === 0) return [];
    room -= deployments.length;
    return [{ ...application, deployments }];
  });
}
