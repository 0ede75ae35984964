import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { showFailure, showSuccess, showToast } from '@/components/ui/toast';
import { failureMessage } from '@/common/failure-words';
import { keys } from '@/common/query-keys';
import { useSingleFlightMutation } from '@/lib/use-single-flight-mutation';
import { showOwnChanges } from './own-changes';

/**
 * Runs a change of the saved list, one at a time, and reads the list again afterwards. If the dialog closes before
 * the console has answered (by the browser's Back button, for one), a toast says that the change is under way, and
 * later how it ended.
 */
export function useSave<Input, Saved>(save: (input: Input) => Promise<Saved>) {
  const client = useQueryClient();
  const [toastId] = useState(() => crypto.randomUUID());
  const isShown = useRef(true);
  // Not the mutation's own state, which is a render late.
  const isUnderWay = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
      if (isUnderWay.current) showUnderWay(toastId);
    };
  }, [toastId]);
  return useSingleFlightMutation({
    mutationFn: save,
    onMutate: () => {
      isUnderWay.current = true;
    },
    onSettled: async (_saved, error) => {
      await client.invalidateQueries({ queryKey: keys.applications });
      isUnderWay.current = false;
      showOwnChanges();
      if (!isShown.current) showHowItEnded(toastId, error);
    },
  });
}

function showUnderWay(id: string): void {
  showToast(id, {
    role: 'status',
    tone: 'neutral',
    title: 'The change of the saved list is not finished yet.',
    duration: null,
  });
}

function showHowItEnded(id: string, error: Error | null): void {
  if (error === null) showSuccess(id, 'The saved list was changed.');
  else
    showFailure(id, failureMessage(error), {
      refused: 'The saved list was not changed.',
      indeterminate: 'We do not know if the saved list was changed.',
    });
}
