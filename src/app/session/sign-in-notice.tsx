import { signInFailures, type SignInFailure } from '@/contract';
import { Notice } from '@/components/ui/notice';
import { hasSessionEnded } from './redirect-to-sign-in';

const words: Record<SignInFailure, (provider: string) => string> = {
  expired: () => 'That sign-in took too long, or was begun in another browser. Start again.',
  provider_away: (provider) => `${provider} did not answer. Try again in a moment.`,
  clock: (provider) =>
    `The clocks of this console and of ${provider} differ too much. Tell whoever runs the console: nobody can sign in there until that is put right.`,
  denied: (provider) => `${provider} did not let you in.`,
  refused: (provider) =>
    `This console cannot accept what ${provider} answered. Whoever runs the console finds the reason in its log.`,
  no_person: (provider) => `${provider} gave no name for you that can go into the journal.`,
  unverified_email: (provider) => `${provider} says that your e-mail address is not verified.`,
  too_many: () => 'Too many sign-ins within a minute. Wait a minute, then try again.',
  journal_unavailable: () =>
    'The console’s database cannot be used right now, so that nobody can sign in. Try again in a moment.',
};

const isFailure = (name: string): name is SignInFailure => signInFailures.some((known) => known === name);

/** Why one is on the sign-in page, where that is not clear: the session has ended, or the provider led back without one. */
export function SignInNotice({ failure, provider }: { failure: string | null; provider: string | null }) {
  if (failure !== null && isFailure(failure))
    return <Notice tone="negative" role="alert" title={words[failure](provider ?? 'the sign-in service')} />;
  if (!hasSessionEnded()) return null;
  return (
    <Notice
      tone="warning"
      role="status"
      title="Your session has ended. Sign in again to go on where you were."
    />
  );
}
