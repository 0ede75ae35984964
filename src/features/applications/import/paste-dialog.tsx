import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { deploymentKey, applicationInput, deploymentInput, type Application } from '@/contract';
import { idWarnings } from '@/contract/id-warnings';
import { trimInvisible } from '@/contract/invisible';
import type { z } from '@/contract/zod';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { scrollWithin } from '@/lib/scroll-within';
import { showToast } from '@/components/ui/toast';
import { saveNew } from '../api/import';
import { useSave } from '../editing/use-save';
import { findIds, type LeftAlone } from './find-ids';
import { PairRow } from './pair-row';
import { isSavedList } from './saved-list-text';
import type { Pasted } from './use-pasted-text';
import { EnvironmentField } from '../editing/environment-field';
import { FormFrame } from '../editing/form-parts';
import { PasteField } from './paste-field';
import { FindIdsHint } from '../editing/find-ids-hint';

/** Shows the IDs that a text holds, with a name to fill in for each, before anything is saved. */
export default function PasteDialog({
  pasted,
  applications,
  onImport,
  onSelect,
  onClose,
}: {
  pasted: Pasted;
  applications: Application[];
  /** To go on with a list that a console has exported. */
  onImport: (list: string) => void;
  /** Selects exactly these deployments in the list. */
  onSelect: (keys: ReadonlySet<string>) => void;
  onClose: () => void;
}) {
  // Any other text is not kept: it may hold credentials.
  const [list, setList] = useState(() => (isSavedList(pasted.text) ? pasted.text : null));
  const [found, setFound] = useState(() => findIds(pasted.text, pasted.html));
  const [looked, setLooked] = useState(pasted.text !== '');
  const [names, setNames] = useState<Record<string, string>>({});
  const [appNames, setAppNames] = useState<Record<string, string>>({});
  const [environment, setEnvironment] = useState('production');
  // By field: the key of a pair, the ID of a new application, `environment`, or `text`.
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const fields = useRef<HTMLDivElement>(null);
  const saved = useMemo(
    () => new Map(applications.flatMap((one) => one.deployments).map((one) => [deploymentKey(one), one])),
    [applications],
  );
  const warningsOf = useMemo(() => idWarnings(applications), [applications]);
  const alreadySaved = found.pairs.filter((pair) => saved.has(deploymentKey(pair)));
  const fresh = found.pairs.filter((pair) => !saved.has(deploymentKey(pair)));
  const chosen = fresh.filter((pair) => trimInvisible(names[deploymentKey(pair)] ?? '') !== '');
  const isNew = (id: string) => !applications.some((one) => one.applicationId === id);
  const save = useSave(() =>
    saveNew(
      chosen.map((pair) => ({ ...pair, name: names[deploymentKey(pair)] ?? '' })),
      environment,
      appNames,
      applications,
    ),
  );

  function look(text: string, from?: Pick<Pasted, 'html'>) {
    setList(isSavedList(text) ? text : null);
    setFound(findIds(text, from?.html));
    setLooked(true);
    setErrors({});
  }

  function selectSaved() {
    onSelect(new Set(alreadySaved.map(deploymentKey)));
    onClose();
  }

  function submit() {
    const wrong = problems();
    // Shown at once, so that the first of them can have the focus.
    flushSync(() => setErrors(wrong));
    focusWithin(fields.current?.querySelector('[aria-invalid="true"]'));
    if (Object.keys(wrong).length > 0) return;
    save.mutate(undefined, {
      onSuccess: ({ added }) => {
        tellSaved(added.filter(({ deploymentId }) => deploymentId !== null).length, chosen.length);
        onClose();
      },
    });
  }

  function problems(): Record<string, string> {
    const [first] = fresh;
    if (first === undefined) return { text: 'Paste a text with both IDs first.' };
    if (chosen.length === 0) return { [deploymentKey(first)]: 'Give at least one deployment a name.' };
    const ids = new Set(chosen.map((one) => one.applicationId));
    const checks: [string, string, { success: boolean; error?: z.core.$ZodError }][] = [
      ...chosen.map((pair): (typeof checks)[number] => [
        deploymentKey(pair),
        'The name',
        deploymentInput.shape.name.safeParse(names[deploymentKey(pair)]),
      ]),
      ...[...ids]
        .filter(isNew)
        .map((id): (typeof checks)[number] => [
          id,
          `The name of application ${id}`,
          applicationInput.shape.name.safeParse(appNames[id] ?? ''),
        ]),
      ['environment', 'The environment', deploymentInput.shape.environment.safeParse(environment)],
    ];
    return Object.fromEntries(
      checks
        .filter(([, , { success }]) => !success)
        .map(([key, what, { error }]) => [key, `${what} ${error?.issues[0]?.message ?? 'cannot be used'}.`]),
    );
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
        canSave={found.pairs.length === 0 || fresh.length > 0}
        error={save.error}
        onSubmit={submit}
      >
        {found.secrets.length > 0 && (
          <Notice tone="warning" role="alert" title="There were credentials in that text.">
            <p>{`Found: ${found.secrets.join(', ')}. The console has not kept, sent or shown them. Take care where else that text goes.`}</p>
          </Notice>
        )}
        {list !== null && (
          <Notice
            tone="neutral"
            role="status"
            title="This is a list that this console exports."
            action={
              <Button size="sm" onClick={() => onImport(list)}>
                Import it
              </Button>
            }
          >
            <p>
              An import takes its names, environments, tags and notes too, and shows them before it saves.
            </p>
          </Notice>
        )}
        {found.pairs.length === 0 ? (
          <>
            {looked && list === null && (
              <Notice tone="neutral" role="status" title="No pair of IDs found in that text.">
                <LeftAloneNote leftAlone={found.leftAlone} isOnly />
                <p>
                  <FindIdsHint />
                </p>
              </Notice>
            )}
            <PasteField file={pasted.file} onText={look} />
          </>
        ) : (
          <div ref={fields} className="space-y-4">
            {/* What was pasted anywhere leads straight to the first name. */}
            <div ref={focusFirst} className="space-y-4">
              {[...new Set(found.pairs.map((one) => one.applicationId))].map((id) => (
                <div key={id} className="space-y-2">
                  {isNew(id) && (
                    <Field label={`Name of the new application ${id}`} error={errors[id]}>
                      {(control) => (
                        <input
                          {...control}
                          value={appNames[id] ?? ''}
                          onChange={(event) => setAppNames({ ...appNames, [id]: event.target.value })}
                          autoComplete="off"
                          className="h-9 field-control"
                        />
                      )}
                    </Field>
                  )}
                  <ul
                    aria-label={`Deployments found of application ${id}`}
                    className="divide-y divide-line rounded-lg border border-line"
                  >
                    {found.pairs
                      .filter((one) => one.applicationId === id)
                      .map((pair) => (
                        <PairRow
                          key={deploymentKey(pair)}
                          pair={pair}
                          savedAs={saved.get(deploymentKey(pair))?.name}
                          warnings={
                            saved.has(deploymentKey(pair))
                              ? []
                              : [
                                  ...warningsOf
                                    .application(id)
                                    .map((words) => `The application ID ${words}.`),
                                  ...warningsOf
                                    .deployment(pair.deploymentId)
                                    .map((words) => `The deployment ID ${words}.`),
                                ]
                          }
                          onFollow={onClose}
                          name={names[deploymentKey(pair)] ?? ''}
                          onName={(name) => setNames({ ...names, [deploymentKey(pair)]: name })}
                          error={errors[deploymentKey(pair)]}
                        />
                      ))}
                  </ul>
                </div>
              ))}
            </div>
            <LeftAloneNote leftAlone={found.leftAlone} isOnly={false} />
            {alreadySaved.length > 0 && (
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
                <span>
                  {alreadySaved.length === 1
                    ? '1 of them is saved.'
                    : `${alreadySaved.length} of them are saved.`}
                </span>
                <Button size="sm" onClick={selectSaved}>
                  Select these
                </Button>
              </p>
            )}
            {fresh.length > 0 && (
              <EnvironmentField value={environment} onChange={setEnvironment} error={errors['environment']} />
            )}
          </div>
        )}
        {errors['text'] !== undefined && (
          <p role="alert" className="text-sm font-medium text-negative">
            {errors['text']}
          </p>
        )}
      </FormFrame>
    </Dialog>
  );
}

