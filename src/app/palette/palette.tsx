import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import { deploymentKey, isOpen, paths, views, type Application, type Session } from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { Badge } from '@/components/ui/badge';
import { Palette as Frame, type PaletteGroup } from '@/components/ui/palette';
import { showToast } from '@/components/ui/toast';
import { environmentName, environmentTone } from '@/common/environments';
import { outcomeLabel } from '@/common/outcome-labels';
import { filterParams } from '@/common/query-keys';
import { applicationsQuery } from '@/features/applications/api/list-applications';
import { findingParams, readFinding } from '@/features/applications/search/search-params';
import { useSelectionCommands, type Saved } from '@/features/applications/selection/selection';
import { find, wordsOf } from '@/features/applications/search/search';
import { batchName } from '@/features/cancel-calls/batch/batch-words';
import { fold } from '@/lib/fold';
import { requestDialog } from '../dialog-request';
import { idQuery, uuidIn } from './look-up-id';
import { useTheme } from '../shell/theme';
import { useSignOut } from '../session/use-sign-out';
import { isolated } from '@/lib/isolated';

/** More would have to be scrolled through: a longer search is faster. */
const shownAtMost = 8;

const places = [
  ['Deployments', views.deployments],
  ['Activity', views.activity],
  ['Wall', views.wall],
] as const;

/** The item's own words, so far as they are typed before what it is about. */
const cancelWords = /^cancel\b(?: +all\b)?(?: +pending\b)?(?: +calls\b)?(?: +of\b)?/i;

const nothing = readFinding(new URLSearchParams());

