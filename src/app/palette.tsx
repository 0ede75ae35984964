import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { uuid, views, type Session } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Palette as Frame } from '@/components/ui/palette';
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
  const wanted = useDeferredValue(text.trim());
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

  const shownPlaces = places.filter(([name]) => has(name));
  const shownActions = actions.filter(([name]) => has(name));

  return (
    <Frame label="Jump to or do" value={text} onChange={setText} onClose={onClose}>
      {uuid.safeParse(wanted).success && (
        <Group heading="Record">
          <Item value="cancellation" onSelect={() => open(views.cancellation(wanted))}>
            Cancellation {wanted}
          </Item>
          <Item value="batch" onSelect={() => open(views.batch(wanted))}>
            Batch {wanted}
          </Item>
        </Group>
      )}
      {matches.length > 0 && (
        <Group heading="Deployments">
          {matches.map(({ application, deployment }) => (
            <Item
              key={keyOf(deployment)}
              value={`show ${keyOf(deployment)}`}
              onSelect={() => open(showOnly({ application, deployment }))}
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{deployment.name}</span>
                <span className="block truncate text-xs text-ink-faint tabular">
                  {application.name} · {deployment.deploymentId}
                </span>
              </span>
              <Badge tone={environmentTone(deployment.environment)}>
                {environmentName(deployment.environment)}
              </Badge>
            </Item>
          ))}
        </Group>
      )}
      {isOperator && matches.length > 0 && matches.length <= 3 && (
        <Group heading="Cancel (asks first)">
          {matches
            .filter(({ deployment }) => !isOpen(deployment.lastCancellation))
            .map((saved) => (
              <Item
                key={keyOf(saved.deployment)}
                value={`cancel ${keyOf(saved.deployment)}`}
                onSelect={() =>
                  run(() => {
                    go(views.deployments);
                    ask({ kind: 'cancel', target: { id: crypto.randomUUID(), ...saved } });
                  })
                }
              >
                Cancel all pending calls of {saved.deployment.name}…
              </Item>
            ))}
        </Group>
      )}
      {shownPlaces.length > 0 && (
        <Group heading="Views">
          {shownPlaces.map(([name, address]) => (
            <Item key={address} value={`view ${name}`} onSelect={() => open(address)}>
              {name}
            </Item>
          ))}
        </Group>
      )}
      {shownActions.length > 0 && (
        <Group heading="Actions">
          {shownActions.map(([name, act]) => (
            <Item key={name} value={`do ${name}`} onSelect={act}>
              {name}
            </Item>
          ))}
        </Group>
      )}
      <Command.Empty className="px-4 py-6 text-center text-sm text-ink-soft">
        Nothing is called that.
      </Command.Empty>
    </Frame>
  );
}

/** The list narrowed to one deployment: its application, and its ID as the search. */
function showOnly({ application, deployment }: Saved): string {
  const finding = { ...nothing, app: application.applicationId, q: deployment.deploymentId };
  return `${views.deployments}?${findingParams(finding)}`;
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="p-1.5 **:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:py-1.5 **:[[cmdk-group-heading]]:text-xs **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-ink-faint"
    >
      {children}
    </Command.Group>
  );
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1.5 text-sm data-[selected=true]:bg-hover"
    >
      {children}
    </Command.Item>
  );
}
