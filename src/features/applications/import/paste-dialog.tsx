import { useState } from 'react';
import type { Application } from '@/contract';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { FindIdsHint } from '../editing/find-ids-hint';
import { FormFrame } from '../editing/form-frame';
import { findIds, type SkippedNumbers } from './find-ids';
import { FoundPairsForm } from './found-pairs-form';
import { PasteField } from './paste-field';
import { isSavedList } from './saved-list-text';
import type { Pasted } from './use-pasted-text';

/** Shows the IDs that a text holds, with a name to fill in for each, before anything is saved. */
export default function PasteDialog({
  pasted,
  applications,
  onImport,
  onSelect,
  onClose,
}: {
  pasted: Pasted;
  applications: Application[];
  /** Opens the import dialog with a list that a console has exported. */
  onImport: (list: string) => void;
  /** Selects exactly these deployments in the list. */
  onSelect: (keys: ReadonlySet<string>) => void;
  onClose: () => void;
}) {
  // Any other text is not kept: it may hold credentials.
  const [list, setList] = useState(() => (isSavedList(pasted.text) ? pasted.text : null));
  const [found, setFound] = useState(() => findIds(pasted.text, pasted.html));
  const [hasSearched, setSearched] = useState(pasted.text !== '');
  const [error, setError] = useState<string | null>(null);

  function search(text: string, from?: Pick<Pasted, 'html'>) {
    setList(isSavedList(text) ? text : null);
    setFound(findIds(text, from?.html));
    setSearched(true);
    setError(null);
  }

  const notices = (
    <>
      {found.secrets.length > 0 && (
        <Notice tone="warning" role="alert" title="That text contains passwords or keys.">
          <p>{`Found: ${found.secrets.join(', ')}. The console did not keep, send or show them. Be careful where you paste that text.`}</p>
        </Notice>
      )}
      {list !== null && (
        <Notice
          tone="neutral"
          role="status"
          title="This is a list that this console exports."
          action={
            <Button size="sm" onClick={() => onImport(list)}>
              Import it
            </Button>
          }
        >
          <p>
            An import also takes its names, environments, tags and notes. You see them before they are saved.
          </p>
        </Notice>
      )}
    </>
  );
  return (
    <Dialog
      title="Paste from Fuse or an e-mail"
      description="Give a name to each deployment that you want to save. Those without a name are not saved."
      onClose={onClose}
    >
      {found.pairs.length === 0 ? (
        <FormFrame
          isSaving={false}
          submitLabel="Save deployment"
          error={null}
          onSubmit={() => setError('Paste a text with both IDs first.')}
        >
          {notices}
          {hasSearched && list === null && (
            <Notice
              tone="neutral"
              role="status"
              title="No application ID with its deployment ID was found in that text."
            >
              <SkippedNote skipped={found.skipped} />
              <p>
                <FindIdsHint />
              </p>
            </Notice>
          )}
          <PasteField file={pasted.file} onText={search} />
          {error !== null && (
            <p role="alert" className="text-sm font-medium text-negative">
              {error}
            </p>
          )}
        </FormFrame>
      ) : (
        <FoundPairsForm
          pairs={found.pairs}
          applications={applications}
          above={notices}
          below={<SkippedNote skipped={found.skipped} isRest />}
          onSelect={onSelect}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

/** How many other numbers could be IDs, and why they were not taken. */
function SkippedNote({
  skipped: { incomplete, disabled, unpaired },
  isRest = false,
}: {
  skipped: SkippedNumbers;
  /** Whether pairs were found beside these. */
  isRest?: boolean;
}) {
  const count = incomplete + disabled + unpaired;
  if (count === 0) return null;
  const reasons = [
    [incomplete, 'cut or unclear'],
    [disabled, 'commented out or disabled'],
    [unpaired, 'without the other ID'],
  ] as const;
  return (
    <p className="text-xs text-ink-faint">
      <span>{`${count} ${isRest ? 'other ' : ''}${count === 1 ? 'number' : 'numbers'} could be IDs, but ${count === 1 ? 'was' : 'were'} not used: `}</span>
      <span>
        {reasons
          .filter(([number]) => number > 0)
          .map(([number, reason]) => `${number} ${reason}`)
          .join(', ')}
      </span>
      <span>.</span>
    </p>
  );
}
