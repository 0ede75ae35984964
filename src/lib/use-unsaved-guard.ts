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

/**
 * Keeps what was typed from being lost by one press of Back or, by `warn`, of Escape: the first only warns. Typing again
 * needs a new warning, and so does the other way out.
 */
export function useUnsavedGuard() {
  const [isTyped, setTyped] = useState(false);
  const [warnedOf, setWarnedOf] = useState<'back' | 'escape'>();
  useBackGuard(isTyped && warnedOf !== 'back', () => setWarnedOf('back'));
  function markTyped() {
    setTyped(true);
    setWarnedOf(undefined);
  }
  return {
    needsWarning: isTyped && warnedOf !== 'escape',
    warnedOf,
    markTyped,
    warn: () => setWarnedOf('escape'),
  };
}
