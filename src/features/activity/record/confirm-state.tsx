import { Check } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import type { Confirmation } from '@/contract';
import { Button } from '@/components/ui/button';
import { isolated } from '@/lib/isolated';
import type { ConfirmationState } from './use-confirmation';

/** The button that confirms; afterwards, in its place, that it is confirmed. */
export function ConfirmState({
  confirmation,
  state: { confirm, isPending, whyNot },
}: {
  confirmation: Confirmation | null;
  state: ConfirmationState;
}) {
  // Whether what confirms had the focus when the confirmation replaced it.
  const hadFocusRef = useRef(false);
  if (confirmation !== null)
    return <Confirmed hadFocusRef={hadFocusRef}>{`Confirmed by ${isolated(confirmation.person)}`}</Confirmed>;
  return (
    <>
      <FocusWatch hadFocusRef={hadFocusRef} />
      <Button
        variant="primary"
        data-confirms=""
        onClick={confirm}
        ariaDisabled={isPending}
        whyNot={whyNot}
        aria-busy={isPending}
      >
        <Check aria-hidden="true" className="size-4" />
        <span>{isPending ? 'Confirming…' : 'I have checked this'}</span>
      </Button>
    </>
  );
}

/** Notes, when the button and the form leave the page, whether one of them had the focus. */
function FocusWatch({ hadFocusRef }: { hadFocusRef: RefObject<boolean> }) {
  useLayoutEffect(
    () => () => {
      hadFocusRef.current = Boolean(document.activeElement?.closest('[data-confirms]'));
    },
    [hadFocusRef],
  );
  return null;
}

function Confirmed({ hadFocusRef, children }: { hadFocusRef: RefObject<boolean>; children: ReactNode }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (hadFocusRef.current) line.current?.focus({ preventScroll: true });
    hadFocusRef.current = false;
  }, [hadFocusRef]);
  return (
    <p
      ref={line}
      tabIndex={-1}
      role="status"
      className="flex min-h-9 items-center gap-2 rounded text-sm font-medium wrap-anywhere"
    >
      <Check aria-hidden="true" className="size-4 shrink-0 text-positive" />
      <span>{children}</span>
    </p>
  );
}
