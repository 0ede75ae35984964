import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { views, type Problem } from '@/contract';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { unansweredWords } from '@/domain/failure-words';
import { problemWords } from '@/domain/problem-words';
import { ApiError } from '@/lib/api-client';
import type { LookUp } from '../api/look-up';

/** The console refused before it sent anything. */
export function ProblemNotice({ problem }: { problem: Problem }) {
  const { text } = problemWords[problem.code];
  const wrong = problem.errors?.map(({ field, message }) => `${field} ${message}`).join('; ');
  return (
    <Notice tone="negative" role="alert" title="Nothing was sent.">
      <p>
        {problem.code === 'in_progress' && problem.person !== undefined
          ? `${problem.person} is cancelling this deployment right now. Wait for that outcome before trying again.`
          : text}
        {wrong !== undefined && wrong !== '' && ` (${wrong})`}
      </p>
      {problem.code === 'in_progress' && problem.cancellationId !== undefined && (
        <p>
          <Link href={views.cancellation(problem.cancellationId)} className="font-medium underline">
            View that record
          </Link>
        </p>
      )}
      {problem.code === 'sign_in_required' && <SignInElsewhere />}
      <p className="text-xs opacity-80">Request {problem.requestId}</p>
    </Notice>
  );
}

/** In a tab of its own, so that nothing typed here is lost. */
function SignInElsewhere() {
  return (
    <p>
      <a href={views.signIn} target="_blank" rel="noreferrer" className="font-medium underline">
        Sign in (opens another tab)
      </a>
    </p>
  );
}

/** A look at the journal brought no answer: why, and what that leaves open. */
export function Unanswered({
  error,
  action,
  children,
}: {
  error: Error;
  action: ReactNode;
  children: ReactNode;
}) {
  const code = error instanceof ApiError ? error.problem.code : null;
  return (
    <Notice tone="warning" role="alert" title={`${unansweredWords(error)}: not known yet.`} action={action}>
      <p>{children}</p>
      {code === 'sign_in_required' && <SignInElsewhere />}
    </Notice>
  );
}

/** The console's answer never arrived: what a look at its journal says instead. */
export function LookUpNotice({ state, lookAgain }: { state: LookUp; lookAgain: () => void }) {
  const again = (
    <Button size="sm" onClick={lookAgain}>
      Look again
    </Button>
  );
  switch (state.kind) {
    case 'looking':
      return (
        <Notice tone="warning" role="alert" title="The console did not answer: not known yet.">
          <p className="flex items-center gap-2">
            <Spinner /> Looking for the record of this cancellation…
          </p>
        </Notice>
      );
    case 'unanswered':
      return (
        <Unanswered error={state.error} action={again}>
          The request may or may not have reached Fuse. This dialog goes on looking for the record.
        </Unanswered>
      );
    case 'no_record':
      return (
        <Notice
          tone="neutral"
          role="alert"
          title="The console has no record of it: nothing was sent."
          action={again}
        >
          <p>It is safe to press the button again.</p>
        </Notice>
      );
    case 'found':
      return (
        <Notice tone="accent" role="status" title="The console has it on record, and waits for Fuse.">
          <p>
            {state.record.sentAt === null
              ? 'It is sent once at most.'
              : 'It was sent once and is not sent again.'}{' '}
            The outcome appears here when it is known.
          </p>
        </Notice>
      );
  }
}
