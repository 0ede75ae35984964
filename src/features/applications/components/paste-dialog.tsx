import { useMemo, useState } from 'react';
import { applicationInput, deploymentInput, type Application } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { showToast } from '@/components/ui/toast';
import { saveNew } from '../api/import';
import { useSave } from '../api/save';
import { findIds, type Pair } from '../find-ids';
import { keyOf } from '../finding';
import { EnvironmentField } from './environment-field';
import { FormFrame } from './form-parts';
import { PasteField } from './paste-field';
import { WhereIdsAre } from './where-ids-are';

/** Shows the IDs that a text holds, with a name to fill in for each, before anything is saved. */
export default function PasteDialog({
  text,
  applications,
  onClose,
}: {
  text: string;
  applications: Application[];
  onClose: () => void;
}) {
  // The text itself is not kept: it may hold credentials.
  const [found, setFound] = useState(() => findIds(text));
  const [looked, setLooked] = useState(text !== '');
  const [names, setNames] = useState<Record<string, string>>({});
  const [appNames, setAppNames] = useState<Record<string, string>>({});
  const [environment, setEnvironment] = useState('production');
  const [error, setError] = useState<string | null>(null);
  const saved = useMemo(
    () => new Map(applications.flatMap((one) => one.deployments).map((one) => [keyOf(one), one])),
    [applications],
  );
  const fresh = found.pairs.filter((pair) => !saved.has(keyOf(pair)));
  const chosen = fresh.filter((pair) => (names[keyOf(pair)] ?? '').trim() !== '');
  const newApplications = [...new Set(fresh.map((one) => one.applicationId))].filter(
    (id) => !applications.some((one) => one.applicationId === id),
  );
  const save = useSave(() =>
    saveNew(
      chosen.map((pair) => ({ ...pair, name: names[keyOf(pair)] ?? '' })),
      environment,
      appNames,
      applications,
    ),
  );

  function look(pasted: string) {
    setFound(findIds(pasted));
    setLooked(true);
    setError(null);
  }

  function submit() {
    const wrong = problem();
    setError(wrong);
    if (wrong !== null) return;
    save.mutate(undefined, {
      onSuccess: () => {
        const many = chosen.length === 1 ? '1 deployment' : `${chosen.length} deployments`;
        showToast('pasted', {
          role: 'status',
          tone: 'positive',
          title: `Saved ${many}.`,
          leavesAfter: 10_000,
        });
        onClose();
      },
    });
  }

  function problem(): string | null {
    if (found.pairs.length === 0) return 'Paste a text with both IDs first.';
    if (fresh.length === 0) return 'All of these are saved already.';
    if (chosen.length === 0) return 'Give at least one deployment a name.';
    for (const pair of chosen) {
      const check = deploymentInput.safeParse({ name: names[keyOf(pair)], environment });
      if (!check.success) return `Deployment ${keyOf(pair)}: ${said(check.error)}.`;
    }
    for (const id of newApplications) {
      if (!chosen.some((one) => one.applicationId === id)) continue;
      const check = applicationInput.safeParse({ name: appNames[id] ?? '' });
      if (!check.success)
        return `The name of application ${id} ${check.error.issues[0]?.message ?? 'is wrong'}.`;
    }
    return null;
  }

  return (
    <Dialog
      title="Save from a text"
      description="Nothing is saved before you give it a name. Leave a name empty to leave that deployment out."
      onClose={onClose}
    >
      <FormFrame
        saving={save.isPending}
        submitLabel={chosen.length > 1 ? `Save ${chosen.length} deployments` : 'Save deployment'}
        error={save.error}
        onClose={onClose}
        onSubmit={submit}
      >
        {found.secrets.length > 0 && (
          <Notice tone="warning" role="alert" title="There were credentials in that text.">
            <p>
              Found: {found.secrets.join(', ')}. The console has not kept, sent or shown them. Take care where
              else that text goes.
            </p>
          </Notice>
        )}
        {found.pairs.length === 0 ? (
          <>
            {looked && (
              <Notice tone="neutral" role="status" title="No pair of IDs found in that text.">
                <p>
                  <WhereIdsAre />
                </p>
              </Notice>
            )}
            <PasteField onText={look} />
          </>
        ) : (
          <>
            <ul
              // What was pasted anywhere leads straight to the first name.
              ref={focusFirst}
              aria-label="Deployments found"
              className="divide-y divide-line rounded-lg border border-line"
            >
              {found.pairs.map((pair) => (
                <PairRow
                  key={keyOf(pair)}
                  pair={pair}
                  savedAs={saved.get(keyOf(pair))?.name}
                  name={names[keyOf(pair)] ?? ''}
                  onName={(name) => setNames({ ...names, [keyOf(pair)]: name })}
                />
              ))}
            </ul>
            {newApplications.map((id) => (
              <label key={id} className="block space-y-1.5 text-sm font-medium">
                <span className="block">Name of the new application {id}</span>
                <input
                  value={appNames[id] ?? ''}
                  onChange={(event) => setAppNames({ ...appNames, [id]: event.target.value })}
                  autoComplete="off"
                  className="h-9 field-control font-normal"
                />
              </label>
            ))}
            {fresh.length > 0 && (
              <EnvironmentField value={environment} onChange={setEnvironment} error={undefined} />
            )}
          </>
        )}
        {error !== null && (
          <p role="alert" className="text-sm font-medium text-negative">
            {error}
          </p>
        )}
      </FormFrame>
    </Dialog>
  );
}

function focusFirst(list: HTMLElement | null): void {
  list?.querySelector('input')?.focus();
}

function said(error: { issues: { path: PropertyKey[]; message: string }[] }): string {
  const [first] = error.issues;
  return first === undefined ? 'cannot be used' : `the ${first.path.join('.')} ${first.message}`;
}

function PairRow({
  pair,
  savedAs,
  name,
  onName,
}: {
  pair: Pair;
  savedAs: string | undefined;
  name: string;
  onName: (name: string) => void;
}) {
  return (
    <li className="grid gap-x-3 gap-y-1.5 px-3 py-2 text-sm sm:grid-cols-[minmax(0,1fr)_14rem] sm:items-center">
      <p className="wrap-anywhere text-ink-soft tabular">
        Application <b className="font-medium text-ink">{pair.applicationId}</b>, deployment{' '}
        <b className="font-medium text-ink">{pair.deploymentId}</b>
      </p>
      {savedAs === undefined ? (
        <input
          aria-label={`Name of deployment ${keyOf(pair)}`}
          placeholder="Name"
          value={name}
          onChange={(event) => onName(event.target.value)}
          autoComplete="off"
          className="h-8 field-control text-sm"
        />
      ) : (
        <p className="flex min-w-0 items-center gap-2 text-ink-faint">
          <Badge tone="neutral">Saved</Badge> <span className="truncate">{savedAs}</span>
        </p>
      )}
    </li>
  );
}
