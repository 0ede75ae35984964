import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import type { BatchLookUp } from '../api/start-batch';
import { Unanswered } from './dialog-state';

/** The console's answer never arrived: what a look at its journal says instead. */
export function BatchLookUpNotice({ state, lookAgain }: { state: BatchLookUp; lookAgain: () => void }) {
  const again = (
    <Button size="sm" onClick={lookAgain}>
      Look again
    </Button>
  );
  switch (state.kind) {
    case 'looking':
    case 'found':
      return (
        <Notice tone="warning" role="alert" title="The console did not answer: not known yet.">
          <p className="flex items-center gap-2">
            <Spinner /> Looking for this batch…
          </p>
        </Notice>
      );
    case 'unanswered':
      return (
        <Unanswered error={state.error} action={again}>
          The batch may or may not be running. This dialog goes on looking for it.
        </Unanswered>
      );
    case 'no_record':
      return (
        <Notice
          tone="neutral"
          role="alert"
          title="The console has no record of it: nothing was sent."
          action={again}
        >
          <p>It is safe to press the button again.</p>
        </Notice>
      );
  }
}
