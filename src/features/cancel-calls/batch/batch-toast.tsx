import { views, type Batch } from '@/contract';
import { showToast } from '@/components/ui/toast';
import { failureMessage } from '@/common/failure-words';
import type { BatchPlan } from './batch-plan';
import { batchName } from '../shared/words';
import { blockedWords, countWords, stopWords, unknownWords, waitWords } from './batch-words';

const link = (id: string) => ({ href: views.batch(id), label: 'View batch' });

/** Says how a batch ended; its cancellations have no toasts of their own. */
export function showBatchEnd(batch: Batch): void {
  const { id, counts } = batch;
  const isClean = counts.accepted === counts.total;
  const notes = [stopWords(batch), blockedWords(batch), waitWords(batch), unknownWords(batch)].filter(
    (note) => note !== null,
  );
  showToast(`batch-${id}`, {
    role: isClean ? 'status' : 'alert',
    tone: isClean ? 'positive' : counts.unknown > 0 ? 'warning' : counts.refused > 0 ? 'negative' : 'neutral',
    duration: isClean ? 10_000 : null,
    about: batchName(counts.total),
    title: isClean ? 'Fuse accepted all of them.' : `${countWords(batch)}.`,
    details: notes,
    link: link(id),
  });
}

/** Leads to the person's running batch from another view; the toast of its end replaces this one. */
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

/** After the dialog was closed while it was unknown whether the batch runs; `error` is null before any answer. */
export function showBatchSilence({ id, targets }: BatchPlan, error: Error | null): void {
  const { isRefused, text } = failureMessage(error);
  showToast(`batch-${id}`, {
    role: 'alert',
    tone: isRefused ? 'neutral' : 'warning',
    duration: null,
    about: batchName(targets.length),
    title: isRefused
      ? 'Nothing was sent.'
      : `The console ${error === null ? 'has not answered yet' : 'did not answer'}. We do not know if the batch runs.`,
    details: [isRefused ? text : 'Look at the batch before you try again.'],
    ...(isRefused ? {} : { link: link(id) }),
  });
}
