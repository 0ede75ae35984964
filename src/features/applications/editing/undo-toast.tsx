import type { QueryClient } from '@tanstack/react-query';
import type { EditedDeployment } from '@/contract';
import { showToast } from '@/components/ui/toast';
import { failureMessage } from '@/common/failure-words';
import { keys } from '@/common/query-keys';
import { undoEdit } from '../api/edit';
import { showOwnChanges } from './own-changes';
import { isConflict } from './server-errors';

const undoFor = 20_000;

interface Change {
  /** Of the toast: what became of the undo takes the place of the offer. */
  id: string;
  about?: string | undefined;
  done: string;
  undo: () => Promise<void>;
  undone: string;
  refused: string;
  indeterminate: string;
}

/** Says what has changed in the saved list, and offers to take it back. */
export function offerUndo(client: QueryClient, change: Change): void {
  showToast(change.id, {
    role: 'status',
    tone: 'neutral',
    about: change.about,
    title: change.done,
    duration: undoFor,
    action: { label: 'Undo', run: () => void undo(client, change) },
  });
}

/** Says what an edit has done to how many, and offers to undo it in one step. */
export function offerUndoOfEdit(client: QueryClient, done: string, items: EditedDeployment[]): void {
  const [first, second] = items;
  if (first === undefined) {
    showToast('unchanged', {
      role: 'status',
      tone: 'neutral',
      title: 'Nothing had to change.',
      duration: 10_000,
    });
    return;
  }
  offerUndo(client, {
    id: crypto.randomUUID(),
    about: second === undefined ? first.before.name : undefined,
    done,
    undo: () => undoEdit(items),
    undone: second === undefined ? 'Undone.' : `Undone in all ${items.length} deployments.`,
    refused: 'Not undone: nothing was changed back.',
    indeterminate: 'Not known whether it was undone.',
  });
}

async function undo(client: QueryClient, change: Change): Promise<void> {
  const { id, about } = change;
  try {
    await change.undo();
    showToast(id, { role: 'status', tone: 'positive', about, title: change.undone, duration: 10_000 });
  } catch (error) {
    const { isRefused, text } = failureMessage(error);
    showToast(id, {
      role: 'alert',
      tone: isRefused ? 'negative' : 'warning',
      about,
      title: isRefused ? change.refused : change.indeterminate,
      children: <p className="text-xs text-ink-soft">{text}</p>,
      duration: null,
      // What somebody has changed since stays changed.
      ...(!isConflict(error) && { action: { label: 'Try again', run: () => void undo(client, change) } }),
    });
  } finally {
    await client.invalidateQueries({ queryKey: keys.applications });
    showOwnChanges();
  }
}
