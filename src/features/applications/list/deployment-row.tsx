import { memo, type ReactNode, type Ref } from 'react';
import type { Application, Deployment } from '@/contract';
import { EnvironmentBadge } from '@/common/environment-badge';
import { identityOf, identityText } from '@/common/identity';
import { cx } from '@/lib/cx';
import type { Editing } from './editing';
import { HistoryCell } from './history-cell';
import { LastOutcome } from './last-outcome';
import { RowMenu } from './row-menu';
import { useHighlight } from '../search/highlight';
import { WideSelectBox } from '../selection/select-box';

/** What the rows of a list offer. */
export interface RowControls {
  renderAction: (application: Application, deployment: Deployment) => ReactNode;
  /** Undefined for support, who may only read and have nothing to select for. */
  onEdit: ((editing: Editing) => void) | undefined;
  onSelect: (deployment: Deployment, on: boolean, extend: boolean) => void;
  /** Selects or deselects all of these. */
  onSelectAll: (deployments: readonly Deployment[], on: boolean) => void;
}

/**
 * One deployment in one line of 44 px; in a narrow window in two, on a phone in three (`list-row` in `app.css`). Its first
 * control is a tab stop, of which `tab-stop.ts` leaves one for each grid; the arrow keys reach the others
 * (`grid-keys.ts`).
 */
export const DeploymentRow = memo(function DeploymentRow({
  application,
  deployment,
  isPinned,
  selected,
  controls,
  place,
}: {
  application: Application;
  deployment: Deployment;
  /** In the group of the pinned ones, whose heading does not name the application. */
  isPinned: boolean;
  selected: boolean;
  controls: RowControls;
  /** In a list that renders only the rows in sight: the place of this one. */
  place?: { ref: Ref<HTMLTableRowElement>; 'aria-rowindex': number; 'data-index': number };
}) {
  const { onEdit, onSelect } = controls;
  const { environment, lastCancellation } = deployment;
  const highlight = useHighlight();
  const identity = identityText(identityOf(application, deployment));
  return (
    <tr
      {...place}
      data-row={isPinned ? 'pinned' : ''}
      className={cx(
        'group/row list-row border-t border-line lg:table-row lg:h-11',
        selected ? 'bg-accent-soft' : 'sm:hover:bg-hover/50',
      )}
    >
      {onEdit && (
        <td className="col-start-1 row-span-2 row-start-1 lg:pl-2">
          <WideSelectBox
            checked={selected}
            aria-label={`Select ${identity}`}
            onToggle={(on, extend) => onSelect(deployment, on, extend)}
          />
        </td>
      )}
      <td
        className={cx(
          'col-start-2 row-start-2 flex max-w-28 items-center lg:table-cell',
          !onEdit && 'lg:pl-4',
        )}
      >
        <EnvironmentBadge name={environment} highlight={highlight} />
      </td>
      <NameCell deployment={deployment} application={isPinned ? application : undefined} />
      <td className="row-outcome lg:px-3">
        <LastOutcome last={lastCancellation} identity={identity} />
      </td>
      <td className="row-history lg:px-3">
        {/* It comes in the first idle moment: its room is kept, so that nothing moves. */}
        <div className="flex h-4 w-12 items-center md:w-25">
          <HistoryCell deployment={deployment} identity={identity} />
        </div>
      </td>
      <td className="row-actions lg:pr-3">
        <div className="flex items-center justify-end gap-1">
          {onEdit && controls.renderAction(application, deployment)}
          <RowMenu
            application={application}
            deployment={deployment}
            isPinned={isPinned}
            identity={identity}
            onEdit={onEdit}
          />
        </div>
      </td>
    </tr>
  );
});

/**
 * Name and ID; the application where the heading does not name it, tags and note in a second line within the row's
 * height, for which there is always room. In a narrow window the second line has the environment's column, the ID, and
 * of the rest what finds room there, a note of some words at least; on a phone neither tags nor note.
 */
function NameCell({
  deployment: { name, deploymentId, tags, note, protection },
  application,
}: {
  deployment: Deployment;
  application: Application | undefined;
}) {
  const highlight = useHighlight();
  return (
    <th scope="row" className="row-name">
      <div className="col-span-full max-sm:pr-13 lg:contents">
        <bdi className="font-semibold wrap-anywhere">{highlight(name)}</bdi>
        {protection !== undefined && (
          <span
            title={`Protected: ${protection.reason}`}
            className="ml-1.5 rounded border border-warning-line bg-warning-soft px-1 text-xs text-warning"
          >
            <span>Protected</span>
            <span className="sr-only">{`: ${protection.reason}`}</span>
          </span>
        )}
      </div>{' '}
      <div className="col-start-2 flex min-w-0 items-center gap-1.5 max-sm:flex-wrap lg:contents">
        <span className="inline-block max-w-full shrink-0 text-sm wrap-anywhere text-ink-soft tabular lg:ml-1">
          <span className="sr-only">Deployment ID </span>
          <span>{highlight(deploymentId)}</span>
        </span>
        <span className="flex max-h-4.5 min-w-0 flex-1 flex-wrap gap-1.5 overflow-hidden text-xs text-ink-faint">
          {application !== undefined && (
            <span className="flex min-w-0 gap-1 text-ink-soft tabular lg:shrink-0">
              <bdi className="min-w-0 truncate">{highlight(application.name)}</bdi>{' '}
              <span>{highlight(application.applicationId)}</span>
            </span>
          )}
          {tags.length > 0 && (
            <ul aria-label="Tags" className="hidden max-w-full min-w-0 flex-wrap gap-1 sm:flex">
              {tags.map((tag) => (
                <li key={tag} className="max-w-full truncate rounded bg-hover px-1.5 text-ink-soft">
                  {highlight(tag)}
                </li>
              ))}
            </ul>
          )}
          {Boolean(note) && (
            <span className="min-w-16 flex-1 truncate max-sm:hidden" title={note ?? undefined}>
              {highlight(note ?? '')}
            </span>
          )}
        </span>
      </div>
    </th>
  );
}
