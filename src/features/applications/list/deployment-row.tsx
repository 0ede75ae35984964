import { Pencil, Trash2 } from 'lucide-react';
import { memo, type ReactNode, type Ref } from 'react';
import type { Application, Deployment } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { environmentName, environmentTone } from '@/common/environments';
import { cx } from '@/lib/cx';
import type { Editing } from './editing';
import { LastOutcome } from './last-outcome';
import { useHighlight } from '../search/highlight-context';
import { SelectBox } from '../selection/select-box';
import { isolated } from '@/lib/isolated';

/** What can be done with the rows of a list. */
export interface RowControls {
  renderAction: (application: Application, deployment: Deployment) => ReactNode;
  /** Absent for people who may only read: they select nothing either. */
  onEdit: ((editing: Editing) => void) | undefined;
  onSelect: (deployment: Deployment, on: boolean, extend: boolean) => void;
}

/** One deployment: a table row, and a card where the window is narrow. */
export const DeploymentRow = memo(function DeploymentRow({
  application,
  deployment,
  selected,
  controls,
  place,
}: {
  application: Application;
  deployment: Deployment;
  selected: boolean;
  controls: RowControls;
  /** Where the row stands in a list of which not all is rendered. */
  place?: { ref: Ref<HTMLTableRowElement>; 'aria-rowindex': number; 'data-index': number };
}) {
  const { onEdit, onSelect } = controls;
  const { name, deploymentId, environment, tags, note, lastCancellation } = deployment;
  const mark = useHighlight();
  return (
    <tr
      {...place}
      className={cx(
        'grid gap-x-3 gap-y-2 border-t border-line px-4 py-3 lg:table-row',
        onEdit ? 'grid-cols-[1rem_1fr_auto]' : 'grid-cols-[1fr_auto]',
        selected ? 'bg-accent-soft' : 'sm:hover:bg-hover/50',
      )}
    >
      {onEdit && (
        <td className="row-span-4 pt-0.5 align-top sm:row-span-3 lg:py-3.5 lg:pl-4">
          <SelectBox
            checked={selected}
            aria-label={`Select ${isolated(name)}`}
            onToggle={(on, extend) => onSelect(deployment, on, extend)}
          />
        </td>
      )}
      <th
        scope="row"
        className={cx(
          'col-span-2 text-left align-top font-normal lg:py-3 lg:pr-3',
          onEdit ? 'lg:pl-3' : 'lg:pl-4',
        )}
      >
        <span className="font-semibold wrap-anywhere">{mark(name)}</span>
        {tags.length > 0 && (
          <ul aria-label="Tags" className="mt-1 flex flex-wrap gap-1">
            {tags.map((tag) => (
              <li
                key={tag}
                className="max-w-full rounded bg-hover px-1.5 text-xs wrap-break-word text-ink-soft"
              >
                {mark(tag)}
              </li>
            ))}
          </ul>
        )}
        {note !== null && note !== '' && (
          <p className="mt-1 line-clamp-2 text-xs wrap-anywhere text-ink-faint" title={note}>
            {mark(note)}
          </p>
        )}
      </th>
      <td className="align-top lg:px-3 lg:py-3">
        <span className="inline-flex items-center gap-0.5 text-sm text-ink-soft tabular">
          {/* Where the row is a table's, the column says so. */}
          <span className="sr-only lg:hidden">Deployment ID </span>
          <span className="break-all">{mark(deploymentId)}</span>
          <CopyButton text={deploymentId} label={`Copy deployment ID ${deploymentId}`} />
        </span>
      </td>
      <td className="justify-self-end align-top lg:px-3 lg:py-3">
        <Badge tone={environmentTone(environment)}>{mark(environmentName(environment))}</Badge>
      </td>
      <td className="col-span-2 align-top sm:col-span-1 lg:px-3 lg:py-3">
        <LastOutcome last={lastCancellation} />
      </td>
      {onEdit !== undefined && (
        <td className="col-span-2 align-top sm:col-span-1 lg:py-2.5 lg:pr-4 lg:pl-3">
          <div className="flex flex-wrap items-center justify-end gap-1 *:first:mr-auto sm:*:first:mr-0 lg:flex-nowrap">
            {controls.renderAction(application, deployment)}
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Edit ${isolated(name)}`}
              onClick={() => onEdit({ kind: 'edit-deployment', deployment })}
            >
              <Pencil aria-hidden="true" className="size-4" />
            </Button>
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove ${isolated(name)}`}
              onClick={() => onEdit({ kind: 'remove', target: { kind: 'deployment', deployment } })}
            >
              <Trash2 aria-hidden="true" className="size-4" />
            </Button>
          </div>
        </td>
      )}
    </tr>
  );
});
