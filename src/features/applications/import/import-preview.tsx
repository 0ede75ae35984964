import type { ReactNode } from 'react';
import type { ImportResult } from '@/contract';
import { CheckBox } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ScrollList } from '@/components/ui/scroll-list';
import { EnvironmentBadge } from '@/common/badges';
import { grouped } from '@/lib/grouped';
import { isolated } from '@/lib/isolated';

type Place = Pick<ImportResult['added'][number], 'applicationId' | 'deploymentId'>;
type Values = ImportResult['added'][number]['after'];

/** More than anybody reads; the counts are of all. */
const maxShown = 200;

/** What an import would do: added, changed with before and after, unchanged, and the conflicts that prevent it. */
export function ImportPreview({
  result: { added, changed, unchanged, warnings, conflicts },
  onConflict,
  setOnConflict,
}: {
  result: ImportResult;
  onConflict: 'replace' | 'keep';
  setOnConflict: (choice: 'replace' | 'keep') => void;
}) {
  return (
    <>
      <p
        role="status"
        className="text-sm font-medium tabular"
      >{`${grouped(added.length)} added, ${grouped(changed.length)} changed, ${grouped(unchanged)} unchanged${conflicts.length > 0 ? `, ${grouped(conflicts.length)} in conflict` : ''}`}</p>
      {conflicts.length > 0 && (
        <Notice
          tone="negative"
          role="alert"
          title="The file has different data for the same ID: nothing can be imported."
        >
          <ul className="list-disc pl-4">
            {conflicts.slice(0, maxShown).map((conflict) => (
              <li
                key={placeName(conflict)}
              >{`${placeName(conflict)} is in lines ${conflict.lines.join(', ')} with different data.`}</li>
            ))}
          </ul>
        </Notice>
      )}
      {warnings.length > 0 && (
        <Notice
          tone="warning"
          role="alert"
          title="A spreadsheet may have changed these IDs: compare them with Fuse."
        >
          <ul className="list-disc pl-4">
            {warnings.slice(0, maxShown).map((warning) => (
              <li
                key={`${placeName(warning)} ${warning.message}`}
              >{`${placeName(warning)} (line ${warning.line}) ${isolated(warning.message)}.`}</li>
            ))}
            {warnings.length > maxShown && <li>{`and ${grouped(warnings.length - maxShown)} more`}</li>}
          </ul>
        </Notice>
      )}
      {changed.length > 0 && (
        <>
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
          <List title={onConflict === 'keep' ? 'Different in the file, kept as saved' : 'Changed'}>
            {changed.slice(0, maxShown).map((entry) => (
              <li key={`${entry.line} ${placeName(entry)}`} className="px-3 py-2">
                <PlaceLine place={entry} values={entry.after} line={entry.line} />
                <Differences before={entry.before} after={entry.after} />
              </li>
            ))}
            <More count={changed.length} />
          </List>
        </>
      )}
      {added.length > 0 && (
        <List title="Added">
          {added.slice(0, maxShown).map((entry) => (
            <li key={`${entry.line} ${placeName(entry)}`} className="px-3 py-1.5">
              <PlaceLine place={entry} values={entry.after} line={entry.line} />
            </li>
          ))}
          <More count={added.length} />
        </List>
      )}
    </>
  );
}

function List({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-sm font-medium">{title}</h3>
      <ScrollList label={title} className="max-h-56">
        {children}
      </ScrollList>
    </section>
  );
}

function More({ count }: { count: number }) {
  return count > maxShown ? (
    <li className="px-3 py-1.5 text-ink-faint">{`and ${grouped(count - maxShown)} more`}</li>
  ) : null;
}

function placeName({ applicationId, deploymentId }: Place): string {
  return deploymentId === null
    ? `Application ${applicationId}`
    : `Deployment ${applicationId}/${deploymentId}`;
}

function PlaceLine({ place, values, line }: { place: Place; values: Values; line: number }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-3">
      <span className="font-medium wrap-anywhere">{values.name}</span>
      <span className="text-xs text-ink-faint tabular">{placeName(place)}</span>
      {'environment' in values && <EnvironmentBadge name={values.environment} />}
      <span className="ml-auto text-xs text-ink-faint tabular">{`line ${line}`}</span>
    </p>
  );
}

function Differences({ before, after }: { before: Values; after: Values }) {
  const old: Record<string, unknown> = { ...before };
  const differing = Object.entries(after).filter(([name, value]) => shown(value) !== shown(old[name]));
  return (
    <dl className="mt-1 space-y-0.5 text-xs">
      {differing.map(([name, value]) => (
        <div key={name} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-faint">{name}</dt>
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
