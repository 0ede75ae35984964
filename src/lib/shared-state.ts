import { useSyncExternalStore, type Dispatch, type SetStateAction } from 'react';

function isChange<T>(next: SetStateAction<T>): next is (old: T) => T {
  return typeof next === 'function';
}

/** A value that lives as long as the page, whoever shows it: how to set it, a hook that follows it, and how to read it. */
export function sharedState<T>(value: T): [set: Dispatch<SetStateAction<T>>, use: () => T, get: () => T] {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const get = () => value;
  return [
    (next) => {
      value = isChange(next) ? next(value) : next;
      for (const listener of listeners) listener();
    },
    () => useSyncExternalStore(subscribe, get),
    get,
  ];
}
