import { Pencil, Plus, Trash2 } from 'lucide-react';
import type { Application } from '@/contract';
import { CopyButton } from '@/components/ui/copy-button';
import { IconButton } from '@/components/ui/icon-button';
import type { RowControls } from './deployment-row';
import { useHighlight } from '../search/highlight';
import { isolated } from '@/lib/isolated';

/** An application's name and ID, and the buttons that change it. */
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
  const highlight = useHighlight();
  return (
    <div className="flex items-center justify-between gap-3 px-4 py-2.5">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3">
        <h2 id={id} className="min-w-0 text-base font-semibold wrap-anywhere">
          {highlight(name)}
        </h2>
        <span className="inline-flex items-center gap-0.5 text-xs font-normal text-ink-faint tabular">
          <span className="break-all">
            <span>{'Application '}</span>
            {highlight(applicationId)}
          </span>
          <CopyButton text={applicationId} label={`Copy application ID ${applicationId}`} />
        </span>
      </div>
      {onEdit !== undefined && (
        <div className="flex shrink-0 gap-1">
          <IconButton
            icon={Plus}
            label={`Add deployment to ${isolated(name)}`}
            onClick={() => onEdit({ kind: 'add-deployment', applicationId })}
          />
          <IconButton
            icon={Pencil}
            label={`Edit application ${isolated(name)}`}
            onClick={() => onEdit({ kind: 'edit-application', application })}
          />
          <IconButton
            icon={Trash2}
            label={`Remove application ${isolated(name)}`}
            onClick={() => onEdit({ kind: 'remove', target: { kind: 'application', application } })}
          />
        </div>
      )}
    </div>
  );
}
