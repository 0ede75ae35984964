import { views, type Cancellation, type Change } from '@/contract';
import { TextLink } from '@/components/ui/text-link';
import { OutcomeBadge } from '@/common/outcome-badge';
import { filterParams } from '@/common/query-keys';
import { ago, fullTime } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { changedFields, changeSentence } from './change-words';

const wholes: ReadonlySet<Change['kind']> = new Set([
  'list_imported',
  'list_edited',
  'list_restored',
  'application_removed',
]);

/** A link as high as a finger wants it, between lines that stay as close as without it. */
const inSentence = 'pointer-coarse:-my-2.5';

const entry =
  'grid gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0 sm:grid-cols-[13rem_1fr]';

/** To the second, as Activity has it: what was changed shortly before or after a cancellation must be told. */
function EntryTime({ iso }: { iso: string }) {
  const now = useNow();
  return (
    <time dateTime={iso} title={iso} className="text-sm text-ink-soft tabular">
      <span className="sm:block">{fullTime(iso)}</span>
      <span className="sm:hidden">, </span>
      <span>{ago(iso, now)}</span>
    </time>
  );
}

/** One change on record: when, who, what, and each field before and after. */
export function ChangeEntry({ change, isHistory }: { change: Change; isHistory: boolean }) {
  const { seq, at, person, account, kind, applicationId, deploymentId } = change;
  const fields = changedFields(change);
  return (
    <li className={entry}>
      <EntryTime iso={at} />
      <div className="min-w-0 space-y-0.5 wrap-anywhere">
        <p>
          <bdi className="font-medium">{person ?? 'The console'}</bdi>
          <span>{` ${changeSentence(change)}`}</span>
          {deploymentId !== null && !isHistory && (
            <>
              <span> </span>
              <TextLink
                href={`${views.changes}?${filterParams({
                  applicationId: applicationId ?? '',
                  deploymentId,
                  ...(account !== null && { account }),
                })}`}
                className={inSentence}
              >
                {`History of ${deploymentId}`}
              </TextLink>
            </>
          )}
          {wholes.has(kind) && (
            <>
              <span> </span>
              <TextLink href={`${views.changes}?partOf=${seq}`} className={inSentence}>
                Show each
              </TextLink>
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
      <EntryTime iso={record.requestedAt} />
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
