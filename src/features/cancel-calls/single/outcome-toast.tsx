import { views, type Cancellation, type Outcome } from '@/contract';
import { showToast } from '@/components/ui/toast';
import { failureMessage } from '@/common/failure-words';
import { identityOf } from '@/common/identity';
import { IdentityLines } from '@/common/identity-lines';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { messageLead, notJournaled, outcomeMessage, retryAfterText } from '@/common/outcome-words';
import { getSentStatus, onSentStatusChange, type SentStatus } from '@/common/own-cancellations';
import { afterPaint } from '@/lib/after-paint';
import { onSessionEnd } from '@/lib/session-end';
import type { CancelTarget } from './target';

const toastByOutcome = {
  accepted: { role: 'status', tone: 'positive', duration: 10_000 },
  refused: { role: 'alert', tone: 'negative', duration: null },
  not_sent: { role: 'alert', tone: 'neutral', duration: null },
  unknown: { role: 'alert', tone: 'warning', duration: null },
} as const satisfies Record<Outcome, object>;

const link = (id: string) => ({ href: views.cancellation(id), label: 'View record' });

/** Says the outcome of a settled cancellation. The record says why, and what to do next. */
function showOutcome(record: Cancellation): void {
  if (record.outcome === null) return;
  const retryAfter = retryAfterText(record);
  showToast(record.id, {
    ...toastByOutcome[record.outcome],
    ...(!record.journaled && { role: 'alert', duration: null, isEverywhere: true }),
    title: outcomeLabel(record.outcome).label,
    about: <IdentityLines identity={record} />,
    details: [outcomeMessage(record).headline],
    children: (
      <>
        {!record.journaled && <p className="font-semibold text-negative">{notJournaled}</p>}
        <div data-rest="" className="space-y-1">
          {record.message !== null && record.message !== '' && (
            <p className="line-clamp-2 text-xs text-ink-soft">
              <span>{`${messageLead(record)}: `}</span>
              <q className="text-ink">{record.message}</q>
            </p>
          )}
          {retryAfter !== null && <p className="text-xs text-ink-soft">{retryAfter}</p>}
          <p className="text-xs text-ink-soft tabular">{codeText(record)}</p>
        </div>
      </>
    ),
    link: link(record.id),
  });
}

/** Says what is known before there is an outcome, after the dialog was closed. */
function showPending({ id, application, deployment }: CancelTarget, status: SentStatus): void {
  const { title, text } = pendingWords(status);
  const isSent = status.kind !== 'nothing_sent';
  showToast(id, {
    role: status.kind === 'unanswered' || !isSent ? 'alert' : 'status',
    tone: status.kind === 'unanswered' ? 'warning' : 'neutral',
    duration: null,
    title,
    about: <IdentityLines identity={identityOf(application, deployment)} />,
    details: [text],
    ...(isSent && { link: link(id) }),
  });
}

function pendingWords(status: SentStatus): { title: string; text: string } {
  switch (status.kind) {
    case 'sent':
      return { title: 'Waiting for Fuse', text: 'The outcome appears here.' };
    case 'recorded':
      return { title: 'Waiting for Fuse', text: 'The console has it on record. The outcome appears here.' };
    case 'unanswered':
      return {
        title: 'Not known yet',
        text: 'The console did not answer. Look at the record before you cancel again.',
      };
    case 'nothing_sent':
      return {
        title: 'Nothing was sent',
        text: status.error === null ? 'The console has no record of it.' : failureMessage(status.error).text,
      };
  }
}

/** The cancellations that have a toast, by ID; while `isWatched` their dialog is open and says the same instead. */
const followed = new Map<string, { target: CancelTarget; isWatched: boolean }>();

function updateToast(id: string): void {
  const entry = followed.get(id);
  const status = getSentStatus(id);
  if (entry === undefined || status === undefined) return;
  if (status.kind === 'recorded' && status.record.outcome !== null) {
    followed.delete(id);
    const { record } = status;
    // After the row is painted: a toast is measured when it appears, which lays out the whole page.
    afterPaint(() => {
      // The session may have ended meanwhile.
      if (getSentStatus(id) === status) showOutcome(record);
    });
  } else if (!entry.isWatched) showPending(entry.target, status);
}

onSentStatusChange(updateToast);
onSessionEnd(() => followed.clear());

/** From now on a toast says the outcome; once the dialog is closed, also what is known before it. */
export function followInToast(target: CancelTarget): void {
  followed.set(target.id, { target, isWatched: true });
}

/** The dialog of a cancellation opens or closes. What the dialog has said itself the toast does not repeat. */
export function setWatched(id: string, isWatched: boolean): void {
  const entry = followed.get(id);
  if (entry === undefined) return;
  followed.set(id, { ...entry, isWatched });
  if (!isWatched && getSentStatus(id)?.kind !== 'nothing_sent') updateToast(id);
}
