import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { maxErrorCount, maxTransferBytes, type ImportResult } from '@/contract';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { bodyClass, footerClass } from '@/components/ui/dialog-classes';
import { LeaveButton } from '@/components/ui/dialog-state';
import { FailureNotice } from '@/components/ui/failure-notice';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { showToast } from '@/components/ui/toast';
import { failureMessage, unansweredWords } from '@/common/failure-words';
import { ApiError } from '@/lib/api-client';
import { cx } from '@/lib/cx';
import { grouped } from '@/lib/grouped';
import { importList } from '../api/import';
import { useSave } from '../editing/use-save';
import { ImportPreview } from './import-preview';
import { PasteField } from './paste-field';
import { isConflict } from '../editing/server-errors';
import { isolated } from '@/lib/isolated';

const pastedName = 'the pasted text';

interface Source {
  /** Made for each look at it: the same list may be looked at again. */
  id: string;
  content: string;
  name: string;
}

const sourceOf = (content: string, name = pastedName): Source => ({
  id: crypto.randomUUID(),
  content,
  name,
});

/** Reads a list, shows what it would change, and applies all of it or nothing. */
export default function ImportDialog({
  content,
  onClose,
}: {
  /** What was given already, to be looked at at once. */
  content?: string;
  onClose: () => void;
}) {
  const [source, setSource] = useState(() => (content === undefined ? null : sourceOf(content)));
  const [onConflict, setOnConflict] = useState<'replace' | 'keep'>('replace');
  // A preview changes nothing: a query, which is asked once however often React shows this.
  const preview = useQuery({
    queryKey: ['import-preview', source?.id],
    enabled: source !== null,
    queryFn: () => importList({ content: source?.content ?? '', mode: 'preview' }),
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const apply = useSave(({ content, previewHash }: { content: string; previewHash: string }) =>
    importList({ content, mode: 'apply', onConflict, previewHash }),
  );
  const result = preview.data;
  // What this preview showed is not what an import would do now.
  const stale = isConflict(apply.error);

  function look(content: string, name?: string) {
    apply.reset();
    setSource(sourceOf(content, name));
  }

  function confirm() {
    if (source === null || result === undefined) return;
    apply.mutate(
      { content: source.content, previewHash: result.previewHash },
      {
        onSuccess: (done) => {
          showToast('imported', {
            role: 'status',
            tone: 'positive',
            title: `Imported: ${grouped(done.added.length)} added, ${onConflict === 'keep' ? 0 : grouped(done.changed.length)} changed.`,
            duration: 10_000,
          });
          onClose();
        },
      },
    );
  }

  const isGiven = source !== null && source.content === content && !preview.isError;
  const count =
    result === undefined ? 0 : result.added.length + (onConflict === 'keep' ? 0 : result.changed.length);
  return (
    <Dialog
      title="Import a list"
      description="Nothing is saved before you have seen what it changes; then all of it, or nothing."
      onClose={onClose}
      isPending={apply.isPending}
    >
      <div className={cx('space-y-4 px-5 py-4', bodyClass)}>
        {result === undefined && !isGiven && (
          <PasteField
            label="List"
            hint="A JSON or CSV file as this console exports it. CSV: application_id, application_name, deployment_id, deployment_name, environment, tags, note."
            wantedFile="list"
            accept=".json,.csv,application/json,text/csv"
            onText={(text, from) => look(text, from?.file)}
          />
        )}
        {preview.isFetching && (
          <p role="status" className="flex items-center gap-2 text-sm text-ink-soft">
            <Spinner />
            <span>{` Reading ${isolated(source?.name ?? '')}…`}</span>
          </p>
        )}
        {preview.isError && <ImportErrors error={preview.error} name={source?.name ?? ''} />}
        {result !== undefined && (
          <ImportPreview result={result} onConflict={onConflict} setOnConflict={setOnConflict} />
        )}
        {apply.isError && (
          <FailureNotice
            failure={failureMessage(apply.error)}
            refused="Nothing was imported."
            indeterminate="Not known whether it was imported."
          />
        )}
      </div>
      <div className={cx('flex flex-wrap justify-end gap-2', footerClass)}>
        {result !== undefined && (
          <Button
            className="mr-auto"
            variant="ghost"
            ariaDisabled={apply.isPending}
            onClick={() => {
              // What went wrong with this one says nothing of the next.
              apply.reset();
              setSource(null);
            }}
          >
            Another file
          </Button>
        )}
        <LeaveButton>Don’t import</LeaveButton>
        {stale && source !== null ? (
          <Button variant="primary" onClick={() => look(source.content, source.name)}>
            Look again
          </Button>
        ) : (
          <Button
            variant="primary"
            ariaDisabled={!canApply(result, count) || apply.isPending}
            onClick={confirm}
          >
            {apply.isPending && <Spinner />}
            <span>
              {count === 0
                ? 'Import'
                : `Import ${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'}`}
            </span>
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function canApply(result: ImportResult | undefined, count: number): boolean {
  return result !== undefined && result.conflicts.length === 0 && count > 0;
}

function ImportErrors({ error, name }: { error: Error; name: string }) {
  const problem = error instanceof ApiError ? error.problem : null;
  const errors = problem?.errors ?? [];
  const count = problem?.errorCount ?? errors.length;
  const more = `${count < maxErrorCount ? '' : 'more than '}${count - errors.length}`;
  return (
    <Notice
      tone="negative"
      role="alert"
      title={`Nothing was imported: ${
        problem?.code === 'invalid_request' || problem?.code === 'too_large'
          ? `${name} cannot be used as it is`
          : `${name} could not be read`
      }.`}
    >
      {errors.length > 0 ? (
        <ul className="mt-1 list-disc space-y-0.5 pl-4">
          {errors.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              <b className="font-semibold">{field === 'content' ? 'The list' : field}</b>
              <span>{` ${isolated(message)}`}</span>
            </li>
          ))}
          {count > errors.length && <li>{`and ${more} more`}</li>}
        </ul>
      ) : (
        <p>
          {problem?.code === 'too_large'
            ? `A list has at most ${maxTransferBytes / 1e6} MB.`
            : (problem && failureMessage(error).text) || `${unansweredWords(error)}. Try again.`}
        </p>
      )}
    </Notice>
  );
}