/** Jumps to what is typed: a deployment, a view, a record, or a dialog that asks. It cancels nothing itself. */
export default function Palette({
  session,
  text,
  setText,
  onClose,
  onSheet,
}: {
  session: Session | null | undefined;
  /** Kept where it is opened: what is typed while this loads is not lost. */
  text: string;
  setText: (text: string) => void;
  onClose: () => void;
  onSheet: () => void;
}) {
  const wanted = cleanTyped(text);
  const [path, go] = useLocation();
  const list = useQuery(applicationsQuery);
  const items = list.data?.items;
  const isOperator = session?.role === 'operator';
  const { exact, toCancel } = useMemo(() => {
    if (items === undefined || wanted === '') return { exact: [], toCancel: false };
    const named = ownNamesFirst(items, wanted);
    const target = wanted.replace(cancelWords, '').trim();
    if (named.length > 0 || target === wanted || target === '') return { exact: named, toCancel: false };
    return { exact: ownNamesFirst(items, target), toCancel: true };
  }, [items, wanted]);
  const { data: known } = useQuery(idQuery(uuidIn(wanted)));
  const { next, change } = useTheme();
  const leave = useSignOut();
  const held = useSelectionCommands();
  const similar = useSimilar(items, exact.length === 0 ? wanted : '');
  const all = exact.length > 0 ? exact : similar;
  const matches = all.slice(0, shownAtMost);

  // The dialog closes first and gives the focus back, in a timer of its own: what it leads to gets it then.
  function run(act: () => void) {
    flushSync(onClose);
    setTimeout(act, 0);
  }
  const open = (address: string) => run(() => go(address));
  /** On Deployments, narrowed as it is. */
  function askThere(wanted: Parameters<typeof requestDialog>[0]) {
    run(() => {
      if (path !== views.deployments) go(views.deployments);
      requestDialog(wanted);
    });
  }
  function edit(editing: Extract<Parameters<typeof requestDialog>[0], { kind: 'edit' }>['editing']) {
    askThere({ kind: 'edit', editing });
  }
  function cancel(saved: Saved) {
    askThere({ kind: 'cancel', target: { id: crypto.randomUUID(), ...saved } });
  }
  const has = (name: string) => wordsOf(wanted).every((word) => fold(name).includes(word));

  function signOut() {
    run(() => {
      leave().catch(() =>
        showToast('sign-out', {
          role: 'alert',
          tone: 'negative',
          duration: null,
          title: 'Not signed out: the console did not answer. Try again.',
        }),
      );
    });
  }

  const actions: [string, () => void][] = [
    ...(isOperator && held !== null
      ? ([
          [
            `Cancel all pending calls of the ${held.count.toLocaleString('en')} selected…`,
            () => run(held.cancel),
          ],
        ] as [string, () => void][])
      : []),
    ['Keyboard shortcuts', () => run(onSheet)],
    [`Theme: change to ${next}`, () => run(change)],
    ...(['JSON', 'CSV'] as const).flatMap((format): [string, () => void][] => {
      const ending = format === 'JSON' ? 'json' : 'csv';
      return [
        [`Export the saved list as ${format}`, () => run(() => download(paths.savedList(ending)))],
        [`Export the journal as ${format}`, () => run(() => download(paths.export(ending)))],
      ];
    }),
    ...(session?.canSignOut === true ? ([['Sign out', signOut]] as [string, () => void][]) : []),
    ...(isOperator
      ? ([
          ['Add deployment', () => edit({ kind: 'add-deployment' })],
          ['Add application', () => edit({ kind: 'add-application' })],
          ['Save from a text', () => edit({ kind: 'paste', text: '' })],
          ['Import a list', () => edit({ kind: 'import' })],
        ] as [string, () => void][])
      : []),
  ];

  const cancelling: PaletteGroup = {
    heading: 'Cancel (asks first)',
    items:
      isOperator && exact.length <= 3
        ? exact
            .filter(({ deployment }) => !isOpen(deployment.lastCancellation))
            .map((saved) => ({
              id: `cancel-${deploymentKey(saved.deployment)}`,
              content: (
                <DeploymentItem
                  saved={saved}
                  title={`Cancel all pending calls of ${isolated(saved.deployment.name)}…`}
                />
              ),
              run: () => cancel(saved),
            }))
        : [],
  };
  const groups: PaletteGroup[] = [
    ...(toCancel ? [cancelling] : []),
    {
      heading: 'Record',
      items: known
        ? [
            known.kind === 'cancellation'
              ? {
                  id: 'cancellation',
                  content: `Cancellation of ${isolated(known.record.deploymentName)}, ${outcomeLabel(known.record.outcome).label.toLowerCase()}`,
                  run: () => open(views.cancellation(known.record.id)),
                }
              : {
                  id: 'batch',
                  content: batchName(known.several.counts.total),
                  run: () => open(views.batch(known.several.id)),
                },
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
        id: `show-${deploymentKey(saved.deployment)}`,
        content: <DeploymentItem saved={saved} title={saved.deployment.name} guessed={exact.length === 0} />,
        run: () => open(showOnly(saved)),
      })),
      guessed: exact.length === 0,
    },
    ...(toCancel ? [] : [cancelling]),
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
    {
      heading: 'Search',
      guessed: exact.length === 0 && matches.length > 0,
      items:
        wanted === ''
          ? []
          : [
              {
                id: 'search-activity',
                content: `Search Activity for “${wanted}”`,
                run: () => open(`${views.activity}?${filterParams({ q: wanted })}`),
              },
            ],
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

/** Names alone do not tell which queue it is: several may have the same. */
function DeploymentItem({
  saved: { application, deployment },
  title,
  guessed = false,
}: {
  saved: Saved;
  title: string;
  guessed?: boolean;
}) {
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{title}</span>
        <span className="block truncate text-xs text-ink-faint tabular">{`${guessed ? 'Similar · ' : ''}${isolated(application.name)} · ${deployment.deploymentId}`}</span>
      </span>
      <Badge tone={environmentTone(deployment.environment)}>{environmentName(deployment.environment)}</Badge>
    </>
  );
}

/** What fits, those first whose own names hold every word: others may fit by their application only. */
function ownNamesFirst(items: readonly Application[], wanted: string): Saved[] {
  const words = wordsOf(wanted);
  const named = ({ deployment }: Saved) => {
    const name = fold(deployment.name);
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
      const { findSimilar } = await import('@/features/applications/search/similar');
      const { keys } = await findSimilar(saved, wanted);
      if (stale) return;
      const byKey = new Map(savedIn(saved).map((one) => [deploymentKey(one.deployment), one]));
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

/** As its link would: the answer is a file, and the view stays. */
function download(address: string) {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

/** The list narrowed to one deployment: its application, and its ID as the search. */
function showOnly({ application, deployment }: Saved): string {
  const finding = { ...nothing, app: application.applicationId, q: deployment.deploymentId };
  return `${views.deployments}?${findingParams(finding)}`;
}
