import { useQuery } from '@tanstack/react-query';
import { paths, scriptKeys, type ScriptKey } from '@/contract';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { CloseButton } from '@/components/ui/dialog-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { TimeText } from '@/components/ui/time-text';
import { unansweredWords } from '@/common/failure-words';
import { keys } from '@/common/query-keys';
import { fullTime } from '@/lib/dates';
import { read } from '@/lib/read';
import { useNow } from '@/lib/use-now';

/** The keys of scripts that the configuration file knows, and when each was last used. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const { data, error } = useQuery({
    queryKey: keys.scriptKeys,
    queryFn: (context) => read(scriptKeys, paths.keys, context),
    // Each time it is opened.
    gcTime: 0,
  });
  return (
    <Dialog
      title="Keys for scripts"
      description="They stand in the configuration file. To end one, take it out there."
      onClose={onClose}
    >
      <DialogBody className="space-y-0! py-1!">
        {error !== null && (
          <Notice tone="negative" role="alert" title="The keys could not be read." className="my-3">
            <p>{unansweredWords(error)}</p>
          </Notice>
        )}
        {data === undefined && error === null && <Skeleton className="my-3 h-12 rounded-md" />}
        {data?.items.length === 0 && <p className="py-3 text-sm text-ink-soft">There are none.</p>}
        {data !== undefined && data.items.length > 0 && (
          <ul className="divide-y divide-line">
            {data.items.map((item) => (
              <KeyEntry key={item.name} item={item} />
            ))}
          </ul>
        )}
      </DialogBody>
      <DialogFooter>
        <CloseButton>Close</CloseButton>
      </DialogFooter>
    </Dialog>
  );
}

function KeyEntry({ item: { name, expires, lastUsedAt } }: { item: ScriptKey }) {
  const hasExpired = Date.parse(expires) <= useNow();
  return (
    <li className="space-y-0.5 py-3 text-sm">
      <p className="font-semibold wrap-anywhere">
        <bdi>{name}</bdi>
      </p>
      <p className="text-ink-soft">
        {lastUsedAt === null ? (
          'Never used'
        ) : (
          <>
            <span>Last used </span>
            <TimeText iso={lastUsedAt} />
          </>
        )}
      </p>
      <p className={hasExpired ? 'font-medium text-warning' : 'text-ink-soft'}>
        <span>{hasExpired ? 'Expired ' : 'Expires '}</span>
        <time dateTime={expires} title={expires} className="tabular">
          {fullTime(expires)}
        </time>
      </p>
    </li>
  );
}
