import { useSyncExternalStore, type Dispatch, type SetStateAction } from 'react';

function isChange<T>(next: SetStateAction<T>): next is (old: T) => T {
  return typeof next === 'function';
}

/** A value that lives as long as the page, whoever shows it: how to set it, and a hook that follows it. */
export function sharedState<T>(value: T): [set: Dispatch<SetStateAction<T>>, use: () => T] {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return [
    (next) => {
      value = isChange(next) ? next(value) : next;
      for (const listener of listeners) listener();
    },
    () => useSyncExternalStore(subscribe, () => value),
  ];
}
