import type { QueryClient } from '@tanstack/react-query';
import type { EditedDeployment } from '@/contract';
import { showToast } from '@/components/ui/toast';
import { failureWords } from '@/domain/failure-words';
import { keys } from '@/domain/query-keys';
import { undoEdit } from '../api/edit';
import { isConflict } from './server-errors';

const undoFor = 20_000;

/** Says what an edit has done to how many, and offers to undo it in one step. */
export function offerUndo(client: QueryClient, done: string, items: EditedDeployment[]): void {
  if (items.length === 0) {
    showToast('edited', {
      role: 'status',
      tone: 'neutral',
      title: 'Nothing had to change.',
      leavesAfter: 10_000,
    });
    return;
  }
  showToast('edited', {
    role: 'status',
    tone: 'neutral',
    title: done,
    leavesAfter: undoFor,
    action: { label: 'Undo', run: () => void undo(client, items) },
  });
}

async function undo(client: QueryClient, items: EditedDeployment[]): Promise<void> {
  try {
    await undoEdit(items);
    showToast('undone', {
      role: 'status',
      tone: 'positive',
      title: `Undone: ${items.length === 1 ? 'the deployment is' : `all ${items.length} deployments are`} as before.`,
      leavesAfter: 10_000,
    });
  } catch (error) {
    const { certain, text } = failureWords(error);
    showToast('undone', {
      role: 'alert',
      tone: certain ? 'negative' : 'warning',
      title: certain ? 'Not undone: nothing was changed back.' : 'Not known whether it was undone.',
      children: (
        <p className="text-xs text-ink-soft">
          {isConflict(error) ? 'Somebody has changed one of these deployments since.' : text}
        </p>
      ),
      leavesAfter: null,
      action: { label: 'Try again', run: () => void undo(client, items) },
    });
  } finally {
    await client.invalidateQueries({ queryKey: keys.applications });
  }
}
