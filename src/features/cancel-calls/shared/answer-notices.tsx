import type { ReactNode } from 'react';
import { isOpen, views, type Cancellation, type Problem } from '@/contract';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { TextLink } from '@/components/ui/text-link';
import { problemText, unansweredWords } from '@/common/failure-words';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import type { LookUp } from './look-up';
import { isolated } from '@/lib/isolated';

/** The console refused before it sent anything. */
export function ProblemNotice({
  problem,
  last = null,
}: {
  problem: Problem;
  /** The deployment's last cancellation as the page knows it now: the one in the way may be over. */
  last?: Cancellation | null;
}) {
  const text = problemText(problem);
  const isOver = problem.code === 'in_progress' && last?.id === problem.cancellationId && !isOpen(last);
  const over = isOver ? last : null;
  const wrong = problem.errors?.map(({ field, message }) => `${field} ${message}`).join('; ');
  return (
    <Notice tone={over ? 'neutral' : 'negative'} role="alert" title="Nothing was sent.">
      <p>{`${
        over !== null
          ? `${isolated(over.person)} was cancelling this deployment, and that is over: ${outcomeLabel(over.outcome).label}, ${codeText(over)}.`
          : problem.code === 'in_progress' && problem.person !== undefined
            ? `${isolated(problem.person)} is cancelling this deployment right now. Wait for that outcome before trying again.`
            : text
      }${wrong !== undefined && wrong !== '' ? ` (${wrong})` : ''}`}</p>
      {problem.code === 'in_progress' && problem.cancellationId !== undefined && (
        <p>
          <TextLink variant="action" href={views.cancellation(problem.cancellationId)}>
            View that record
          </TextLink>
        </p>
      )}
      <p className="text-xs opacity-80">{`Request ${problem.requestId}`}</p>
    </Notice>
  );
}

/** A warning about a record or a batch, with the way to it. */
export function LinkedNotice({
  title,
  href,
  link = 'View record',
  children,
}: {
  title: ReactNode;
  href: string;
  link?: string;
  children: string;
}) {
  return (
    <Notice
      tone="warning"
      role="alert"
      title={title}
      action={
        <TextLink variant="action" href={href}>
          {link}
        </TextLink>
      }
    >
      <p>{children}</p>
    </Notice>
  );
}

/** The look-up itself was not answered: why, and what is therefore unknown. */
function Unanswered({ error, action, children }: { error: Error; action: ReactNode; children: ReactNode }) {
  return (
    <Notice
      tone="warning"
      role="alert"
      title={`${unansweredWords(error)}. We do not know yet what happened.`}
      action={action}
    >
      <p>{children}</p>
    </Notice>
  );
}

/** The console's answer never arrived: says what the look-up of its record has brought instead. */
export function LookUpNotice({
  state,
  lookAgain,
  looking,
  open,
  children,
}: {
  state: LookUp<unknown>;
  lookAgain: () => void;
  /** A sentence that names what is being looked up. */
  looking: string;
  /** What is unknown while the look-up is not answered. */
  open: string;
  /** For a record that was found and still has no outcome. */
  children?: ReactNode;
}) {
  const again = (
    <Button size="sm" onClick={lookAgain}>
      Look again
    </Button>
  );
  if (state.kind === 'found' && children !== undefined) return children;
  switch (state.kind) {
    case 'looking':
    case 'found':
      return (
        <Notice
          tone="warning"
          role="alert"
          title="The console did not answer. We do not know yet what happened."
        >
          <p className="flex items-center gap-2">
            <Spinner />
            <span>{` ${looking}`}</span>
          </p>
        </Notice>
      );
    case 'unanswered':
      return (
        <Unanswered error={state.error} action={again}>
          {open}
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
  }
}
