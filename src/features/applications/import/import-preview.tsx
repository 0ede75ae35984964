import type { ImportResult } from '@/contract';
import { CheckBox } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ScrollList } from '@/components/ui/scroll-list';
import { EnvironmentBadge } from '@/common/environment-badge';
import { environmentName } from '@/common/environments';
import type { WhyNot } from '@/common/grants';
import { grouped } from '@/lib/grouped';
import { isolated } from '@/lib/isolated';

type Entry = ImportResult['added'][number];
type Values = Entry['after'];
type Change = Entry & { before?: Values };

/** Entries of a file that the person may not save, as they are saved or as they would be. */
export interface RefusedEntries {
  /** What is not granted, and where it is. */
  reason: string;
  texts: string[];
}

/** Null where all may be saved. */
export function refusedEntries(
  { added, changed }: ImportResult,
  onConflict: 'replace' | 'keep',
  whyNot: WhyNot['whyNot'],
): RefusedEntries | null {
  const entries: Change[] = onConflict === 'keep' ? added : [...added, ...changed];
  let reason: string | undefined;
  const texts = entries.flatMap((entry) => {
    const { applicationId, deploymentId, before, after, line } = entry;
    const whyNotAs = (values: Values | undefined) =>
      values === undefined
        ? undefined
        : whyNot(
            'save',
            deploymentId === null ? { applicationId } : { applicationId, ...values },
            'save all lines of this file',
          );
    const asSaved = whyNotAs(before);
    const why = asSaved ?? whyNotAs(after);
    if (why === undefined) return [];
    reason ??= why;
    const values = asSaved === undefined ? after : before;
    const inEnvironment =
      values !== undefined && 'environment' in values && typeof values.environment === 'string'
        ? `, in ${isolated(environmentName(values.environment))}`
        : '';
    const place = `${placeName(entry)} (line ${line})`;
    if (deploymentId === null) return [`${place}: an application as a whole.`];
    return [`${place}: as ${asSaved === undefined ? 'the file has it' : 'it is saved now'}${inEnvironment}.`];
  });
  return reason === undefined ? null : { reason, texts };
}

/** More than anybody reads; the counts are of all. */
const maxShown = 200;

/** What an import would do: added, changed with before and after, unchanged, and the conflicts that prevent it. */
export function ImportPreview({
  result: { added, changed, unchanged, warnings, conflicts },
  refused,
  onConflict,
  setOnConflict,
}: {
  result: ImportResult;
  refused: RefusedEntries | null;
  onConflict: 'replace' | 'keep';
  setOnConflict: (choice: 'replace' | 'keep') => void;
}) {
  return (
    <>
      <p
        role="status"
        className="text-sm font-medium tabular"
      >{`${grouped(added.length)} added, ${grouped(changed.length)} changed, ${grouped(unchanged)} unchanged${conflicts.length > 0 ? `, ${grouped(conflicts.length)} in conflict` : ''}`}</p>
      <Doubts
        tone="negative"
        title="The file has different data for the same ID: nothing can be imported."
        texts={conflicts.map(
          (one) => `${placeName(one)} is in lines ${one.lines.join(', ')} with different data.`,
        )}
      />
      <Doubts
        tone="negative"
        title={refused?.reason ?? ''}
        texts={refused?.texts ?? []}
        next="Take these out of the file, or ask somebody who may."
      />
      <Doubts
        tone="warning"
        title="A spreadsheet may have changed these IDs: compare them with Fuse."
        texts={warnings.map((one) => `${placeName(one)} (line ${one.line}) ${isolated(one.message)}.`)}
      />
      <Doubts
        tone="warning"
        title="The file has no reason for these protections: the import takes them off."
        texts={onConflict === 'keep' ? [] : changed.flatMap(lostProtection)}
      />
      {changed.length > 0 && (
        <fieldset className="text-sm">
          <legend className="font-medium">Already saved, with other data</legend>
          {(['replace', 'keep'] as const).map((choice) => (
            <label key={choice} className="mt-1 flex min-h-6 items-center gap-2">
              <CheckBox
                type="radio"
                name="conflict"
                checked={onConflict === choice}
                onChange={() => setOnConflict(choice)}
              />
              <span>{choice === 'replace' ? 'Use the data of the file' : 'Keep the saved data'}</span>
            </label>
          ))}
        </fieldset>
      )}
      <Entries
        title={onConflict === 'keep' ? 'Different in the file, kept as saved' : 'Changed'}
        entries={changed}
      />
      <Entries title="Added" entries={added} />
    </>
  );
}

