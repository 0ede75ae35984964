import { views, type Batch } from '@/contract';
import { showToast } from '@/components/ui/toast';
import { failureMessage } from '@/common/failure-words';
import type { BatchPlan } from './batch-plan';
import { batchName, blockedWords, countWords, stopWords, unknownWords, waitWords } from './batch-words';

const link = (id: string) => ({ href: views.batch(id), label: 'View batch' });

/** Says once what became of a batch; its cancellations have no toasts of their own. */
export function showBatchEnd(batch: Batch): void {
  const { id, counts } = batch;
  const clean = counts.accepted === counts.total;
  const notes = [stopWords(batch), blockedWords(batch), waitWords(batch), unknownWords(batch)].filter(
    (one) => one !== null,
  );
  showToast(`batch-${id}`, {
    role: clean ? 'status' : 'alert',
    tone: clean ? 'positive' : counts.unknown > 0 ? 'warning' : counts.refused > 0 ? 'negative' : 'neutral',
    duration: clean ? 10_000 : null,
    about: batchName(counts.total),
    title: clean ? 'Fuse accepted all of them.' : `${countWords(batch)}.`,
    children: notes.map((note) => (
      <p key={note} className="text-xs text-ink-soft">
        {note}
      </p>
    )),
    link: link(id),
  });
}

/** A batch of one's own runs that one does not look at; its end takes the place of this. */
export function showBatchStart({ id, counts }: Batch): void {
  showToast(`batch-${id}`, {
    role: 'status',
    tone: 'neutral',
    duration: null,
    about: batchName(counts.total),
    title: 'The batch is running.',
    link: link(id),
  });
}

/** For a dialog that was left while it was not known whether the batch runs; `error` is null before any answer. */
export function showBatchSilence({ id, targets }: BatchPlan, error: Error | null): void {
  const { isRefused, text } = failureMessage(error);
  showToast(`batch-${id}`, {
    role: 'alert',
    tone: isRefused ? 'neutral' : 'warning',
    duration: null,
    about: batchName(targets.length),
    title: isRefused
      ? 'Nothing was sent.'
      : `The console ${error === null ? 'has not answered yet' : 'did not answer'}: not known whether the batch runs.`,
    children: (
      <p className="text-xs text-ink-soft">
        {isRefused ? text : 'Its record says what the console knows. Look before trying again.'}
      </p>
    ),
    ...(isRefused ? {} : { link: link(id) }),
  });
}
