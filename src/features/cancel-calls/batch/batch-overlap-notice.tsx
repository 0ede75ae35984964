import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { TimeText } from '@/components/ui/time-text';
import { thoseText } from '@/common/leave-out-notice';
import { grouped } from '@/lib/grouped';
import type { KnownOverlap } from '../shared/overlaps';

/** More overlaps than these are only counted. */
const maxNamed = 5;

/** The targets of a batch that colleagues are cancelling or have just cancelled, and the choice to leave them out. */
export function BatchOverlapNotice({
  kind,
  overlaps,
  isLeftOut,
  nameOf,
  onChange,
}: {
  kind: KnownOverlap['kind'] | 'over';
  overlaps: readonly KnownOverlap[];
  isLeftOut: boolean;
  nameOf: (overlap: KnownOverlap) => string;
  onChange: () => void;
}) {
  const one = overlaps.length === 1;
  const those = thoseText(overlaps.length);
  const people = [...new Set(overlaps.map(({ person }) => person))];
  const count = `${grouped(overlaps.length)} of these`;
  const what = `${count} ${one ? 'is' : 'are'}`;
  const which = {
    waiting: `${what} in a running batch of `,
    accepted: `Fuse accepted a cancellation of ${count} within the last five minutes`,
    over: `${what} no longer being cancelled by others`,
  }[kind];
  const end = isLeftOut ? (one ? 'is left out' : 'are left out') : 'will be cancelled again';
  return (
    <Notice
      tone="warning"
      role="alert"
      title={
        <>
          <span>{which}</span>
          {kind === 'waiting' && <bdi>{people.join(', ')}</bdi>}
          <span>{`. ${one ? 'It' : 'They'} ${end}.`}</span>
        </>
      }
      action={
        <Button size="sm" onClick={onChange}>
          {isLeftOut ? `Include ${those}` : `Leave ${those} out`}
        </Button>
      }
    >
      <ul>
        {overlaps.slice(0, maxNamed).map((overlap) => (
          <li key={`${overlap.id} ${overlap.applicationId}/${overlap.deploymentId}`}>
            <bdi>{nameOf(overlap)}</bdi>
            {kind === 'accepted' && (
              <>
                <span>: </span>
                <TimeText iso={overlap.at} />
                <span>, by </span>
                <bdi>{overlap.person}</bdi>
              </>
            )}
          </li>
        ))}
        {overlaps.length > maxNamed && <li>{`and ${overlaps.length - maxNamed} more`}</li>}
      </ul>
    </Notice>
  );
}