/** What somebody else has saved meanwhile stays as it is. */
function tellSaved(done: number, wanted: number): void {
  const many = wanted === 1 ? '1 deployment' : `${wanted} deployments`;
  if (done === wanted) {
    showToast('pasted', {
      role: 'status',
      tone: 'positive',
      title: `Saved ${many}.`,
      duration: 10_000,
    });
    return;
  }
  showToast('pasted', {
    role: 'alert',
    tone: 'warning',
    title: `Saved ${done} of ${many}.`,
    children: (
      <p className="text-xs text-ink-soft">
        Somebody else has saved the rest meanwhile. It stays as it is: look at its name and environment.
      </p>
    ),
    duration: null,
  });
}

function focusFirst(list: HTMLElement | null): void {
  focusWithin(list?.querySelector('input'));
}

function focusWithin(field: HTMLElement | null | undefined): void {
  if (!field) return;
  field.focus({ preventScroll: true });
  scrollWithin(field);
}

/** How many other numbers could be IDs, and why they were not taken. */
function LeftAloneNote({
  leftAlone: { cut, off, alone },
  isOnly,
}: {
  leftAlone: LeftAlone;
  isOnly: boolean;
}) {
  const count = cut + off + alone;
  if (count === 0) return null;
  const reasons = [
    [cut, 'cut or unclear'],
    [off, 'commented out or disabled'],
    [alone, 'alone, without the other ID'],
  ] as const;
  return (
    <p className="text-xs text-ink-faint">
      <span>{`${count} ${isOnly ? '' : 'other '}${count === 1 ? 'number' : 'numbers'} could be IDs, but ${count === 1 ? 'was' : 'were'} left alone: `}</span>
      <span>
        {reasons
          .filter(([number]) => number > 0)
          .map(([number, why]) => `${number} ${why}`)
          .join(', ')}
      </span>
      <span>.</span>
    </p>
  );
}
