import type { QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApplicationList, EditedDeployment } from '@/contract';
import { showFailure, showSuccess, showToast } from '@/components/ui/toast';
import { failureMessage } from '@/common/failure-words';
import { IdentityLines } from '@/common/identity-lines';
import { identityIn } from '@/common/identity-in';
import { keys } from '@/common/query-keys';
import { undoEdit } from '../api/edit';
import { showOwnChanges } from './own-changes';
import { isConflict } from './form-errors';

/** How long the undo is offered, in milliseconds. */
const undoForMs = 20_000;

interface Change {
  /** Of the toast: the result of the undo replaces the offer. */
  id: string;
  /** Names what has changed; `aboutUndone` where an undo names it otherwise. */
  about?: ReactNode;
  aboutUndone?: ReactNode;
  done: string;
  undo: () => Promise<void>;
  undone: string;
  refused: string;
  indeterminate: string;
}

/** Says what has changed in the saved list, and offers to undo it. */
export function offerUndo(client: QueryClient, change: Change): void {
  showToast(change.id, {
    role: 'status',
    tone: 'neutral',
    about: change.about,
    title: change.done,
    duration: undoForMs,
    action: { label: 'Undo', run: () => void undo(client, change) },
  });
}

/** Says what an edit has changed, and offers to undo all of it in one step. */
export function offerUndoOfEdit(client: QueryClient, done: string, items: EditedDeployment[]): void {
  const [first, second] = items;
  if (first === undefined) {
    showSuccess('unchanged', 'Nothing had to change.', { tone: 'neutral' });
    return;
  }
  offerUndo(client, {
    id: crypto.randomUUID(),
    ...(second === undefined && {
      about: <EditedLines client={client} edited={first} />,
      aboutUndone: <EditedLines client={client} edited={{ ...first, after: null }} />,
    }),
    done,
    undo: () => undoEdit(items),
    undone: second === undefined ? 'Undone.' : `Undone in all ${items.length} deployments.`,
    refused: 'Not undone: nothing was changed.',
    indeterminate: 'We do not know if it was undone.',
  });
}

/** The one deployment of an edit, under the names that it has after it. */
function EditedLines({ client, edited }: { client: QueryClient; edited: EditedDeployment }) {
  const { applicationId, deploymentId, before, after } = edited;
  const saved = client.getQueryData<ApplicationList>(keys.applications)?.items;
  const { name, environment } = { ...before, ...after };
  const deployment = { applicationId, deploymentId, environment, name: name ?? before.name };
  return <IdentityLines identity={identityIn(saved, deployment)} />;
}

async function undo(client: QueryClient, change: Change): Promise<void> {
  const { id, about } = change;
  try {
    await change.undo();
    showSuccess(id, change.undone, { about: change.aboutUndone ?? about });
  } catch (error) {
    showFailure(id, failureMessage(error), change, {
      about,
      // A conflict remains one: a colleague's change since then is not undone.
      ...(!isConflict(error) && { action: { label: 'Try again', run: () => void undo(client, change) } }),
    });
  } finally {
    await client.invalidateQueries({ queryKey: keys.applications });
    showOwnChanges();
  }
}
