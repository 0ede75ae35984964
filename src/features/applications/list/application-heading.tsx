import type { Application, Deployment } from '@/contract';
import { lazyOnIdle } from '@/components/ui/lazy-part';
import { deploymentKey } from '@/contract/ids';
import type { RowControls } from './deployment-row';
import { pinnedId } from './pinned';
import { useHighlight } from '../search/highlight';
import { WideSelectBox } from '../selection/select-box';
import { everyOf, grouped } from '@/lib/grouped';
import { isolated } from '@/lib/isolated';

const CopyButton = lazyOnIdle(
  'copying IDs',
  async () => ({ default: (await import('@/components/ui/copy-button')).CopyButton }),
  () => <span className="size-6 pointer-coarse:size-11" />,
);
const HeadingActions = lazyOnIdle('changing applications', () => import('./heading-actions'));

/**
 * The heading of a part of the list: an application's name, ID and number of deployments, the box that selects these, and
 * what changes it; or the same of the pinned ones, without an ID and without what changes it.
 */
export function ApplicationHeading({
  application,
  shown,
  selected,
  id,
  controls: { onEdit, onSelectAll },
}: {
  /** The application as it is saved, with all of its deployments; or the group of the pinned ones. */
  application: Application;
  /** Those of its deployments that are listed. */
  shown: readonly Deployment[];
  /** Keys of the selected deployments. */
  selected: ReadonlySet<string>;
  id: string;
  controls: RowControls;
}) {
  const { applicationId, name, deployments } = application;
  const highlight = useHighlight();
  const count = selected.size === 0 ? 0 : shown.filter((one) => selected.has(deploymentKey(one))).length;
  const all = grouped(deployments.length);
  const isPinned = applicationId === pinnedId;
  return (
    <div className="flex min-h-9 items-center gap-x-2 pr-3 pl-2">
      {onEdit && shown.length > 0 && (
        <WideSelectBox
          className="shrink-0"
          checked={count === shown.length}
          some={count > 0 && count < shown.length}
          aria-label={`Select ${everyOf(shown.length)} ${isPinned ? 'pinned' : `of ${isolated(name)} ${applicationId}`}`}
          onToggle={(on) => onSelectAll(shown, on)}
        />
      )}
      {/* One line, which on a phone has ID and number below the name; in a low window it does not stick and may wrap. */}
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 sm:flex-nowrap">
        <h2
          id={id}
          title={name}
          className="min-w-0 text-base font-semibold wrap-anywhere max-sm:w-full [@media(min-height:30.01rem)]:truncate"
        >
          {isPinned ? name : highlight(name)}
        </h2>
        {!isPinned && (
          <span className="inline-flex h-4 items-center gap-0.5 text-xs font-normal text-ink-faint tabular">
            <span className="break-all">
              <span className="sr-only">{'Application '}</span>
              {highlight(applicationId)}
            </span>
            {/* On touch it is 44 px high, and the line no higher than with a pointer. */}
            <span className="flex pointer-coarse:-my-2.5">
              <CopyButton text={applicationId} label={`Copy application ID ${applicationId}`} />
            </span>
          </span>
        )}
        <span className="text-xs text-ink-faint tabular">
          <span>{shown.length === deployments.length ? all : `${grouped(shown.length)} of ${all}`}</span>
          <span className="sr-only"> deployments</span>
        </span>
      </div>
      {onEdit !== undefined && !isPinned && (
        // The buttons come in the first idle moment: their room is kept, so that nothing moves.
        <div className="flex h-8 w-24 shrink-0 pointer-coarse:h-11 pointer-coarse:w-33">
          <HeadingActions application={application} onEdit={onEdit} />
        </div>
      )}
    </div>
  );
}
