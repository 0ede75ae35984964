import { Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Deployment } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { environmentName, environmentTone } from '@/domain/environments';
import type { Editing } from './editing';
import { LastOutcome } from './last-outcome';

/** One deployment: a table row, and a card where the window is narrow. */
export function DeploymentRow({
  deployment,
  action,
  onEdit,
}: {
  deployment: Deployment;
  action: ReactNode;
  /** Absent for people who may only read. */
  onEdit: ((editing: Editing) => void) | undefined;
}) {
  const { name, deploymentId, environment, tags, note, lastCancellation } = deployment;
  return (
    <tr className="grid grid-cols-2 gap-x-3 gap-y-2 border-t border-line px-4 py-3 sm:table-row sm:hover:bg-hover/50">
      <th scope="row" className="col-span-2 text-left align-top font-normal sm:py-3 sm:pr-3 sm:pl-4">
        <span className="font-semibold wrap-anywhere">{name}</span>
        {tags.length > 0 && (
          <ul aria-label="Tags" className="mt-1 flex flex-wrap gap-1">
            {tags.map((tag) => (
              <li key={tag} className="max-w-full truncate rounded bg-hover px-1.5 text-xs text-ink-soft">
                {tag}
              </li>
            ))}
          </ul>
        )}
        {note !== null && note !== '' && (
          <p className="mt-1 line-clamp-2 text-xs wrap-anywhere text-ink-faint" title={note}>
            {note}
          </p>
        )}
      </th>
      <td className="align-top sm:px-3 sm:py-3">
        <span className="inline-flex items-center gap-0.5 text-sm text-ink-soft tabular">
          <span className="sr-only">Deployment ID </span>
          <span className="break-all">{deploymentId}</span>
          <CopyButton text={deploymentId} label={`Copy deployment ID ${deploymentId}`} />
        </span>
      </td>
      <td className="justify-self-end align-top sm:px-3 sm:py-3">
        <Badge tone={environmentTone(environment)}>{environmentName(environment)}</Badge>
      </td>
      <td className="col-span-2 align-top sm:px-3 sm:py-3">
        <LastOutcome last={lastCancellation} />
      </td>
      {onEdit !== undefined && (
        <td className="col-span-2 align-top sm:py-2.5 sm:pr-4 sm:pl-3">
          <RowActions deployment={deployment} action={action} onEdit={onEdit} />
        </td>
      )}
    </tr>
  );
}

function RowActions({
  deployment,
  action,
  onEdit,
}: {
  deployment: Deployment;
  action: ReactNode;
  onEdit: (editing: Editing) => void;
}) {
  const { name } = deployment;
  return (
    <div className="flex flex-wrap items-center justify-end gap-1 lg:flex-nowrap">
      <div className="mr-auto sm:mr-0">{action}</div>
      <div className="flex">
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Edit ${name}`}
          onClick={() => onEdit({ kind: 'edit-deployment', deployment })}
        >
          <Pencil aria-hidden="true" className="size-4" />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove ${name}`}
          onClick={() => onEdit({ kind: 'remove', target: { kind: 'deployment', deployment } })}
        >
          <Trash2 aria-hidden="true" className="size-4" />
        </Button>
      </div>
    </div>
  );
}
