import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { maxErrorCount, maxTransferBytes } from '@/contract';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { CloseButton } from '@/components/ui/dialog-state';
import { FailureNotice } from '@/common/failure-notice';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { showSuccess } from '@/components/ui/toast';
import { useWhyNot } from '@/common/grants';
import { failureMessage, unansweredWords } from '@/common/failure-words';
import { ApiError } from '@/lib/api-client';
import { grouped } from '@/lib/grouped';
import { importList } from '../api/import';
import { useSave } from '../editing/use-save';
import { ImportPreview, refusedEntries } from './import-preview';
import { PasteField } from './paste-field';
import { isConflict } from '../editing/form-errors';
import { isolated } from '@/lib/isolated';

const pastedName = 'the pasted text';

interface Source {
  /** Another one for each preview: the same list may be previewed again. */
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
  /** A list to preview at once. */
  content?: string;
  onClose: () => void;
}) {
  const [source, setSource] = useState(() => (content === undefined ? null : sourceOf(content)));
  const [onConflict, setOnConflict] = useState<'replace' | 'keep'>('replace');
  // A preview changes nothing, so it is a query: sent once, however often React mounts this dialog.
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
  const { whyNot } = useWhyNot();
  const refused = useMemo(
    () => (result === undefined ? null : refusedEntries(result, onConflict, whyNot)),
    [result, onConflict, whyNot],
  );
  // The saved list has changed since the preview.
  const isStale = isConflict(apply.error);

  function showPreview(content: string, name?: string) {
    apply.reset();
    setSource(sourceOf(content, name));
  }

  function confirm() {
    if (source === null || result === undefined) return;
    apply.mutate(
      { content: source.content, previewHash: result.previewHash },
      {
        onSuccess: (done) => {
          const changed = onConflict === 'keep' ? 0 : grouped(done.changed.length);
          showSuccess('imported', `Imported: ${grouped(done.added.length)} added, ${changed} changed.`);
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
      title="Import a file"
      description="You first see what it changes. Then all of it is saved, or nothing."
      onClose={onClose}
      isPending={apply.isPending}
    >
      <DialogBody>
        {result === undefined && !isGiven && (
          <PasteField
            label="List"
            hint="A JSON or CSV file as this console exports it. CSV: application_id, application_name, deployment_id, deployment_name, environment, tags, note."
            wantedFile="list"
            accept=".json,.csv,application/json,text/csv"
            onText={(text, from) => showPreview(text, from?.file)}
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
          <ImportPreview
            result={result}
            refused={refused}
            onConflict={onConflict}
            setOnConflict={setOnConflict}
          />
        )}
        <FailureNotice
          error={apply.error}
          refused="Nothing was imported."
          indeterminate="We do not know if it was imported."
        />
      </DialogBody>
      <DialogFooter>
        {result !== undefined && (
          <Button
            className="mr-auto"
            variant="ghost"
            ariaDisabled={apply.isPending}
            onClick={() => {
              // An error of this file says nothing about the next one.
              apply.reset();
              setSource(null);
            }}
          >
            Another file
          </Button>
        )}
        <CloseButton>Don’t import</CloseButton>
        {isStale && source !== null ? (
          <Button variant="primary" onClick={() => showPreview(source.content, source.name)}>
            Look again
          </Button>
        ) : (
          <Button
            variant="primary"
            ariaDisabled={result === undefined || result.conflicts.length > 0 || count === 0}
            whyNot={refused?.reason}
            isPending={apply.isPending}
            onClick={confirm}
          >
            {count === 0 ? 'Import' : `Import ${count === 1 ? '1 entry' : `${grouped(count)} entries`}`}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
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
