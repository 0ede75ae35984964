import { views } from '@/contract';
import { TimeText } from '@/components/ui/time-text';
import { LinkedNotice } from '../shared/answer-notices';
import type { KnownOverlap } from '../shared/overlaps';

/** What colleagues do to the deployment of the dialog. The dialog's button confirms in spite of it. */
export function OverlapNotice({ overlaps }: { overlaps: readonly KnownOverlap[] }) {
  return overlaps.map(({ kind, id, person, at }) =>
    kind === 'accepted' ? (
      <LinkedNotice
        key={id}
        title={
          <>
            <span>Fuse accepted a cancellation of these calls </span>
            <TimeText iso={at} />
            <span>, by </span>
            <bdi>{person}</bdi>
            <span>.</span>
          </>
        }
        href={views.cancellation(id)}
      >
        Cancelling again also cancels calls added since then.
      </LinkedNotice>
    ) : (
      <LinkedNotice
        key={id}
        title={
          <>
            <span>A running batch of </span>
            <bdi>{person}</bdi>
            <span> will cancel these calls too.</span>
          </>
        }
        href={views.batch(id)}
        link="View batch"
      >
        Cancelling here too may cancel calls added in between.
      </LinkedNotice>
    ),
  );
}
