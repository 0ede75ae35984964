import { paths, type Session } from '@/contract';
import { useWhyNot } from '@/common/grants';
import { showToast } from '@/components/ui/toast';
import type { Editing } from '@/features/applications/list/editing';
import { useSelectionCommands } from '@/features/applications/selection/selection';
import { notSignedOut, useSignOut } from '../session/use-sign-out';
import { useTheme } from '../shell/theme';

/** The dialogs that an action of the palette opens on any view. */
export type OpenedByPalette = 'sheet' | 'keys' | 'sessions';

export interface Action {
  name: string;
  run: () => void;
}

/** What the palette offers beside deployments, records and views. What cancels asks first, in a dialog. */
export function useActions(
  session: Session | null | undefined,
  { open, openEditing }: { open: (dialog: OpenedByPalette) => void; openEditing: (editing: Editing) => void },
): Action[] {
  const { whyNowhere } = useWhyNot();
  const { next, change } = useTheme();
  const closeSession = useSignOut();
  const selection = useSelectionCommands();

  function signOut() {
    closeSession('this').catch(() => showToast('sign-out', notSignedOut));
  }

  const actions: Action[] = [];
  // Registered only where the person may cancel some of the selected.
  if (selection !== null)
    actions.push({
      name: `Cancel all pending calls of the ${selection.count.toLocaleString('en')} selected…`,
      run: selection.cancel,
    });
  actions.push(
    { name: 'Keyboard shortcuts', run: () => open('sheet') },
    { name: `Theme: change to ${next}`, run: change },
    { name: 'Export the saved list as JSON', run: () => download(paths.savedList('json')) },
    { name: 'Export the journal as JSON', run: () => download(paths.export('json')) },
    { name: 'Export the saved list as CSV', run: () => download(paths.savedList('csv')) },
    { name: 'Export the journal as CSV', run: () => download(paths.export('csv')) },
  );
  if (session?.canSignOut === true) actions.push({ name: 'Sign out', run: signOut });
  if (session?.upstream.kind === 'live')
    actions.push({
      name: session.canSignOut ? 'My sessions' : 'What I may do',
      run: () => open('sessions'),
    });
  if (whyNowhere('save', { asWhole: true }) === undefined)
    actions.push({ name: 'Add application', run: () => openEditing({ kind: 'add-application' }) });
  if (whyNowhere('save') === undefined)
    actions.push(
      { name: 'Add deployment', run: () => openEditing({ kind: 'add-deployment' }) },
      { name: 'Paste from Fuse or an e-mail', run: () => openEditing({ kind: 'paste', text: '' }) },
      { name: 'Import a file', run: () => openEditing({ kind: 'import' }) },
      { name: 'Keys for scripts', run: () => open('keys') },
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
