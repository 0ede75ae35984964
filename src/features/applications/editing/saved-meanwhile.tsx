import { useQuery } from '@tanstack/react-query';
import type { MouseEvent } from 'react';
import { changePage, paths, type Change } from '@/contract';
import { environmentName } from '@/common/environments';
import { filterParams, keys } from '@/common/query-keys';
import { isolated } from '@/lib/isolated';
import { read } from '@/lib/read';

const fieldLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  environment: 'Environment',
  note: 'Note',
  protectedReason: 'Protected, because',
};

interface Ids {
  applicationId: string;
  deploymentId?: string;
}

const valueIn = (values: Change['before'], field: string) => values?.[field] ?? '';

/** Who has saved this value in this field last; undefined where that is not known. */
function usePersonWhoSaved(
  { applicationId, deploymentId }: Ids,
  field: string,
  value: string,
): string | undefined {
  const ids = { applicationId, ...(deploymentId !== undefined && { deploymentId }) };
  const { data } = useQuery({
    queryKey: [...keys.changes, 'meanwhile', ids],
    queryFn: (context) => read(changePage, `${paths.changes}?${filterParams(ids)}&limit=20`, context),
  });
  const last = data?.items.find(
    ({ deploymentId: changed, before, after }) =>
      changed === (deploymentId ?? null) &&
      after !== null &&
      valueIn(before, field) !== valueIn(after, field),
  );
  return last && valueIn(last.after, field) === value ? (last.person ?? undefined) : undefined;
}

interface Props {
  of: Ids;
  field: string;
  /** What a colleague has saved there. */
  value: string;
  onTake: () => void;
}

/** Below a field that a colleague has changed as well: what is saved there now, and a button that takes it over. */
export function SavedMeanwhile({ of, field, value, onTake }: Props) {
  const person = usePersonWhoSaved(of, field, value);
  const who = person === undefined ? 'Somebody' : isolated(person);
  const shown = field === 'environment' ? environmentName(value) : value;
  function take(event: MouseEvent<HTMLElement>) {
    // The button goes, and the focus with it.
    const control = event.currentTarget.closest('div')?.querySelector<HTMLElement>('input, select, textarea');
    control?.focus({ preventScroll: true });
    onTake();
  }
  return (
    <span className="flex flex-wrap items-center gap-x-3 font-medium text-warning">
      <span className="line-clamp-3 min-w-0 wrap-anywhere whitespace-pre-line">
        {value === ''
          ? `${who} emptied this field meanwhile. `
          : `${who} saved “${isolated(shown)}” here meanwhile. `}
      </span>
      <button
        type="button"
        aria-label={`Take it for ${fieldLabels[field]}`}
        className="inline-flex min-h-6 items-center rounded underline underline-offset-2 pointer-coarse:min-h-11"
        onClick={take}
      >
        Take it
      </button>
    </span>
  );
}

/** Announces, once, that a colleague has saved something else in fields that this person has changed. */
export function SavedMeanwhileStatus({
  conflicts,
}: {
  conflicts: Readonly<Partial<Record<string, string>>>;
}) {
  const labels = Object.keys(fieldLabels).flatMap((field) =>
    conflicts[field] === undefined ? [] : fieldLabels[field],
  );
  return (
    <p role="status" className="sr-only">
      {labels.length > 0 && `A colleague saved something else meanwhile in: ${labels.join(', ')}.`}
    </p>
  );
}
