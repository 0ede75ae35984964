import { views, type Cancellation, type Outcome } from '@/contract';
import { showToast } from '@/components/ui/toast';
import { environmentName } from '@/common/environments';
import { failureMessage } from '@/common/failure-words';
import { codeText } from '@/common/outcome-labels';
import { messageLead, notJournaled, outcomeMessage, retryAfterText } from '@/common/outcome-words';
import { knowledgeOf, onKnowledge, type Knowledge } from '@/common/own-cancellations';
import { afterPaint } from '@/lib/after-paint';
import { onSessionEnd } from '@/lib/session-end';
import type { CancelTarget } from './target';
import { isolated } from '@/lib/isolated';

const toastByOutcome = {
  accepted: { role: 'status', tone: 'positive', leavesAfter: 10_000 },
  refused: { role: 'alert', tone: 'negative', leavesAfter: null },
  not_sent: { role: 'alert', tone: 'neutral', leavesAfter: null },
  unknown: { role: 'alert', tone: 'warning', leavesAfter: null },
} as const satisfies Record<Outcome, object>;

const link = (id: string) => ({ href: views.cancellation(id), label: 'View record' });

/** Says the outcome of a settled cancellation. */
function showOutcome(record: Cancellation): void {
  if (record.outcome === null) return;
  const { headline, explanation } = outcomeMessage(record);
  const lost = !record.journaled;
  const { role, tone, leavesAfter } = toastByOutcome[record.outcome];
  const retryAfter = retryAfterText(record);
  showToast(record.id, {
    role: lost ? 'alert' : role,
    tone,
    duration: lost ? null : leavesAfter,
    about: `${isolated(record.deploymentName)}, ${isolated(environmentName(record.environment))}`,
    title: (
      <>
        <span className="tabular">{codeText(record)}</span>
        <span className="block font-normal">{headline}</span>
      </>
    ),
    children: (
      <>
        <p className="text-xs text-ink-soft">{explanation}</p>
        {record.message !== null && record.message !== '' && (
          <p className="line-clamp-3 text-xs text-ink-soft">
            <span>{`${messageLead(record)}: `}</span>
            <q className="text-ink">{record.message}</q>
          </p>
        )}
        {retryAfter !== null && <p className="text-xs text-ink-soft">{retryAfter}</p>}
        {lost && <p className="text-xs font-semibold text-negative">{notJournaled}</p>}
      </>
    ),
    link: link(record.id),
  });
}

/** What is known while there is no outcome, for a dialog that was left. */
function showPending({ id, deployment }: CancelTarget, knowledge: Knowledge): void {
  const { role, tone, title, text, isRecorded } = pendingWords(knowledge);
  showToast(id, {
    role,
    tone,
    duration: null,
    about: `${isolated(deployment.name)}, ${isolated(environmentName(deployment.environment))}`,
    title,
    children: <p className="text-xs text-ink-soft">{text}</p>,
    ...(isRecorded && { link: link(id) }),
  });
}

function pendingWords(knowledge: Knowledge) {
  switch (knowledge.kind) {
    case 'sent':
      return {
        role: 'status',
        tone: 'neutral',
        title: 'Sent to the console, and not answered yet.',
        text: 'The outcome appears here. Its record says what the console knows meanwhile.',
        isRecorded: true,
      } as const;
    case 'recorded':
      return {
        role: 'status',
        tone: 'neutral',
        title: 'On record, and waiting for Fuse.',
        text: 'The outcome appears here.',
        isRecorded: true,
      } as const;
    case 'unanswered':
      return {
        role: 'alert',
        tone: 'warning',
        title: 'The console did not answer: the outcome is not known here.',
        text: 'The record says what the console knows. Look at it before trying again.',
        isRecorded: true,
      } as const;
    case 'nothing_sent':
      return {
        role: 'alert',
        tone: 'neutral',
        title: 'Nothing was sent.',
        text:
          knowledge.error === null
            ? 'The console has no record of it.'
            : failureMessage(knowledge.error).text,
        isRecorded: false,
      } as const;
  }
}

/** The cancellations whose toasts follow what is known, and whether a dialog says it instead. */
const followed = new Map<string, { target: CancelTarget; isWatched: boolean }>();

function tell(id: string): void {
  const entry = followed.get(id);
  const knowledge = knowledgeOf(id);
  if (entry === undefined || knowledge === undefined) return;
  if (knowledge.kind === 'recorded' && knowledge.record.outcome !== null) {
    followed.delete(id);
    const { record } = knowledge;
    // The row comes first: a toast is measured when it appears, and all of the page would be laid out for it.
    afterPaint(() => {
      // The session may have ended meanwhile.
      if (knowledgeOf(id) === knowledge) showOutcome(record);
    });
  } else if (!entry.isWatched) showPending(entry.target, knowledge);
}

onKnowledge(tell);
onSessionEnd(() => followed.clear());

/** Its outcome is to be told by a toast, and what is known before it once its dialog is left. */
export function followInToast(target: CancelTarget): void {
  followed.set(target.id, { target, isWatched: true });
}

/** The dialog of a cancellation is open, or left; what it has said itself is not said again. */
export function setWatched(id: string, isWatched: boolean): void {
  const entry = followed.get(id);
  if (entry === undefined) return;
  followed.set(id, { ...entry, isWatched });
  if (!isWatched && knowledgeOf(id)?.kind !== 'nothing_sent') tell(id);
}