/** What is wrong with some of the lines, in a sentence each. */
function Doubts({
  tone,
  title,
  texts,
  next,
}: {
  tone: 'negative' | 'warning';
  title: string;
  texts: readonly string[];
  next?: string;
}) {
  if (texts.length === 0) return null;
  return (
    <Notice tone={tone} role="alert" title={title}>
      <ul className="list-disc pl-4">
        {texts.slice(0, maxShown).map((text) => (
          <li key={text}>{text}</li>
        ))}
        {texts.length > maxShown && <li>{`and ${grouped(texts.length - maxShown)} more`}</li>}
      </ul>
      {next !== undefined && <p>{next}</p>}
    </Notice>
  );
}

const reasonIn = (values: Values) => ('protectedReason' in values ? values.protectedReason : undefined);

/** That an entry takes a protection off, by name and ID. */
function lostProtection(entry: ImportResult['changed'][number]): string[] {
  const reason = reasonIn(entry.before);
  if (typeof reason !== 'string' || reasonIn(entry.after) !== undefined) return [];
  return [
    `“${isolated(entry.before.name)}”, ${placeName(entry)} (line ${entry.line}), protected because: ${isolated(reason)}`,
  ];
}

/** Entries that are added, or that are changed from what they were `before`. */
function Entries({ title, entries }: { title: string; entries: readonly Change[] }) {
  if (entries.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-sm font-medium">{title}</h3>
      <ScrollList label={title} className="max-h-60">
        {entries.slice(0, maxShown).map((entry) => (
          <li key={`${entry.line} ${placeName(entry)}`} className="px-3 py-1.5">
            <EntryLine entry={entry} />
            {entry.before && <Differences before={entry.before} after={entry.after} />}
          </li>
        ))}
        {entries.length > maxShown && (
          <li className="px-3 py-1.5 text-ink-faint">{`and ${grouped(entries.length - maxShown)} more`}</li>
        )}
      </ScrollList>
    </section>
  );
}

function placeName({ applicationId, deploymentId }: Pick<Entry, 'applicationId' | 'deploymentId'>): string {
  return deploymentId === null
    ? `Application ${applicationId}`
    : `Deployment ${applicationId}/${deploymentId}`;
}

function EntryLine({ entry }: { entry: Entry }) {
  const { after, line } = entry;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3">
      <span className="font-medium wrap-anywhere">{after.name}</span>
      <span className="text-xs text-ink-faint tabular">{placeName(entry)}</span>
      {'environment' in after && <EnvironmentBadge name={after.environment} />}
      <span className="ml-auto text-xs text-ink-faint tabular">{`line ${line}`}</span>
    </p>
  );
}

function Differences({ before, after }: { before: Values; after: Values }) {
  const old: Record<string, unknown> = { ...before };
  // What the file does not have, such as the reason of a protection, has no member.
  const all = Object.entries({ protectedReason: undefined, ...after });
  const differing = all.filter(([name, value]) => shown(value) !== shown(old[name]));
  return (
    <dl className="mt-1 space-y-0.5 text-xs">
      {differing.map(([name, value]) => (
        <div key={name} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-faint">{name === 'protectedReason' ? 'protected' : name}</dt>
          <dd className="min-w-0 wrap-anywhere">
            <del className="text-negative">
              <bdi>{shown(old[name])}</bdi>
            </del>{' '}
            <span aria-hidden="true">→</span>{' '}
            <ins className="text-positive no-underline">
              <bdi>{shown(value)}</bdi>
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return typeof value === 'string' && value !== '' ? value : 'none';
}
