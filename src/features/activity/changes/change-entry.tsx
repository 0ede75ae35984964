import { views, type Cancellation, type Change } from '@/contract';
import { TextLink } from '@/components/ui/text-link';
import { TimeText } from '@/components/ui/time-text';
import { OutcomeBadge } from '@/common/outcome-badge';
import { filterParams } from '@/common/query-keys';
import { changedFields, changeSentence } from './change-words';

const wholes: ReadonlySet<Change['kind']> = new Set([
  'list_imported',
  'list_edited',
  'list_restored',
  'application_removed',
]);

const entry =
  'grid gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0 sm:grid-cols-[13rem_1fr]';

/** One change on record: when, who, what, and each field before and after. */
export function ChangeEntry({ change, isHistory }: { change: Change; isHistory: boolean }) {
  const { seq, at, person, kind, applicationId, deploymentId } = change;
  const fields = changedFields(change);
  return (
    <li className={entry}>
      <span className="text-sm text-ink-soft">
        <TimeText iso={at} />
      </span>
      <div className="min-w-0 space-y-0.5 wrap-anywhere">
        <p>
          <bdi className="font-medium">{person ?? 'The console'}</bdi>
          <span>{` ${changeSentence(change)}`}</span>
          {deploymentId !== null && !isHistory && (
            <>
              <span> </span>
              <TextLink
                href={`${views.changes}?${filterParams({ applicationId: applicationId ?? '', deploymentId })}`}
              >
                {`History of ${deploymentId}`}
              </TextLink>
            </>
          )}
          {wholes.has(kind) && (
            <>
              <span> </span>
              <TextLink href={`${views.changes}?partOf=${seq}`}>Show each</TextLink>
            </>
          )}
        </p>
        {fields.length > 0 && (
          <ul className="text-sm text-ink-soft">
            {fields.map((field) => (
              <li key={field}>{field}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

/** A cancellation on the same line of time. */
export function CancellationEntry({ record }: { record: Cancellation }) {
  return (
    <li className={entry}>
      <span className="text-sm text-ink-soft">
        <TimeText iso={record.requestedAt} />
      </span>
      <p className="min-w-0 wrap-anywhere">
        <bdi className="font-medium">{record.person}</bdi>
        <span> asked to cancel all pending calls </span>
        <OutcomeBadge outcome={record.outcome} />
        <span> </span>
        <TextLink href={views.cancellation(record.id)}>View record</TextLink>
      </p>
    </li>
  );
}
