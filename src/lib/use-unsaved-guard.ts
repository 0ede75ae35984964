import { useEffect, useEffectEvent, useState } from 'react';

const readGuard = (state: unknown): unknown =>
  typeof state === 'object' && state !== null ? Reflect.get(state, 'guard') : undefined;

/** While active, the browser's Back button only calls `onBack`; pressed again, it leaves. */
function useBackGuard(isActive: boolean, onBack: () => void): void {
  const warn = useEffectEvent(onBack);
  useEffect(() => {
    if (!isActive) return;
    const guard = crypto.randomUUID();
    // A second history entry of the same address: Back leads to the first one.
    history.pushState({ guard }, '');
    const listen = () => {
      if (readGuard(history.state) !== guard) warn();
    };
    addEventListener('popstate', listen);
    return () => {
      removeEventListener('popstate', listen);
      // Unless the page has gone on to another address meanwhile.
      if (readGuard(history.state) === guard) history.back();
    };
  }, [isActive]);
}

/** Keeps what was typed from being lost by one press of Back: the first only warns. Typing again needs a new warning. */
export function useUnsavedGuard() {
  const [isTyped, setTyped] = useState(false);
  const [isWarned, setWarned] = useState(false);
  const isUnsaved = isTyped && !isWarned;
  const warn = () => setWarned(true);
  useBackGuard(isUnsaved, warn);
  function markTyped() {
    setTyped(true);
    setWarned(false);
  }
  return { isUnsaved, isWarned, markTyped, warn };
}
