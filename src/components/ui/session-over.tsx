import { views } from '@/contract/paths';
import { useSessionOver } from '@/lib/session-end';
import { Notice } from './notice';

/** What to say in place once the session has ended, and the way to sign in without losing what was typed. */
export function SessionOverText() {
  return (
    <>
      <b className="font-semibold">Your session has ended.</b>
      <span> What you typed is kept. </span>
      <a href={views.signIn} target="_blank" rel="noreferrer" className="font-medium underline">
        Sign in (opens another tab)
      </a>
      <span>, then go on here.</span>
    </>
  );
}

/** The same for what is typed outside of a dialog. */
export function SessionOverNotice() {
  return (
    useSessionOver() && (
      <Notice
        tone="warning"
        role="alert"
        className="sticky top-2 z-20 mx-auto mt-2 w-[calc(100%-1.5rem)] max-w-7xl shadow-floating"
      >
        <p>
          <SessionOverText />
        </p>
      </Notice>
    )
  );
}
