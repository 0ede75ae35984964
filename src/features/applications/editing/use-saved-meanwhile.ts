import { useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { trimInvisible } from '@/contract/text';

/** The fields of a form that a colleague may save meanwhile: a text each, or a list of tags. */
type Fields = Record<string, string | string[]>;

const isSame = (one: unknown, other: unknown) => JSON.stringify(clean(one)) === JSON.stringify(clean(other));
const clean = (value: unknown) => (typeof value === 'string' ? trimInvisible(value) : value);

const without = (tags: readonly string[], others: readonly string[]) =>
  tags.filter((tag) => !others.includes(tag));

/**
 * What the form is to hold once a colleague has saved `theirs` over `base`. A field that this person has not touched takes
 * the colleague's value, tags are joined; a text that both have changed stays as it is typed, and is a conflict.
 */
function mergeMeanwhile<T extends Fields>(base: T, typed: T, theirs: T) {
  const taken: { field: keyof T & string; value: string | string[] }[] = [];
  const conflicts: (keyof T & string)[] = [];
  for (const field of Object.keys(theirs)) {
    const [was, mine, saved] = [base[field], typed[field], theirs[field]];
    if (saved === undefined || isSame(was, saved) || isSame(mine, saved)) continue;
    if (isSame(mine, was)) taken.push({ field, value: saved });
    else if (Array.isArray(was) && Array.isArray(mine) && Array.isArray(saved))
      taken.push({
        field,
        value: [...new Set([...without(saved, without(was, mine)), ...without(mine, was)])],
      });
    else conflicts.push(field);
  }
  return { taken, conflicts };
}

/**
 * Follows what is saved while a form is open. `saved` is undefined where nothing is saved, as for something new. `base` is
 * what the person has seen of it, and `conflicts` what a colleague has saved in fields that this person had changed.
 */
export function useSavedMeanwhile<T extends Fields>({
  opened,
  saved,
  isSaving,
  read,
  write,
}: {
  /** As it was when the form was opened; undefined for something new. */
  opened: T | undefined;
  saved: T | undefined;
  /** What this form saves itself is no colleague's change. */
  isSaving: boolean;
  read: () => T;
  write: (field: keyof T & string, value: string | string[]) => void;
}) {
  const base = useRef(opened);
  const [conflicts, setConflicts] = useState<Partial<Record<string, string>>>({});
  const merge = useEffectEvent(() => {
    const before = base.current;
    if (saved === undefined || before === undefined) return;
    const changed = Object.keys(saved).filter((field) => !isSame(before[field], saved[field]));
    if (changed.length === 0) return;
    const { taken, conflicts: fresh } = mergeMeanwhile(before, read(), saved);
    base.current = saved;
    for (const { field, value } of taken) write(field, value);
    setConflicts((known) => ({
      ...known,
      ...Object.fromEntries(
        changed.map((field) => [field, fresh.includes(field) ? String(saved[field]) : undefined]),
      ),
    }));
  });
  // Before the browser paints: no field shows what is saved no more.
  useLayoutEffect(() => {
    if (!isSaving) merge();
  });
  return {
    base,
    conflicts,
    /** Takes over what the colleague has saved. */
    take: (field: keyof T & string) => {
      const value = conflicts[field];
      if (value !== undefined) write(field, value);
      setConflicts((known) => ({ ...known, [field]: undefined }));
    },
  };
}
