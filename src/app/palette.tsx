import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import { uuid, views, type Application, type Session } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Palette as Frame, type PaletteGroup } from '@/components/ui/palette';
import { environmentName, environmentTone } from '@/domain/environments';
import { applicationsQuery } from '@/features/applications/api/list-applications';
import { findingParams, keyOf, readFinding } from '@/features/applications/finding';
import { find, wordsOf } from '@/features/applications/search';
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
  const exact = useMemo(
    () => (items === undefined || wanted === '' ? [] : ownNamesFirst(items, wanted)),
    [items, wanted],
  );
  const similar = useSimilar(items, exact.length === 0 ? wanted : '');
  const all = exact.length > 0 ? exact : similar;
  const matches = all.slice(0, shownAtMost);

  // The dialog closes first and gives the focus back, in a timer of its own: what it leads to gets it then.
  function run(act: () => void) {
    flushSync(onClose);
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
      heading:
        all.length > matches.length
          ? `${exact.length === 0 ? 'Similar deployments' : 'Deployments'}: ${matches.length} of ${all.length.toLocaleString('en')}, type more to narrow`
          : exact.length === 0
            ? 'Similar deployments'
            : 'Deployments',
      items: matches.map((saved) => ({
        id: `show-${keyOf(saved.deployment)}`,
        content: <DeploymentItem saved={saved} guessed={exact.length === 0} />,
        run: () => open(showOnly(saved)),
      })),
      guessed: exact.length === 0,
    },
    {
      heading: 'Cancel (asks first)',
      items:
        isOperator && exact.length <= 3
          ? exact
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

function DeploymentItem({ saved: { application, deployment }, guessed }: { saved: Saved; guessed: boolean }) {
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{deployment.name}</span>
        <span className="block truncate text-xs text-ink-faint tabular">
          {guessed && 'Similar · '}
          {application.name} · {deployment.deploymentId}
        </span>
      </span>
      <Badge tone={environmentTone(deployment.environment)}>{environmentName(deployment.environment)}</Badge>
    </>
  );
}

/** What fits, those first whose own names hold every word: others may fit by their application only. */
function ownNamesFirst(items: readonly Application[], wanted: string): Saved[] {
  const words = wordsOf(wanted);
  const named = ({ deployment }: Saved) => {
    const name = deployment.name.toLowerCase();
    return words.every((word) => name.includes(word)) ? 0 : 1;
  };
  return savedIn(find(items, { ...nothing, q: wanted })).toSorted((one, other) => named(one) - named(other));
}

function savedIn(applications: readonly Application[]): Saved[] {
  return applications.flatMap((application) =>
    application.deployments.map((deployment) => ({ application, deployment })),
  );
}

/** What comes close to words that nothing contains; asked only where `wanted` is not empty. */
function useSimilar(items: readonly Application[] | undefined, wanted: string): Saved[] {
  const [known, setKnown] = useState<{ wanted: string; found: Saved[] } | null>(null);
  useEffect(() => {
    if (items === undefined || wanted === '') return;
    let stale = false;
    async function look(saved: readonly Application[]) {
      const { findSimilar } = await import('@/features/applications/similar');
      const { keys } = await findSimilar(saved, wanted);
      if (stale) return;
      const byKey = new Map(savedIn(saved).map((one) => [keyOf(one.deployment), one]));
      // The index gives what comes closest first.
      setKnown({ wanted, found: [...keys].flatMap((key) => byKey.get(key) ?? []) });
    }
    // Without the index only exact words find something, as before it was asked.
    look(items).catch(() => undefined);
    return () => {
      stale = true;
    };
  }, [items, wanted]);
  return wanted !== '' && known?.wanted === wanted ? known.found : [];
}

/** The list narrowed to one deployment: its application, and its ID as the search. */
function showOnly({ application, deployment }: Saved): string {
  const finding = { ...nothing, app: application.applicationId, q: deployment.deploymentId };
  return `${views.deployments}?${findingParams(finding)}`;
}
