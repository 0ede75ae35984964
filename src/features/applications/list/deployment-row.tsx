import { Pencil, Trash2 } from 'lucide-react';
import { memo, type ReactNode, type Ref } from 'react';
import type { Application, Deployment } from '@/contract';
import { CopyButton } from '@/components/ui/copy-button';
import { IconButton } from '@/components/ui/icon-button';
import { EnvironmentBadge } from '@/common/badges';
import { cx } from '@/lib/cx';
import type { Editing } from './editing';
import { LastOutcome } from './last-outcome';
import { useHighlight } from '../search/highlight';
import { SelectBox } from '../selection/select-box';
import { isolated } from '@/lib/isolated';

/** What the rows of a list offer. */
export interface RowControls {
  renderAction: (application: Application, deployment: Deployment) => ReactNode;
  /** Undefined for support, who may only read and have nothing to select for. */
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
  /** In a list that renders only the rows in sight: the place of this one. */
  place?: { ref: Ref<HTMLTableRowElement>; 'aria-rowindex': number; 'data-index': number };
}) {
  const { onEdit, onSelect } = controls;
  const { name, deploymentId, environment, tags, note, lastCancellation } = deployment;
  const highlight = useHighlight();
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
        <span className="font-semibold wrap-anywhere">{highlight(name)}</span>
        {tags.length > 0 && (
          <ul aria-label="Tags" className="mt-1 flex flex-wrap gap-1">
            {tags.map((tag) => (
              <li
                key={tag}
                className="max-w-full rounded bg-hover px-1.5 text-xs wrap-break-word text-ink-soft"
              >
                {highlight(tag)}
              </li>
            ))}
          </ul>
        )}
        {note !== null && note !== '' && (
          <p className="mt-1 line-clamp-2 text-xs wrap-anywhere text-ink-faint" title={note}>
            {highlight(note)}
          </p>
        )}
      </th>
      <td className="align-top lg:px-3 lg:py-3">
        <span className="inline-flex items-center gap-0.5 text-sm text-ink-soft tabular">
          {/* In the wide layout the table's heading says so. */}
          <span className="sr-only lg:hidden">Deployment ID </span>
          <span className="break-all">{highlight(deploymentId)}</span>
          <CopyButton text={deploymentId} label={`Copy deployment ID ${deploymentId}`} />
        </span>
      </td>
      <td className="justify-self-end align-top lg:px-3 lg:py-3">
        <EnvironmentBadge name={environment} highlight={highlight} />
      </td>
      <td className="col-span-2 align-top sm:col-span-1 lg:px-3 lg:py-3">
        <LastOutcome last={lastCancellation} />
      </td>
      {onEdit !== undefined && (
        <td className="col-span-2 align-top sm:col-span-1 lg:py-2.5 lg:pr-4 lg:pl-3">
          <div className="flex flex-wrap items-center justify-end gap-1 *:first:mr-auto sm:*:first:mr-0 lg:flex-nowrap">
            {controls.renderAction(application, deployment)}
            <IconButton
              icon={Pencil}
              label={`Edit ${isolated(name)}`}
              onClick={() => onEdit({ kind: 'edit-deployment', deployment })}
            />
            <IconButton
              icon={Trash2}
              label={`Remove ${isolated(name)}`}
              onClick={() => onEdit({ kind: 'remove', target: { kind: 'deployment', deployment } })}
            />
          </div>
        </td>
      )}
    </tr>
  );
});
