import { paths, type Session } from '@/contract';
import { maySomewhere } from '@/common/grants';
import { showToast } from '@/components/ui/toast';
import type { Editing } from '@/features/applications/list/editing';
import { useSelectionCommands } from '@/features/applications/selection/selection';
import { notSignedOut, useSignOut } from '../session/use-sign-out';
import { useTheme } from '../shell/theme';

export interface Action {
  name: string;
  run: () => void;
}

/** What the palette offers beside deployments, records and views. What cancels asks first, in a dialog. */
export function useActions(
  session: Session | null | undefined,
  {
    openSheet,
    openKeys,
    openEditing,
  }: { openSheet: () => void; openKeys: () => void; openEditing: (editing: Editing) => void },
): Action[] {
  const { next, change } = useTheme();
  const closeSession = useSignOut();
  const selection = useSelectionCommands();

  function signOut() {
    closeSession('this').catch(() => showToast('sign-out', notSignedOut));
  }

  const actions: Action[] = [];
  if (maySomewhere(session, 'cancel') && selection !== null)
    actions.push({
      name: `Cancel all pending calls of the ${selection.count.toLocaleString('en')} selected…`,
      run: selection.cancel,
    });
  actions.push(
    { name: 'Keyboard shortcuts', run: openSheet },
    { name: `Theme: change to ${next}`, run: change },
    { name: 'Export the saved list as JSON', run: () => download(paths.savedList('json')) },
    { name: 'Export the journal as JSON', run: () => download(paths.export('json')) },
    { name: 'Export the saved list as CSV', run: () => download(paths.savedList('csv')) },
    { name: 'Export the journal as CSV', run: () => download(paths.export('csv')) },
  );
  if (session?.canSignOut === true) actions.push({ name: 'Sign out', run: signOut });
  if (maySomewhere(session, 'save'))
    actions.push(
      { name: 'Add deployment', run: () => openEditing({ kind: 'add-deployment' }) },
      { name: 'Add application', run: () => openEditing({ kind: 'add-application' }) },
      { name: 'Paste from Fuse or an e-mail', run: () => openEditing({ kind: 'paste', text: '' }) },
      { name: 'Import a file', run: () => openEditing({ kind: 'import' }) },
      { name: 'Keys for scripts', run: openKeys },
    );
  return actions;
}

/** Downloads a file as its link would: the view stays. */
function download(address: string) {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
