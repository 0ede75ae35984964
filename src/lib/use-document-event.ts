import { useEffect, useEffectEvent } from 'react';

/** Calls the listener as it is by then for each event of this type that reaches the document. */
export function useDocumentEvent<Type extends keyof DocumentEventMap>(
  type: Type,
  listener: (event: DocumentEventMap[Type]) => void,
  { capture = false }: { capture?: boolean } = {},
): void {
  const run = useEffectEvent(listener);
  useEffect(() => {
    const listen = (event: DocumentEventMap[Type]) => run(event);
    document.addEventListener(type, listen, { capture });
    return () => document.removeEventListener(type, listen, { capture });
  }, [type, capture]);
}
