import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { uuid, views, type Session } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Palette as Frame, type PaletteGroup } from '@/components/ui/palette';
import { environmentName, environmentTone } from '@/domain/environments';
import { applicationsQuery } from '@/features/applications/api/list-applications';
import { findingParams, keyOf, readFinding } from '@/features/applications/finding';
import { find } from '@/features/applications/search';
import type { Saved } from '@/features/applications/selection';
import { isOpen } from '@/domain/saved-list';
import { ask } from './asked';

/** More would have to be scrolled through: a longer search is faster. */
const shownAtMost = 8;

const places = [
  ['Deployments', views.deployments],
  ['Activity', views.activity],
  ['Wall', views.wall],
] as const;

const nothing = readFinding(new URLSearchParams());

/** Jumps to what is typed: a deployment, a view, a record, or a dialog that asks. It cancels nothing itself. */
export default function Palette({
  session,
  onClose,
  onSheet,
}: {
  session: Session | null | undefined;
  onClose: () => void;
  onSheet: () => void;
}) {
  const [text, setText] = useState('');
  const wanted = text.trim();
  const [, go] = useLocation();
  const list = useQuery(applicationsQuery);
  const items = list.data?.items;
  const isOperator = session?.role === 'operator';
  const matches = useMemo(
    () =>
      items === undefined || wanted === ''
        ? []
        : find(items, { ...nothing, q: wanted })
            .flatMap((application) =>
              application.deployments.map((deployment) => ({ application, deployment })),
            )
            .slice(0, shownAtMost),
    [items, wanted],
  );

  // The dialog closes first: what it leads to gets the focus.
  function run(act: () => void) {
    onClose();
    setTimeout(act, 0);
  }
  const open = (address: string) => run(() => go(address));
  function edit(editing: Extract<Parameters<typeof ask>[0], { kind: 'edit' }>['editing']) {
    run(() => {
      go(views.deployments);
      ask({ kind: 'edit', editing });
    });
  }
  function cancel(saved: Saved) {
    run(() => {
      go(views.deployments);
      ask({ kind: 'cancel', target: { id: crypto.randomUUID(), ...saved } });
    });
  }
  const has = (name: string) =>
    wanted === '' ||
    wanted
      .toLowerCase()
      .split(/\s+/)
      .every((word) => name.toLowerCase().includes(word));

  const actions: [string, () => void][] = [
    ['Keyboard shortcuts', () => run(onSheet)],
    ...(isOperator
      ? ([
          ['Add deployment', () => edit({ kind: 'add-deployment' })],
          ['Add application', () => edit({ kind: 'add-application' })],
          ['Save from a text', () => edit({ kind: 'paste', text: '' })],
          ['Import a list', () => edit({ kind: 'import' })],
        ] as [string, () => void][])
      : []),
  ];

  const groups: PaletteGroup[] = [
    {
      heading: 'Record',
      items: uuid.safeParse(wanted).success
        ? [
            {
              id: 'cancellation',
              content: `Cancellation ${wanted}`,
              run: () => open(views.cancellation(wanted)),
            },
            { id: 'batch', content: `Batch ${wanted}`, run: () => open(views.batch(wanted)) },
          ]
        : [],
    },
    {
      heading: 'Deployments',
      items: matches.map((saved) => ({
        id: `show-${keyOf(saved.deployment)}`,
        content: <DeploymentItem saved={saved} />,
        run: () => open(showOnly(saved)),
      })),
    },
    {
      heading: 'Cancel (asks first)',
      items:
        isOperator && matches.length <= 3
          ? matches
              .filter(({ deployment }) => !isOpen(deployment.lastCancellation))
              .map((saved) => ({
                id: `cancel-${keyOf(saved.deployment)}`,
                content: `Cancel all pending calls of ${saved.deployment.name}…`,
                run: () => cancel(saved),
              }))
          : [],
    },
    {
      heading: 'Views',
      items: places
        .filter(([name]) => has(name))
        .map(([name, address]) => ({ id: `view-${name}`, content: name, run: () => open(address) })),
    },
    {
      heading: 'Actions',
      items: actions
        .filter(([name]) => has(name))
        .map(([name, act]) => ({ id: `do-${name.replaceAll(' ', '-')}`, content: name, run: act })),
    },
  ];

  return (
    <Frame
      label="Jump to or do"
      placeholder="Deployment, view, ID or action"
      value={text}
      onChange={setText}
      onClose={onClose}
      groups={groups}
    />
  );
}

function DeploymentItem({ saved: { application, deployment } }: { saved: Saved }) {
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{deployment.name}</span>
        <span className="block truncate text-xs text-ink-faint tabular">
          {application.name} · {deployment.deploymentId}
        </span>
      </span>
      <Badge tone={environmentTone(deployment.environment)}>{environmentName(deployment.environment)}</Badge>
    </>
  );
}

/** The list narrowed to one deployment: its application, and its ID as the search. */
function showOnly({ application, deployment }: Saved): string {
  const finding = { ...nothing, app: application.applicationId, q: deployment.deploymentId };
  return `${views.deployments}?${findingParams(finding)}`;
}
