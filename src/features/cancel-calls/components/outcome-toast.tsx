import { views, type Cancellation, type Outcome } from '@/contract';
import { showToast } from '@/components/ui/toast';
import { environmentName } from '@/domain/environments';
import { failureWords } from '@/domain/failure-words';
import { codeText } from '@/domain/outcome-labels';
import { messageLead, notJournaled, outcomeWords, retryAfterText } from '@/domain/outcome-words';
import type { CancelTarget } from '../target';

const manner = {
  accepted: { role: 'status', tone: 'positive', leavesAfter: 10_000 },
  refused: { role: 'alert', tone: 'negative', leavesAfter: null },
  not_sent: { role: 'alert', tone: 'neutral', leavesAfter: null },
  unknown: { role: 'alert', tone: 'warning', leavesAfter: null },
} as const satisfies Record<Outcome, object>;

const link = (id: string) => ({ href: views.cancellation(id), label: 'View record' });

/** Says the outcome of a settled cancellation. */
export function showOutcome(record: Cancellation): void {
  if (record.outcome === null) return;
  const { headline, explanation } = outcomeWords(record);
  const lost = !record.journaled;
  const { role, tone, leavesAfter } = manner[record.outcome];
  const retryAfter = retryAfterText(record);
  showToast(record.id, {
    role: lost ? 'alert' : role,
    tone,
    leavesAfter: lost ? null : leavesAfter,
    about: `${record.deploymentName}, ${environmentName(record.environment)}`,
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
            {messageLead(record)}: <q className="text-ink">{record.message}</q>
          </p>
        )}
        {retryAfter !== null && <p className="text-xs text-ink-soft">{retryAfter}</p>}
        {lost && <p className="text-xs font-semibold text-negative">{notJournaled}</p>}
      </>
    ),
    link: link(record.id),
  });
}

/** For a dialog that was left waiting in the background; the outcome takes the place of this. */
export function showWaiting({ id, deployment }: CancelTarget): void {
  showToast(id, {
    role: 'status',
    tone: 'neutral',
    leavesAfter: null,
    about: `${deployment.name}, ${environmentName(deployment.environment)}`,
    title: 'Sent to the console, and not answered yet.',
    children: (
      <p className="text-xs text-ink-soft">
        The outcome appears here. Its record says what the console knows meanwhile.
      </p>
    ),
    link: link(id),
  });
}

/** For a dialog that was left waiting in the background: the console's own answer never came. */
export function showSilence({ id, deployment }: CancelTarget, error: Error | null): void {
  const { certain: refused, text } = failureWords(error);
  showToast(id, {
    role: 'alert',
    tone: refused ? 'neutral' : 'warning',
    leavesAfter: null,
    about: `${deployment.name}, ${environmentName(deployment.environment)}`,
    title: refused ? 'Nothing was sent.' : 'The console did not answer: the outcome is not known here.',
    children: (
      <p className="text-xs text-ink-soft">
        {refused ? text : 'The record says what the console knows. Look at it before trying again.'}
      </p>
    ),
    ...(refused ? {} : { link: link(id) }),
  });
}
