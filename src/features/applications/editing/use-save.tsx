import { showToast } from '@/components/ui/toast';
import { failureMessage } from '@/common/failure-words';

/** For a dialog that was left while its change of the saved list was under way; the end takes the place of this. */
export function showUnderWay(id: string): void {
  showToast(id, {
    role: 'status',
    tone: 'neutral',
    title: 'The change of the saved list is under way, and not answered yet.',
    duration: null,
  });
}

export function showHowItEnded(id: string, error: Error | null): void {
  if (error === null) {
    showToast(id, {
      role: 'status',
      tone: 'positive',
      title: 'The saved list was changed.',
      duration: 10_000,
    });
    return;
  }
  const { certain, text } = failureMessage(error);
  showToast(id, {
    role: 'alert',
    tone: certain ? 'negative' : 'warning',
    title: certain ? 'The saved list was not changed.' : 'Not known whether the saved list was changed.',
    children: <p className="text-xs text-ink-soft">{text}</p>,
    duration: null,
  });
}
