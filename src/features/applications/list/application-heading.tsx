import { Pencil, Plus, Trash2 } from 'lucide-react';
import type { Application } from '@/contract';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import type { RowControls } from './deployment-row';
import { useHighlight } from '../search/highlight-context';
import { isolated } from '@/lib/isolated';

/** An application's name and ID, and what can be done with it. */
export function ApplicationHeading({
  application,
  id,
  controls: { onEdit },
}: {
  /** The application as it is saved, with all of its deployments. */
  application: Application;
  id: string;
  controls: RowControls;
}) {
  const { applicationId, name } = application;
  const mark = useHighlight();
  return (
    <div className="flex items-center justify-between gap-3 px-4 py-2.5">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3">
        <h2 id={id} className="min-w-0 text-base font-semibold wrap-anywhere">
          {mark(name)}
        </h2>
        <span className="inline-flex items-center gap-0.5 text-xs font-normal text-ink-faint tabular">
          <span className="break-all">
            <span>{'Application '}</span>
            {mark(applicationId)}
          </span>
          <CopyButton text={applicationId} label={`Copy application ID ${applicationId}`} />
        </span>
      </div>
      {onEdit !== undefined && (
        <div className="flex shrink-0 gap-1">
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Add deployment to ${isolated(name)}`}
            onClick={() => onEdit({ kind: 'add-deployment', applicationId })}
          >
            <Plus aria-hidden="true" className="size-4" />
          </Button>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Edit application ${isolated(name)}`}
            onClick={() => onEdit({ kind: 'edit-application', application })}
          >
            <Pencil aria-hidden="true" className="size-4" />
          </Button>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove application ${isolated(name)}`}
            onClick={() => onEdit({ kind: 'remove', target: { kind: 'application', application } })}
          >
            <Trash2 aria-hidden="true" className="size-4" />
          </Button>
        </div>
      )}
    </div>
  );
}
