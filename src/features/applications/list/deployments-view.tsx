import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Application, Deployment, Pin } from '@/contract';
import { useWhyNot } from '@/common/grants';
import type { SavedDeployment } from '@/common/saved-deployments';
import { Button } from '@/components/ui/button';
import { NotLoaded } from '@/components/ui/empty-state';
import { lazyOnIdle, lazyPart } from '@/components/ui/lazy-part';
import { ViewFailed } from '@/components/ui/part-failed';
import { ViewHeading } from '@/components/ui/view-heading';
import { applicationsQuery } from '../api/list-applications';
import type { ListSearchParams } from '../search/search-params';
import type { Editing } from './editing';
import { DeploymentList, type OnSearchChange } from './deployment-list';
import { ListSkeleton } from './list-skeleton';

const EditingDialogs = lazyPart(() => import('./editing-dialogs'));
const EmptyList = lazyPart(() => import('./empty-list'), { Pending: ListSkeleton, Failed: ViewFailed });
const MoreMenu = lazyOnIdle(
  'pasting, import and export',
  () => import('./more-menu'),
  () => <span className="size-9" />,
);
const SelectionBar = lazyPart(() => import('../selection/selection-bar'));

/** The same for every rendering. */
const noPins: Pin[] = [];

export function DeploymentsView({
  canEdit,
  pins,
  searchParams,
  onChange,
  renderAction,
  onCancelSeveral,
  requested,
  onRequestClosed,
}: {
  /** Undefined until the session is known: the list waits for it, so that it does not shift. */
  canEdit: boolean | undefined;
  /** What this person has pinned; null where that is not known. */
  pins: readonly Pin[] | null | undefined;
  searchParams: ListSearchParams;
  onChange: OnSearchChange;
  /** The action of each row beside editing it. */
  renderAction: (application: Application, deployment: Deployment) => ReactNode;
  onCancelSeveral: (held: SavedDeployment[]) => void;
  /** The dialog that another part of the page has requested. */
  requested?: Editing | undefined;
  onRequestClosed?: () => void;
}) {
  const list = useQuery(applicationsQuery);
  const [opened, setEditing] = useState<Editing | null>(null);
  const editing = opened ?? (canEdit === true ? (requested ?? null) : null);

  const { whyNowhere } = useWhyNot();
  const whyNot = whyNowhere('save');

  const items = list.data?.items;
  // The form for the first deployment stays while something is typed in it, whatever a colleague saves.
  const [isTypingFirst, setTypingFirst] = useState(false);
  return (
    <div className="space-y-5">
      <ViewHeading title="Deployments">
        {canEdit === undefined && <span className="h-9 w-80 pointer-coarse:h-11" />}
        {canEdit === true && (
          <>
            <Button
              whyNot={whyNowhere('save', { asWhole: true })}
              onClick={() => setEditing({ kind: 'add-application' })}
            >
              Add application
            </Button>
            <Button variant="primary" whyNot={whyNot} onClick={() => setEditing({ kind: 'add-deployment' })}>
              Add deployment
            </Button>
          </>
        )}
        {canEdit !== undefined && <MoreMenu onEdit={canEdit ? setEditing : undefined} />}
      </ViewHeading>
      {items === undefined || canEdit === undefined ? (
        list.isError ? (
          <NotLoaded title="The saved deployments could not be loaded" retry={() => void list.refetch()}>
            Nothing was changed or cancelled.
          </NotLoaded>
        ) : (
          <ListSkeleton />
        )
      ) : (
        (items.length === 0 || isTypingFirst) && (
          <EmptyList
            canEdit={whyNot === undefined}
            applications={items}
            onEdit={setEditing}
            onTyped={() => setTypingFirst(true)}
            onDone={() => setTypingFirst(false)}
          />
        )
      )}
      {items !== undefined && canEdit !== undefined && items.length > 0 && (
        <DeploymentList
          items={items}
          pins={pins ?? noPins}
          stale={list.isRefetchError && { asOf: list.dataUpdatedAt, refresh: () => void list.refetch() }}
          searchParams={searchParams}
          onChange={onChange}
          controls={{ renderAction, onEdit: canEdit ? setEditing : undefined }}
          renderSelected={(selection) =>
            canEdit && <SelectionBar selection={selection} onEdit={setEditing} onCancel={onCancelSeveral} />
          }
        />
      )}
      {editing !== null && list.data !== undefined && (
        <EditingDialogs
          editing={editing}
          applications={list.data.items}
          onClose={() => {
            setEditing(null);
            onRequestClosed?.();
          }}
        />
      )}
    </div>
  );
}
