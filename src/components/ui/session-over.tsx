import { views } from '@/contract/paths';

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
