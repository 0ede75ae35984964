import { useQuery } from '@tanstack/react-query';
import { useWhyNot } from '@/common/grants';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import { deploymentKey, isOpen, views, type Session } from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { Badge } from '@/components/ui/badge';
import type { PaletteText } from '@/components/ui/lazy-palette';
import { Palette as PaletteDialog, type PaletteGroup } from '@/components/ui/palette';
import { environmentName, environmentTone } from '@/common/environments';
import { identityText } from '@/common/identity';
import { outcomeLabel } from '@/common/outcome-labels';
import { filterParams } from '@/common/query-keys';
import type { SavedDeployment } from '@/common/saved-deployments';
import { formatSearchParams, parseSearchParams } from '@/features/applications/search/search-params';
import { wordsOf } from '@/features/applications/search/search';
import { batchName } from '@/features/cancel-calls/shared/words';
import { fold } from '@/lib/fold';
import { isolated } from '@/lib/isolated';
import { requestDialog } from '../dialog-request';
import { idQuery, uuidIn } from './look-up-id';
import { useActions, type OpenedByPalette } from './use-actions';
import { useDeploymentMatches } from './use-deployment-matches';
import { useRecentDeployments } from './use-recent-deployments';

/** More of them would have to be scrolled through: typing more is faster. */
const mostShown = 8;
/** Up to so many matches, cancelling them is offered as well. */
const mostToCancel = 3;

const navigation = [
  ['Deployments', views.deployments],
  ['Activity', views.activity],
  ['Changes', views.changes],
  ['Shift report', views.report],
  ['Wall', views.wall],
] as const;

/**
 * Finds what a text means: a deployment, a view, a record, an action, or the dialog that cancels. The palette itself
 * cancels nothing.
 */
export default function Palette({
  session,
  text,
  setText,
  onClose,
  onOpen,
}: PaletteText & {
  session: Session | null | undefined;
  onClose: () => void;
  onOpen: (dialog: OpenedByPalette) => void;
}) {
  const q = cleanTyped(text);
  const [path, navigate] = useLocation();
  const { matches, isGuess, isToCancel } = useDeploymentMatches(q);
  const shown = matches.slice(0, mostShown);
  const { data: record } = useQuery(idQuery(uuidIn(q)));
  const recent = useRecentDeployments(session?.person);
  const { whyNot } = useWhyNot();

  // The palette closes first and returns the focus, in a timer of its own: what the item opens gets the focus then.
  function run(act: () => void) {
    flushSync(onClose);
    setTimeout(act, 0);
  }
  const open = (address: string) => run(() => navigate(address));
  /** Opens a dialog on Deployments; the list there stays filtered as it is. */
  function openDialog(request: Parameters<typeof requestDialog>[0]) {
    if (path !== views.deployments) navigate(views.deployments);
    requestDialog(request);
  }
  const actions = useActions(session, {
    open: onOpen,
    openEditing: (editing) => openDialog({ kind: 'edit', editing }),
  });
  const isNamed = (name: string) => wordsOf(q).every((word) => fold(name).includes(word));

  const showItem = (saved: SavedDeployment, isGuess = false) => ({
    id: `show-${deploymentKey(saved.deployment)}`,
    content: <DeploymentItem saved={saved} title={saved.deployment.name} isGuess={isGuess} />,
    run: () => open(listAddress(saved)),
  });
  const cancelGroup: PaletteGroup = {
    heading: 'Cancel (asks first)',
    items:
      !isGuess && matches.length <= mostToCancel
        ? matches
            .filter(
              ({ deployment }) =>
                !isOpen(deployment.lastCancellation) && whyNot('cancel', deployment) === undefined,
            )
            .map((saved) => ({
              id: `cancel-${deploymentKey(saved.deployment)}`,
              content: (
                <DeploymentItem
                  saved={saved}
                  title={`Cancel all pending calls of ${isolated(saved.deployment.name)}…`}
                />
              ),
              run: () =>
                run(() => openDialog({ kind: 'cancel', target: { id: crypto.randomUUID(), ...saved } })),
            }))
        : [],
  };
  const recordGroup: PaletteGroup = { heading: 'Record', items: [] };
  if (record?.kind === 'cancellation') {
    const { id, outcome } = record.record;
    recordGroup.items.push({
      id: 'cancellation',
      content: `Cancellation of ${identityText(record.record)}, ${outcomeLabel(outcome).label.toLowerCase()}`,
      run: () => open(views.cancellation(id)),
    });
  } else if (record?.kind === 'batch') {
    const { id, counts } = record.several;
    recordGroup.items.push({
      id: 'batch',
      content: batchName(counts.total),
      run: () => open(views.batch(id)),
    });
  }
  const deploymentsHeading = isGuess ? 'Similar deployments' : 'Deployments';
  const groups: PaletteGroup[] = [
    { heading: 'Recent', items: q === '' && recent ? recent.map((saved) => showItem(saved)) : [] },
    ...(isToCancel ? [cancelGroup] : []),
    recordGroup,
    {
      heading:
        matches.length > shown.length
          ? `${deploymentsHeading}: ${shown.length} of ${matches.length.toLocaleString('en')}, type more to narrow`
          : deploymentsHeading,
      isGuess,
      items: shown.map((saved) => showItem(saved, isGuess)),
    },
    ...(isToCancel ? [] : [cancelGroup]),
    {
      heading: 'Views',
      items: navigation
        .filter(([name]) => isNamed(name))
        .map(([name, address]) => ({ id: `view-${name}`, content: name, run: () => open(address) })),
    },
    {
      heading: 'Actions',
      items: actions
        .filter(({ name }) => isNamed(name))
        .map((action) => ({
          id: `do-${action.name.replaceAll(' ', '-')}`,
          content: action.name,
          run: () => run(action.run),
        })),
    },
    {
      heading: 'Search',
      isGuess: isGuess && shown.length > 0,
      items:
        q === ''
          ? []
          : [
              {
                id: 'search-activity',
                content: `Search Activity for “${q}”`,
                run: () => open(`${views.activity}?${filterParams({ q })}`),
              },
            ],
    },
  ];

  return (
    <PaletteDialog
      label="Search actions and deployments"
      placeholder="Deployment, view, ID or action"
      value={text}
      onChange={setText}
      onClose={onClose}
      groups={q === '' && recent === undefined ? null : groups}
    />
  );
}

/** Several deployments may have the same name: the application and the ID tell which queue is meant. */
function DeploymentItem({
  saved: { application, deployment },
  title,
  isGuess = false,
}: {
  saved: SavedDeployment;
  title: string;
  isGuess?: boolean;
}) {
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{title}</span>
        <span className="block truncate text-xs text-ink-faint tabular">{`${isGuess ? 'Similar · ' : ''}${isolated(application.name)} · ${deployment.deploymentId}`}</span>
      </span>
      <Badge tone={environmentTone(deployment.environment)}>{environmentName(deployment.environment)}</Badge>
    </>
  );
}

/** The list filtered by the deployment's application, with the deployment's ID as the search. */
function listAddress({ application, deployment }: SavedDeployment): string {
  const params = parseSearchParams(new URLSearchParams());
  return `${views.deployments}?${formatSearchParams({ ...params, app: application.applicationId, q: deployment.deploymentId })}`;
}
