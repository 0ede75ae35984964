import { useEffect } from 'react';
import { explainPressed } from '@/components/ui/explain-unavailable';
import { keepFocus } from '@/components/ui/keep-focus';
import { Notice } from '@/components/ui/notice';
import { SessionOverText } from '@/components/ui/session-over';
import { ignoreComposingKeys } from '@/lib/composing-keys';
import { useSessionOver } from '@/lib/session-end';

/**
 * Guards of every view: the focus is never lost to `body`, an input method's keys are its own, a button that cannot be
 * used says why, and an ended session is told.
 */
export default function PageGuards() {
  useEffect(ignoreComposingKeys, []);
  useEffect(keepFocus, []);
  useEffect(explainPressed, []);
  const isSessionOver = useSessionOver();
  if (!isSessionOver) return null;
  return (
    <Notice
      tone="warning"
      role="alert"
      className="sticky top-14 z-30 mx-auto mt-2 w-[calc(100%-1.5rem)] max-w-7xl shadow-floating"
    >
      <p>
        <SessionOverText />
      </p>
    </Notice>
  );
}
