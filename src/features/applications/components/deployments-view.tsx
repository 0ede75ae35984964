import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Application, Deployment } from '@/contract';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { ViewHeading } from '@/components/ui/view-heading';
import { timeOfDay } from '@/lib/dates';
import { whenIdle } from '@/lib/idle';
import { applicationsQuery } from '../api/list-applications';
import { countDeployments, search } from '../search';
import { ApplicationSection } from './application-section';
import type { Editing } from './editing';
import { ListSkeleton } from './list-skeleton';
import { SearchBox } from './search-box';

const loadDialogs = () => import('./editing-dialogs');
const EditingDialogs = lazy(loadDialogs);
const EmptyList = lazy(() => import('./empty-list'));

export function DeploymentsView({
  canEdit,
  searchText,
  onSearch,
  renderAction,
}: {
  /** Undefined while it is not known who looks: the list waits for it, so that it does not shift. */
  canEdit: boolean | undefined;
  searchText: string;
  onSearch: (text: string) => void;
  /** What can be done with a deployment beside editing it. */
  renderAction: (application: Application, deployment: Deployment) => ReactNode;
}) {
  const list = useQuery(applicationsQuery);
  const [editing, setEditing] = useState<Editing | null>(null);

  useEffect(
    () => (canEdit === true ? whenIdle(() => void loadDialogs().catch(() => undefined)) : undefined),
    [canEdit],
  );

  const items = list.data?.items;
  return (
    <div className="space-y-5">
      <ViewHeading title="Deployments">
        {canEdit === undefined && <span className="h-9 w-72" />}
        {canEdit === true && (
          <>
            <Button onClick={() => setEditing({ kind: 'add-application' })}>Add application</Button>
            <Button variant="primary" onClick={() => setEditing({ kind: 'add-deployment' })}>
              <Plus aria-hidden="true" className="size-4" />
              Add deployment
            </Button>
          </>
        )}
      </ViewHeading>
      {list.isRefetchError && (
        <Notice
          tone="warning"
          role="status"
          title={`Could not refresh: the list is as of ${timeOfDay(list.dataUpdatedAt)}.`}
          action={
            <Button size="sm" onClick={() => void list.refetch()}>
              Refresh
            </Button>
          }
        />
      )}
      {items === undefined || canEdit === undefined ? (
        <Pending failed={list.isError} retry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <Suspense fallback={<ListSkeleton />}>
          <EmptyList canEdit={canEdit} />
        </Suspense>
      ) : (
        <Found
          items={items}
          searchText={searchText}
          onSearch={onSearch}
          renderAction={renderAction}
          onEdit={canEdit ? setEditing : undefined}
        />
      )}
      {editing !== null && (
        <Suspense fallback={null}>
          <EditingDialogs editing={editing} applications={items ?? []} onClose={() => setEditing(null)} />
        </Suspense>
      )}
    </div>
  );
}

function Pending({ failed, retry }: { failed: boolean; retry: () => void }) {
  if (!failed) return <ListSkeleton />;
  return (
    <EmptyState
      role="alert"
      title="The saved deployments could not be loaded"
      action={<Button onClick={retry}>Try again</Button>}
    >
      The console did not answer as it should. Nothing was changed or cancelled.
    </EmptyState>
  );
}

function Found({
  items,
  searchText,
  onSearch,
  renderAction,
  onEdit,
}: {
  items: Application[];
  searchText: string;
  onSearch: (text: string) => void;
  renderAction: (application: Application, deployment: Deployment) => ReactNode;
  onEdit: ((editing: Editing) => void) | undefined;
}) {
  const wanted = useDeferredValue(searchText);
  const found = useMemo(() => search(items, wanted), [items, wanted]);
  const total = countDeployments(items);
  const saved = useMemo(() => new Map(items.map((one) => [one.applicationId, one])), [items]);
  const words = total === 1 ? 'deployment' : 'deployments';
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchBox value={searchText} onChange={onSearch} />
        <p role="status" className="text-sm text-ink-faint tabular">
          {wanted.trim() === ''
            ? `${total} ${words}`
            : `${countDeployments(found)} of ${total} ${words} found`}
        </p>
      </div>
      {found.length === 0 && (
        <EmptyState
          title={`Nothing is called “${wanted.trim()}”`}
          action={<Button onClick={() => onSearch('')}>Clear the search</Button>}
        >
          The search looks for names, IDs and tags.
        </EmptyState>
      )}
      {found.map((application) => (
        <ApplicationSection
          key={application.applicationId}
          application={application}
          saved={saved.get(application.applicationId) ?? application}
          renderAction={renderAction}
          onEdit={onEdit}
        />
      ))}
    </>
  );
}
