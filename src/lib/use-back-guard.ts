import { useEffect, useEffectEvent } from 'react';

const guardOf = (state: unknown): unknown =>
  typeof state === 'object' && state !== null ? Reflect.get(state, 'guard') : undefined;

/** As long as it `isOn`, the browser's own way back only calls `onBack`; the next one leaves. */
export function useBackGuard(isOn: boolean, onBack: () => void): void {
  const tell = useEffectEvent(onBack);
  useEffect(() => {
    if (!isOn) return;
    const guard = crypto.randomUUID();
    // The way back leads to the same address first.
    history.pushState({ guard }, '');
    const listen = () => {
      if (guardOf(history.state) !== guard) tell();
    };
    addEventListener('popstate', listen);
    return () => {
      removeEventListener('popstate', listen);
      // Unless one has gone on from here meanwhile.
      if (guardOf(history.state) === guard) history.back();
    };
  }, [isOn]);
}
